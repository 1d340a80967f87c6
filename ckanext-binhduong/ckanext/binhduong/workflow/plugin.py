"""The plugin of the package ``workflow``: a table of contents."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.core.jobs import prompt_work
from ckanext.binhduong.releases.interfaces import IReleaseApproval
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.workflow.approval import files, guards
from ckanext.binhduong.workflow.data_requests import contacts
from ckanext.binhduong.workflow.open_list import renewal
from ckanext.binhduong.workflow.plan import measure
from ckanext.binhduong.workflow.reminders import sending
from ckanext.binhduong.workflow.roles import registration
from ckanext.binhduong.workflow.schedule import due

__all__ = ["WorkflowPlugin"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.config_declarations
@tk.blanket.helpers
class WorkflowPlugin(p.SingletonPlugin):
    """Publication plans, approval by a second person, and publication at a set time."""

    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IDomainObjectModification)
    p.implements(IReleaseApproval)

    def update_config(self, config: CKANConfig) -> None:
        """Have roles known, plans measured, published and brought to mind, contacts deleted, and what is due published on time."""
        registration.register()
        measure.register()
        renewal.register()
        sending.register()
        contacts.register()
        prompt_work.register("publications", due.carry_out_due)

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
        """Let nothing become public before its time, or without the approval that it needs."""
        guards.before_commit(entity)

    def may_publish(self, connection: Any, release_id: str) -> bool:
        """Whether a release waits for no time, and needs no approval or has one of exactly its bytes."""
        return files.may_publish(connection, release_id)

    def needs_approval(self, package_id: str, user: str) -> bool:
        """Whether a contributor of the dataset's agency sends it."""
        return guards.only_proposes(package_id, user)

    def check_change(self, package_id: str, user: str) -> None:
        """Refuse what a contributor would change of a dataset that has a time."""
        guards.refuse_timed(package_id, user)

    def release_submitted(self, release: Release) -> None:
        """Have a checked release wait for a second person."""
        files.release_submitted(release)
