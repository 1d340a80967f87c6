"""Which kept graphs this process found up to date, and under which version of the catalogue: their marks need not be looked at again.

The version rises with every commit that may change an answer, so what was up to date under a version is so as long as it stands. Without a
version nothing is remembered, and every reading holds each graph against its mark.
"""

from __future__ import annotations

__all__ = ["Checked", "checked"]


class Checked:
    """What is known under one version; what is noted under another replaces it."""

    def __init__(self) -> None:
        self._known: tuple[int | None, set[str]] = None, set()
        self._whole: int | None = None

    def has(self, version: int | None, dataset: str) -> bool:
        """Whether the graph of a dataset, by an id or name that was noted, is up to date under a version; of any name when all are."""
        known, datasets = self._known
        return version is not None and (version == self._whole or (version == known and dataset in datasets))

    def has_all(self, version: int | None) -> bool:
        """Whether the graph of every public dataset is."""
        return version is not None and version == self._whole

    def note(self, version: int | None, *dataset: str) -> None:
        """Remember a dataset, by its id and what it was asked for by, whose graph was held against its mark, or written, after the version
        was read."""
        if version is None:
            return
        known, datasets = self._known
        if known != version:
            datasets = set()
            self._known = version, datasets
        datasets.update(dataset)

    def note_all(self, version: int | None) -> None:
        """Remember that all were, after the version was read."""
        self._whole = version


checked = Checked()
"""Of this process."""
