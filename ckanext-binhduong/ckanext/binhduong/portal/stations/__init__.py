"""Readings of stations on pages."""
