"""The plugin of the package `metadata`: a table of contents. The profile itself is an entry point (`setup.py`, ``ckan.rdf.profiles``)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import Blueprint

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.light_path import documents
from ckanext.binhduong.metadata.bulk import jobs
from ckanext.binhduong.metadata.bulk.views import binhduong_bulk
from ckanext.binhduong.metadata.catalogue_json import binhduong_data_json
from ckanext.binhduong.metadata.dcat import serializer
from ckanext.binhduong.metadata.feeds import tombstones
from ckanext.binhduong.metadata.feeds.views import binhduong_feeds
from ckanext.binhduong.metadata.light_documents import DATASET
from ckanext.binhduong.metadata.links import checking
from ckanext.binhduong.metadata.quality import measuring
from ckanext.binhduong.metadata.quality.pages import binhduong_quality
from ckanext.binhduong.metadata.records.views import binhduong_records
from ckanext.binhduong.metadata.tables.views import binhduong_tables_metadata
from ckanext.binhduong.metadata.views import binhduong_metadata


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.config_declarations
@tk.blanket.helpers
class MetadataPlugin(p.SingletonPlugin):
    """Metadata for machines: RDF, descriptions of tables, and the feeds of the catalogue's changes."""

    p.implements(p.IBlueprint)
    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Write the catalogue so that one dataset costs no reader the others."""
        serializer.install()
        documents.register(DATASET)
        tombstones.listen()
        scheduler.register("graphs", scheduler.Regular(jobs.forget, timedelta(days=1), timedelta(hours=20, minutes=30)))
        scheduler.register("unmeasured", scheduler.Regular(measuring.measure_unknown, timedelta(minutes=10), timedelta(minutes=3)))
        scheduler.register("links", scheduler.Regular(checking.check_due, timedelta(minutes=10), timedelta(minutes=6)))
        # Before the publication plans are measured, which look at the points.
        scheduler.register("quality", scheduler.Regular(measuring.measure_all, timedelta(days=1), timedelta(hours=19, minutes=30)))

    def get_blueprint(self) -> list[Blueprint]:
        """Return what stands in front of ckanext-dcat's pages, the feeds, descriptions of tables, `/data.json`, the whole catalogue,
        the records, and the board of quality."""
        whole = [binhduong_metadata, binhduong_feeds, binhduong_data_json, binhduong_bulk, binhduong_records]
        return [*whole, binhduong_tables_metadata, binhduong_quality]

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Have a new dataset measured and its graph written."""
        jobs.enqueue(pkg_dict)

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Have a changed dataset measured and its graph written."""
        jobs.enqueue(pkg_dict)
