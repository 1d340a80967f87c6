"""Compare the version of the kept answers with the newest change of the catalogue.

A process that is killed between its commit and the new version, or a change made with ``psql``, leaves answers standing that are older
than the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.drift import registry
from ckanext.binhduong.core.drift.differences import Verdict, examine
from ckanext.binhduong.core.drift.registry import Kind, Outcome
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.security.kept_answers.settings import are_kept

__all__ = ["compare", "register"]

KINDS = {
    "kept-answers-old": Kind(
        _("answers kept by nginx that are older than the catalogue, or no version to keep answers under"),
        _("Can the portal write the file of ckanext.binhduong.catalogue_version_file? By hand: touch var/nginx/catalogue-version"),
    )
}


def register() -> None:
    """Make the comparison known."""
    registry.register("kept-answers", compare, KINDS)


def compare(repair: bool) -> Mapping[str, Outcome]:
    """Raise the version when the newest change of a dataset is later."""

    def look(_name: str) -> Verdict:
        if not _is_behind():
            return Verdict.MOVING
        if repair:
            commits.announce()
        return Verdict.LEFT if _is_behind() else Verdict.REPAIRED

    return {"kept-answers-old": examine(["catalogue-version"] if are_kept() else [], look)}


def _is_behind() -> bool:
    version = commits.version()
    newest = model.Session.scalar(sa.select(sa.func.max(model.Package.metadata_modified)))
    # A version has whole seconds.
    return version is None or (newest is not None and int(newest.replace(tzinfo=UTC).timestamp()) > version)
