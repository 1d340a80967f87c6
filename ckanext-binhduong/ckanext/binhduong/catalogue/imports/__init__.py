"""Datasets made from other sources' files: OpenStreetMap extracts."""
