"""Accounts: what a password must be, what ends when it changes, mail that waits its turn, browsers that are known."""
