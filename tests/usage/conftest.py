"""A public dataset to be used: the catalogue's fixtures."""

from tests.catalogue.conftest import agency, make_dataset

__all__ = ["agency", "make_dataset"]
