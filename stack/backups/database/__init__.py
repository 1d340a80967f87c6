"""The database in a backup: a copy with what it held at that point, and the way back to a moment."""
