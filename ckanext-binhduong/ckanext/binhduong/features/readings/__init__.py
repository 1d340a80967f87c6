"""Stations joined to their latest reading."""
