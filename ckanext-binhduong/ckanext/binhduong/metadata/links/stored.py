"""What is known of each link: whether it answers, since when, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utc_text, utcnow
from ckanext.binhduong.core.jobs.back_off import pause_after
from ckanext.binhduong.core.outbound.reach import host_of

__all__ = ["Link", "LinkHost", "due", "forget_gone", "known", "note", "pause_host", "postpone", "register", "summary"]

_FIRST, _MOST = timedelta(minutes=30), timedelta(days=1)
_FAILURES = 2
"""Looks in a row that fail before a link is held to be broken: one bad minute of a server costs nobody points."""


class Link(tk.BaseModel):  # type: ignore[name-defined]
    """An address elsewhere in a dataset's metadata.

    ``answers`` is None until it is known. ``fault`` (of ``core.outbound.faults``) and ``status`` are those of the last look, ``failures``
    the looks that failed in a row, ``since`` when that began. Times are UTC.
    """

    __tablename__ = "binhduong_link"

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    address: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    resource_id: Mapped[str] = mapped_column(sa.Text)
    host: Mapped[str] = mapped_column(sa.Text, index=True)
    due: Mapped[datetime] = mapped_column(sa.DateTime, index=True)
    checked: Mapped[datetime | None] = mapped_column(sa.DateTime)
    since: Mapped[datetime | None] = mapped_column(sa.DateTime)
    answers: Mapped[bool | None] = mapped_column(sa.Boolean)
    fault: Mapped[str] = mapped_column(sa.Text, default="")
    status: Mapped[int | None] = mapped_column(sa.Integer)
    failures: Mapped[int] = mapped_column(sa.Integer, default=0)

    @property
    def state(self) -> list[Any]:
        """What is said of it in public; when this changes, the dataset is measured anew."""
        return [self.address, self.answers, self.fault if self.answers is False else ""]


class LinkHost(tk.BaseModel):  # type: ignore[name-defined]
    """A server that failed: it is left alone until ``due`` (UTC)."""

    __tablename__ = "binhduong_link_host"

    host: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    failures: Mapped[int] = mapped_column(sa.Integer)
    due: Mapped[datetime] = mapped_column(sa.DateTime)


def known(dataset_id: str) -> list[Link]:
    """Return the links of a dataset by address: one statement."""
    return list(model.Session.scalars(sa.select(Link).where(Link.dataset_id == dataset_id).order_by(Link.address)))


def register(dataset_id: str, addresses: Mapping[str, str]) -> list[Link]:
    """Keep which links a dataset has now, new ones to be looked at as soon as may be; return them. The caller commits.

    Args:
        addresses: address → id of a resource.
    """
    kept = {link.address: link for link in known(dataset_id)}
    for address in kept.keys() - addresses.keys():
        model.Session.delete(kept[address])
    now = utcnow()
    new = [{"address": each, "resource_id": addresses[each], "host": host_of(each)} for each in addresses.keys() - kept.keys()]
    if new:
        rows = [{**each, "dataset_id": dataset_id, "due": now, "fault": "", "failures": 0} for each in new]
        model.Session.execute(insert(Link).values(rows).on_conflict_do_nothing())
    for address in addresses.keys() & kept.keys():
        kept[address].resource_id, kept[address].host = addresses[address], host_of(address)
    model.Session.flush()
    return known(dataset_id)


def due(most: int, of_one_host: int) -> list[tuple[str, str]]:
    """Return the (address, host) of links to be looked at now, the longest due first; of hosts that are left alone none.

    Args:
        most: of all.
        of_one_host: of each host, so that one with many keeps no other waiting.
    """
    now = utcnow()
    since = sa.func.min(Link.due)
    place = sa.func.row_number().over(partition_by=Link.host, order_by=(since, Link.address))
    rows = sa.select(Link.address, Link.host, since.label("since"), place.label("place"))
    rows = rows.join(model.Package, model.Package.id == Link.dataset_id)
    rows = rows.outerjoin(LinkHost, LinkHost.host == Link.host).where(model.Package.state != "deleted", Link.due <= now)
    found = rows.where(sa.or_(LinkHost.due.is_(None), LinkHost.due <= now)).group_by(Link.address, Link.host).subquery()
    first = sa.select(found.c.address, found.c.host).where(found.c.place <= of_one_host)
    return [(row[0], row[1]) for row in model.Session.execute(first.order_by(found.c.since, found.c.address).limit(most))]


def note(address: str, fault: str, status: int | None) -> set[str]:
    """Keep what a look at an address found; return the datasets of which something else is said now. The caller commits.

    Args:
        fault: empty when it answers.
    """
    changed = set()
    now = utcnow()
    for link in model.Session.scalars(sa.select(Link).where(Link.address == address).with_for_update()):
        before = link.state
        if link.checked is None or bool(fault) != bool(link.fault):
            link.since = now
        link.failures = link.failures + 1 if fault else 0
        link.fault, link.status, link.checked = fault, status, now
        if not fault or link.failures >= _FAILURES:
            link.answers = not fault
        link.due = now + (pause_after(link.failures, _FIRST, _MOST) if fault else _MOST)
        if link.state != before:
            changed.add(link.dataset_id)
    return changed


def pause_host(host: str, failed: bool, asked: timedelta | None = None) -> None:
    """Leave a server alone for a while, longer each time it fails; one that answers is left alone no more. The caller commits.

    Args:
        asked: how long the server asks to be left alone.
    """
    if not failed:
        model.Session.execute(sa.delete(LinkHost).where(LinkHost.host == host))
        return
    kept = model.Session.get(LinkHost, host, populate_existing=True)
    failures = kept.failures + 1 if kept else 1
    pause = max(pause_after(failures, _FIRST, _MOST), min(asked or _FIRST, _MOST))
    row = {"failures": failures, "due": utcnow() + pause}
    model.Session.execute(insert(LinkHost).values(host=host, **row).on_conflict_do_update(index_elements=["host"], set_=row))


def postpone(address: str, asked: timedelta | None) -> None:
    """Look at a link later, of which nothing is known because the server that it redirects to asks for a pause. The caller commits.

    Args:
        asked: how long.
    """
    later = utcnow() + max(_FIRST, min(asked or _FIRST, _MOST))
    model.Session.execute(sa.update(Link).where(Link.address == address).values(due=later))


def forget_gone() -> None:
    """Forget links of datasets that are deleted, and servers that nobody links to. The caller commits."""
    kept: Any = sa.select(model.Package.id).where(model.Package.state != "deleted")
    model.Session.execute(sa.delete(Link).where(Link.dataset_id.not_in(kept)))
    model.Session.execute(sa.delete(LinkHost).where(LinkHost.host.not_in(sa.select(Link.host))))


def summary(links: Iterable[Link]) -> dict[str, Any]:
    """Return how many links answer, fail and are not known yet, and what those that fail lack."""
    listed = list(links)
    failed = [link for link in listed if link.answers is False]
    return {
        "answer": sum(link.answers is True for link in listed),
        "fail": len(failed),
        "unknown": sum(link.answers is None for link in listed),
        "failed": [
            {
                "address": link.address,
                "resource": link.resource_id,
                "fault": link.fault,
                "status": link.status,
                "since": utc_text(link.since) if link.since else None,
            }
            for link in failed
        ],
    }
