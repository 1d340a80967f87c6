"""The version of all that an anonymous reader can see: one number, which every commit that may change an answer raises.

nginx reads it without asking CKAN (docs/performance.md), so an answer kept under an older number is never sent again.
"""
