"""OGC API - Records."""
