"""Slips of the finger: what a query may have been meant as."""
