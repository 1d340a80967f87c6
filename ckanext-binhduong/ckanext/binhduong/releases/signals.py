"""What this package tells its own parts. Who listens must not fail for want of Redis or of disk: the release stands."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

__all__ = ["published"]

published = tk.signals.ckanext.signal("binhduong:release-published")
"""Sent with a release's id when all of it is committed, and again when its resource had to be mended."""
