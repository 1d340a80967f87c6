"""Differences of releases in the portal: where they are kept, the jobs that make them, and what actions, pages and feeds tell of them.

``diff`` compares; this package knows the ledger, the queue and the permissions.
"""
