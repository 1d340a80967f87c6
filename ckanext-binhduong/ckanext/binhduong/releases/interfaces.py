"""What a plugin that keeps something beside releases implements, so that maintenance finds it."""

from __future__ import annotations

from collections.abc import Callable

from ckan import plugins as p

__all__ = ["IReleaseArtefacts"]


class IReleaseArtefacts(p.Interface):
    """Files or rows that are made of releases, and go with them."""

    def repair_steps(self) -> dict[str, Callable[[], int]]:
        """Return what ``repair`` does for this plugin: name → function that returns how much was needed."""
        return {}

    def sweep_steps(self) -> dict[str, Callable[[], int]]:
        """Return what ``sweep`` removes for this plugin: name → function that returns how much was removed."""
        return {}

    def contents_of(self, release_ids: list[str]) -> set[str]:
        """Return the contents of the store (SHA-256) that are kept for these releases, beside the releases' own."""
        return set()

    def forget_gone(self) -> None:
        """Forget what belongs to releases that are deleted or retired. Commits."""
