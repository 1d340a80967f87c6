"""Differences between releases, as a CKAN plugin: a table of contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckan.types import SignalMapping

from ckanext.binhduong.comparisons import activity, cli, files, jobs
from ckanext.binhduong.releases.interfaces import IReleaseArtefacts
from ckanext.binhduong.releases.signals import published
from ckanext.binhduong.storage import references

__all__ = ["ComparisonsPlugin", "cli"]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.helpers
class ComparisonsPlugin(p.SingletonPlugin):
    """What changed between two releases: action, pages, feeds, activity."""

    p.implements(p.IConfigurable)
    p.implements(p.ISignal)
    p.implements(IReleaseArtefacts, inherit=True)

    def configure(self, config: Any) -> None:
        """Make our type of activity known."""
        activity.register()

    def get_signal_subscriptions(self) -> SignalMapping:
        """Compare each new release; forget the differences of files that were deleted."""
        return {published: [jobs.on_published], references.deleted: [files.forget]}

    def repair_steps(self) -> dict[str, Callable[[], int]]:
        """Have missing comparisons made."""
        return {"compared": jobs.repair}

    def sweep_steps(self) -> dict[str, Callable[[], int]]:
        """Remove the differences that nobody needs."""
        return {"differences": files.sweep}
