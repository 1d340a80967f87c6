"""Whether others must agree before a release is published: what plugins of ``IReleaseApproval`` say. Without one, nobody must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ckan import plugins as p

from ckanext.binhduong.releases.interfaces import IReleaseApproval
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["Sending", "check_change", "may_publish", "needs_approval", "sending", "sent", "submitted"]


@dataclass(frozen=True)
class Sending:
    """Who sends files in a call of CKAN's action, what they say of resources that have a published file (resource id → fields, which apply
    when the new file is published), and whether the file comes with a time at which it is to be published."""

    author: str = ""
    proposed: Mapping[str, dict[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    timed: bool = False


_NOBODY = Sending()
_sending: ContextVar[Sending] = ContextVar("binhduong_sending")


@contextmanager
def sending(what: Sending) -> Iterator[None]:
    """Take uploads inside as sent in this way; CKAN tells an uploader nothing of the caller."""
    token = _sending.set(what)
    try:
        yield
    finally:
        _sending.reset(token)


def sent() -> Sending:
    """Return how files are being sent."""
    return _sending.get(_NOBODY)


def may_publish(connection: Any, release_id: str) -> bool:
    """Whether the public may see a release; ``connection`` holds its dataset's row in CKAN's database."""
    return all(plugin.may_publish(connection, release_id) for plugin in p.PluginImplementations(IReleaseApproval))


def needs_approval(package_id: str, user: str) -> bool:
    """Whether what a user (by name) sends now needs the approval of another person, whatever role they have when it has been checked."""
    return any(plugin.needs_approval(package_id, user) for plugin in p.PluginImplementations(IReleaseApproval))


def check_change(package_id: str, user: str) -> None:
    """Ask whether a user (by name) may change what is published of a dataset without sending a file; the caller holds its row.

    Raises:
        ValidationError: not now.
    """
    for plugin in p.PluginImplementations(IReleaseApproval):
        plugin.check_change(package_id, user)


def submitted(release: Release) -> None:
    """Report, in CKAN's open transaction, that a checked release waits for its approval."""
    for plugin in p.PluginImplementations(IReleaseApproval):
        plugin.release_submitted(release)
