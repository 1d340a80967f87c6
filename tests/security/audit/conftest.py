"""What these tests share: the rows that are new since a test began, and a connection to the database that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.security.audit.model import head, repeats, rows
from tests.security.conftest import address, browser, database, officer, redis_store, sign_in

__all__ = ["address", "browser", "database", "engine", "officer", "redis_store", "sign_in", "stored"]


def engine() -> sa.Engine:
    """CKAN's engine."""
    assert model.meta.engine
    return model.meta.engine


def stored(cls: type[Any], key: str) -> Any:
    """An object that there is, as CKAN's session has it."""
    return model.Session.get(cls, key)


@pytest.fixture
def connection(with_plugins: None) -> Iterator[sa.Connection]:
    """A connection to CKAN's database; what it changes is rolled back."""
    with engine().connect() as opened:
        yield opened


@pytest.fixture
def new_rows(with_plugins: None) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that reads the rows added since the test, or the last ``forget=True``, began; the oldest first."""
    seen = {"seq": _newest()}

    def read(*, forget: bool = False, **of: Any) -> list[dict[str, Any]]:
        model.Session.rollback()
        with engine().connect() as opened:
            found = opened.execute(sa.select(rows).where(rows.c.seq > seen["seq"]).filter_by(**of).order_by(rows.c.seq)).mappings().all()
        if forget:
            seen["seq"] = _newest()
        return [dict(row) for row in found]

    return read


def _newest() -> int:
    with engine().begin() as opened:
        # A refusal of an earlier test within the same minute would hide one of this.
        opened.execute(sa.delete(repeats))
        return opened.scalar(sa.select(head.c.seq)) or 0
