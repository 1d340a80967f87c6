"""Compare the files that the ledger names with those of the store. What nothing names is the sweep's."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.drift.differences import BATCH, Verdict, examine, in_batches
from ckanext.binhduong.core.drift.registry import Outcome
from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.storage import references, settings

__all__ = ["compare_files"]

log = logging.getLogger(__name__)


def compare_files(repair: bool) -> Mapping[str, Outcome]:
    """Find the files that are named and not there.

    One comes back from the backups where they have it; else a canonical file is written again from its source, and a file of a release is
    made again. A source that no backup has is left.
    """
    store = settings.store()
    named = in_batches(lambda after: references.named_after(after, BATCH), str)
    missing = [sha256 for batch in named for sha256 in batch if not store.path(sha256).exists()]
    outcome = examine(missing, partial(_look, repair=repair))
    return {"file-missing": Outcome(outcome.found, tuple(map(_described, outcome.left)))}


def _look(sha256: str, *, repair: bool) -> Verdict:
    # Retired since it was listed, or put back.
    if not references.named({sha256}) or settings.store().path(sha256).exists():
        return Verdict.MOVING
    if repair and (settings.store().recover(sha256) or _make_again(sha256)):
        log.error("The stored file %s was missing and is back or being made again", sha256)
        return Verdict.REPAIRED
    return Verdict.LEFT


def _make_again(sha256: str) -> bool:
    """Have a file made again that is made of others; False for a source file."""
    of_releases = list(model.Session.scalars(sa.select(Release.id).where(Release.canonical == sha256)))
    if of_releases:
        lost = sa.update(Release).where(Release.id.in_(of_releases))
        model.Session.execute(lost.values(canonical=None, canonical_size=None))
        model.Session.commit()
        references.deleted.send({sha256})
        filled = [archive.fill(release_id) for release_id in of_releases]
        return all(filled)
    return any(again for _receiver, again in references.lost.send(sha256))


def _described(sha256: str) -> str:
    """A lost source by the resource and the name of the file as it was uploaded, so that its officer can be asked for it."""
    rows = sa.select(Release.resource_id, Release.name).where(Release.sha256 == sha256).order_by(Release.created.desc()).limit(1)
    found = model.Session.execute(rows).first()
    return f"{sha256} (resource {found.resource_id}, {found.name})" if found else sha256
