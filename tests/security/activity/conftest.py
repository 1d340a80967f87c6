"""The fixtures of the releases' tests: an agency with an editor, its dataset, uploads."""

from tests.releases.conftest import agency, clean, dataset, editor

__all__ = ["agency", "clean", "dataset", "editor"]
