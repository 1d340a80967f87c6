"""Atom feeds of the catalogue's changes, deletions included."""
