"""OGC API - Features at ``/geo``: a test a requirement, named after it, and what hostile requests get."""
