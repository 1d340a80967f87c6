"""The fixtures of the releases' tests: an agency, its dataset, uploads and readers of the `geo` schema."""

from tests.releases.conftest import agency, clean, dataset, editor, geo, statements

__all__ = ["agency", "clean", "dataset", "editor", "geo", "statements"]
