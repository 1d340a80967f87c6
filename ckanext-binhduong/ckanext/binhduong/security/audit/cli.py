"""``ckan binhduong audit``: verify the log, export a period of it, cut off what is old."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

import click
import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.security.audit import chain, nightly, refusals
from ckanext.binhduong.security.audit.model import rows

__all__ = ["KEPT_DAYS", "audit"]

KEPT_DAYS = 365
"""What is younger is never cut off."""

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def audit() -> None:
    """The log of every write, refusal and sign-in."""


@audit.command()
def verify() -> None:
    """Read the whole log; name the first row that is not as it was written (exit code 1)."""
    refusals.settle()
    found = nightly.check()
    if found.fault:
        raise click.ClickException(f"{found.fault}. {found.count} rows before it are whole.")
    click.echo(f"{found.count} rows are whole. Newest: {found.seq} {found.hash}")


@audit.command()
@click.option("--since", type=_DAY, help="The first day (UTC), for example 2026-01-31.")
@click.option("--until", type=_DAY, help="The last day (UTC).")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=False, atomic=True), default="-")
def export(since: datetime | None, until: datetime | None, file: TextIO) -> None:
    """Write the rows of a period to FILE, one JSON object a line; without FILE to the terminal."""
    period = [rows.c.at >= _utc(since)] if since else []
    period += [rows.c.at < _utc(until) + timedelta(days=1)] if until else []
    with _connection() as connection:
        count = _write(connection, file, *period)
    click.echo(f"{count} rows", err=True)


@audit.command()
@click.option("--before", type=_DAY, required=True, help="The first day (UTC) that is kept.")
@click.argument("file", type=click.File("x", encoding="utf-8"))
def cut(before: datetime, file: TextIO) -> None:
    """Move the rows before a day out of the database into FILE, which must not exist; an anchor is kept, and the rest still verifies."""
    if _utc(before) > datetime.now(UTC) - timedelta(days=KEPT_DAYS):
        raise click.ClickException(f"Rows are kept for {KEPT_DAYS} days at least. Name an earlier day.")
    with _connection() as connection:
        if fault := chain.verify(connection).fault:
            raise click.ClickException(f"{fault}. Nothing was cut off: what is wrong must be looked at first.")
        _write(connection, file, *chain.older(_utc(before)))
        file.close()
        count = chain.cut(connection, _utc(before))
        connection.commit()
    click.echo(f"{count} rows were cut off")


def _utc(day: datetime) -> datetime:
    return day.replace(tzinfo=UTC)


@contextmanager
def _connection() -> Iterator[sa.Connection]:
    with model.meta.engine.connect() as connection:  # type: ignore[union-attr]
        yield connection


def _write(connection: sa.Connection, file: TextIO, *conditions: Any) -> int:
    count = 0
    for row in chain.read(connection, *conditions):
        file.write(json.dumps(chain.as_json(row), ensure_ascii=False) + "\n")
        count += 1
    return count
