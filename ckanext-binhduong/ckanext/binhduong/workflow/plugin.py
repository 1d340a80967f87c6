"""The plugin of the package ``workflow``: a table of contents."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.releases.interfaces import IReleaseApproval
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval import files, guards
from ckanext.binhduong.workflow.open_list import renewal
from ckanext.binhduong.workflow.plan import measure

__all__ = ["WorkflowPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.config_declarations
@tk.blanket.helpers
class WorkflowPlugin(p.SingletonPlugin):
    """Publication plans, and approval by a second person."""

    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IDomainObjectModification)
    p.implements(IReleaseApproval)

    def update_config(self, config: CKANConfig) -> None:
        """Have the plans measured every day, and published as a dataset."""
        measure.register()
        renewal.register()

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Measure what the dataset fulfils."""
        measure.dataset_changed(pkg_dict["id"])

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Measure what the dataset fulfils."""
        measure.dataset_changed(pkg_dict["id"])

    def after_dataset_delete(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Measure what the dataset fulfilled."""
        measure.dataset_changed(pkg_dict["id"])

    def notify(self, entity: Any, operation: Any) -> None:
        """Let nothing become public that needs an approval."""
        guards.before_commit(entity)

    def may_publish(self, connection: Any, release_id: str) -> bool:
        """Whether a release needs no approval, or has one of exactly its bytes."""
        return files.may_publish(connection, release_id)

    def release_submitted(self, release: Release) -> None:
        """Have a checked release wait for a second person."""
        files.release_submitted(release)
