"""The one transaction that publishes: in it a release is still its resource's newest, and its dataset does not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.layers.public_state import committed_state
from ckanext.binhduong.releases.ledger import precedence

__all__ = ["Publication", "Turn", "publication"]


@dataclass(frozen=True)
class Turn:
    """What holds while a release is put in place: its number, and the ids of the resources of its dataset that the public may see."""

    number: int
    public_resources: frozenset[str]


@dataclass(frozen=True)
class Publication:
    """An open transaction of the DataStore's database; what is done with ``cursor`` before `place` takes no lock of CKAN's."""

    cursor: Any
    release_id: str
    package_id: str
    locked: ExitStack

    def place(self, step: Callable[[Turn], None], patience: float) -> None:
        """Run the step that puts the release in place, until it gets its locks, as the last thing of the transaction.

        Args:
            step: may run many times; only what it did is undone between tries.
            patience: seconds to wait for readers and for whoever changes the dataset.

        Raises:
            Overtaken: a newer file or link was accepted, or the resource was deleted; nothing is published.
            Deleted: the dataset was deleted; nothing is published.
            Busy: readers held the tables all that time.
        """
        datastore_connection.patiently(self.cursor, lambda: self._try(step), patience)

    def _try(self, step: Callable[[Turn], None]) -> None:
        state = self.locked.enter_context(committed_state(self.package_id))
        try:
            step(Turn(precedence.claim(state.connection, self.release_id), state.resources))
        except psycopg2.Error:
            # Until the next try, if there is one, the dataset may be changed.
            self.locked.close()
            raise


@contextmanager
def publication(release_id: str, package_id: str) -> Iterator[Publication]:
    """Open the transaction; it commits at the end, and only then may the dataset change and the next file be accepted."""
    # The dataset is held outside, the transaction ends inside.
    with ExitStack() as locked, datastore_connection.transaction() as cursor:
        yield Publication(cursor, release_id, package_id, locked)
