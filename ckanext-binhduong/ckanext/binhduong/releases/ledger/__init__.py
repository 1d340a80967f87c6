"""The ledger of releases: one row an upload, its history, and what a resource shows of it."""
