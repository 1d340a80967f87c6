"""CKAN's logic functions of the catalogue."""
