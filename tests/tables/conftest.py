"""The fixtures of the features' tests: tables and layers made by hand in the DataStore."""

from tests.features.conftest import ids, search, store

__all__ = ["ids", "search", "store"]
