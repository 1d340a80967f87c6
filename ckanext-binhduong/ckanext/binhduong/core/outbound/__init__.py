"""Calls to addresses that others gave: which may be called, and the one client that calls them."""
