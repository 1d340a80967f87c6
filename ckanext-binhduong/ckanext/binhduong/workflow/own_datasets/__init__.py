"""Datasets that the portal makes of what it knows itself, and keeps."""
