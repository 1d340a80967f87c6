"""Stored files whose bytes have changed are found every night, before anybody is served them for long."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.storage import references, settings
from ckanext.binhduong.storage.store import Store

__all__ = ["quarantine_damaged"]

log = logging.getLogger(__name__)


def quarantine_damaged() -> int:
    """Hash every stored file, and take those out of the store that are not what their name says; return how many.

    A canonical file is written again from its source by the backfill of the same night, files to download from the canonical file when
    they are next requested. A source file cannot be made again: its download answers 503 until an administrator puts it back.
    """
    store = settings.store()
    damaged = {sha256 for sha256 in store.stored(0) if _is_damaged(store, sha256)}
    for sha256 in damaged:
        log.error("The stored file %s is damaged and was put into quarantine", sha256)
        store.quarantine(sha256)
    if damaged:
        lost = sa.update(Release).where(Release.canonical.in_(damaged))
        model.Session.execute(lost.values(canonical=None, canonical_size=None))
        model.Session.commit()
        references.deleted.send(damaged)
    return len(damaged)


def _is_damaged(store: Store, sha256: str) -> bool:
    try:
        return store.is_damaged(sha256)
    except OSError:
        # The disk or its permissions, which may be well tomorrow: what cannot be read is not served either.
        log.exception("The stored file %s could not be read", sha256)
        return False
