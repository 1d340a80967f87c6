"""What the public may see of a dataset, read from CKAN's committed row and kept from changing while it is acted on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.exc import OperationalError

from ckanext.binhduong.core.connections.datastore_connection import Locked

__all__ = ["PublicState", "committed_state"]


@dataclass(frozen=True)
class PublicState:
    """What the public may see of a dataset now.

    Attributes:
        resources: its active resources' ids, empty unless it is public.
        connection: of CKAN's database, in the transaction that holds the dataset's row.
    """

    resources: frozenset[str]
    connection: Any


@contextmanager
def committed_state(package_id: str) -> Iterator[PublicState]:
    """Read a dataset's committed visibility and keep it from changing until the end of the block.

    Raises:
        Locked: somebody has been changing the dataset for more than five seconds.
    """
    assert model.meta.engine
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL lock_timeout = '5s'"))
        try:
            dataset = connection.execute(sa.text("SELECT state, private FROM package WHERE id = :id FOR SHARE"), {"id": package_id}).first()
        except OperationalError as error:
            raise Locked from error
        resources = connection.execute(sa.text("SELECT id FROM resource WHERE package_id = :id AND state = 'active'"), {"id": package_id})
        is_public = dataset is not None and dataset.state == "active" and not dataset.private
        yield PublicState(frozenset(row.id for row in resources) if is_public else frozenset(), connection)
