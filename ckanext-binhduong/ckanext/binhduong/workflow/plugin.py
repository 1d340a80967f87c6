"""The plugin of the package ``workflow``: a table of contents."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.workflow.plan import measure

__all__ = ["WorkflowPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
class WorkflowPlugin(p.SingletonPlugin):
    """Publication plans."""

    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Have the plans measured every day."""
        measure.register()

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Measure what the dataset fulfils."""
        measure.dataset_changed(pkg_dict["id"])

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Measure what the dataset fulfils."""
        measure.dataset_changed(pkg_dict["id"])

    def after_dataset_delete(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Measure what the dataset fulfilled."""
        measure.dataset_changed(pkg_dict["id"])
