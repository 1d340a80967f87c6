"""Uploads become releases: typed tables, layers, and files that cannot be overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click
from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckan.types import Context, SignalMapping

from ckanext.binhduong import ingest
from ckanext.binhduong.core import scheduler
from ckanext.binhduong.releases import cli, subscriptions
from ckanext.binhduong.releases import config as options
from ckanext.binhduong.releases.drift import comparisons
from ckanext.binhduong.releases.intake.uploads import ReleaseUpload
from ckanext.binhduong.releases.layers import visibility_guards
from ckanext.binhduong.releases.ledger import visibility
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import full_disk
from ckanext.binhduong.releases.maintenance.nightly import nightly
from ckanext.binhduong.storage import references

__all__ = ["ReleasesPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.config_declarations
@tk.blanket.helpers
class ReleasesPlugin(p.SingletonPlugin):
    """Uploads become releases: typed tables and layers."""

    p.implements(p.IUploader, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IDomainObjectModification)
    p.implements(p.ISignal)
    p.implements(p.IConfigurable)

    def configure(self, config: Any) -> None:
        """Make known which rows name contents of the store, and what is done regularly."""
        ingest.allow_unconfined(options.allow_unconfined())
        references.register({Release.sha256: Release.retired.is_(None), Release.canonical: Release.retired.is_(None)})
        comparisons.register()
        scheduler.register("full-disk", scheduler.Regular(full_disk.try_again, timedelta(minutes=5)))
        # Two in the morning in Vietnam.
        scheduler.register("nightly", scheduler.Regular(nightly, timedelta(days=1), timedelta(hours=19)))

    def get_resource_uploader(self, data_dict: dict[str, Any]) -> ReleaseUpload:
        """Take over the files of resources; pictures of agencies and users stay with CKAN."""
        return ReleaseUpload(data_dict)

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Hide what is not accepted yet."""
        visibility.filter_dataset(context, pkg_dict)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Hide what is not accepted yet."""
        return visibility.filter_index(pkg_dict)

    def notify(self, entity: Any, operation: Any) -> None:
        """Take layers away before their dataset leaves the public."""
        visibility_guards.before_commit(entity, operation)

    def get_signal_subscriptions(self) -> SignalMapping:
        """Listen to what CKAN's actions did."""
        return subscriptions.get_subscriptions()

    def binhduong_commands(self) -> list[click.Command]:
        """Return ``ckan binhduong releases`` and ``ckan binhduong ingest``."""
        return [cli.releases, ingest.ingest_commands]
