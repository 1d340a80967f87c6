"""What a plugin that keeps something beside releases implements, so that maintenance finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ckan import plugins as p

if TYPE_CHECKING:
    from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["IReleaseApproval", "IReleaseArtefacts"]


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


class IReleaseApproval(p.Interface):
    """Whether a release may be published now, asked where it is put in place; what may not waits as ``submitted``."""

    def may_publish(self, connection: Any, release_id: str) -> bool:
        """Whether the public may see a release.

        Args:
            connection: of CKAN's database, in the transaction that holds the dataset's row; the release's row is written.
        """
        return True

    def needs_approval(self, package_id: str, user: str) -> bool:
        """Whether what somebody sends now needs the approval of another person, whatever they may do when it has been checked.

        Args:
            user: name of who sends it; empty for the portal itself.
        """
        return False

    def check_change(self, package_id: str, user: str) -> None:
        """Refuse, in CKAN's open transaction that holds the dataset's row, that somebody brings back, confirms or makes a release.

        Args:
            user: name of who asks; empty for the portal itself.

        Raises:
            ValidationError: others must clear the way first.
        """

    def release_submitted(self, release: Release) -> None:
        """Note, in CKAN's open transaction, that a checked release waits for its approval."""
