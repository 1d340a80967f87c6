"""OGC API - Features: what is asked, its statement, its answer."""
