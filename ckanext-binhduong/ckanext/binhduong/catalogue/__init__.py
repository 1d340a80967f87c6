"""The catalogue: what a dataset, a file, an agency and a theme are, the vocabularies behind their fields, the seed, and places."""

from ckanext.binhduong.catalogue import vocabularies

__all__ = ["vocabularies"]
