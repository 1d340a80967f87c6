"""The files of releases, as a CKAN plugin: a table of contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckan.types import SignalMapping

from ckanext.binhduong.exports import cli, drift, index_fields, jobs
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.interfaces import IReleaseArtefacts
from ckanext.binhduong.releases.signals import published
from ckanext.binhduong.storage import references

__all__ = ["ExportsPlugin", "cli"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.helpers
class ExportsPlugin(p.SingletonPlugin):
    """The files of a release in every format."""

    p.implements(p.IConfigurable)
    p.implements(p.ISignal)
    p.implements(p.IPackageController, inherit=True)
    p.implements(IReleaseArtefacts, inherit=True)

    def configure(self, config: Any) -> None:
        """Make known which rows name contents of the store, and the comparison of what is wanted with the queue."""
        references.register({Export.sha256: sa.true()})
        drift.register()

    def get_signal_subscriptions(self) -> SignalMapping:
        """Make files of each new release, and those again that the store lost."""
        return {published: [jobs.on_published], references.lost: [jobs.on_lost]}

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Index in which formats a dataset is served, and which shapes it has."""
        return index_fields.with_release_facts(pkg_dict)

    def repair_steps(self) -> dict[str, Callable[[], int]]:
        """Have missing files made."""
        return {"exports": jobs.repair}

    def contents_of(self, release_ids: list[str]) -> set[str]:
        """Return the contents of the files made of releases."""
        return {export.sha256 for release_id in release_ids for export in Export.of(release_id) if export.sha256}

    def forget_gone(self) -> None:
        """Forget the files of releases that are deleted or retired."""
        jobs.forget()
