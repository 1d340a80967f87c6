"""Which answers nginx may keep for anonymous readers, and for how long at most (docs/performance.md)."""
