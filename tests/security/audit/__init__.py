"""The audit log: its rows, its chain, its page."""
