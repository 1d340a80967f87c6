"""Descriptions of published tables by which standard tools read them with their types: Data Package, CSVW, Croissant."""
