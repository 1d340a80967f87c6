"""The fixtures of the releases' tests: an agency and its dataset."""

from tests.releases.conftest import agency, clean, dataset

__all__ = ["agency", "clean", "dataset"]
