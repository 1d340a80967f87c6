"""Datasets that the portal makes of what it knows itself, and keeps: the list of open data, the figures of use."""
