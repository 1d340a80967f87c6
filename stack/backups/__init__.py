"""Backups: the database with its write-ahead log, the files, the configuration and the secrets, tied by one manifest; and the way back.

Standard library, PostgreSQL's own programs and ``age``: a backup does not need what it protects. docs/backup.md is the operator's page.
"""
