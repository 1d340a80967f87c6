"""An empty catalogue, as the tests of releases have it."""

from tests.releases.conftest import clean

__all__ = ["clean"]
