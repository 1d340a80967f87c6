"""What tests of an officer's pages share with those of releases."""

from tests.releases.conftest import agency, clean

__all__ = ["agency", "clean"]
