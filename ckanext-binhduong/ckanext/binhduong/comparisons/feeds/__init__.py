"""The Atom feeds of releases: what is in them, and how they are written."""
