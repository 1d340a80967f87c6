"""What the releases contribute to the drift check: the comparisons, and the kinds of difference with their remedies."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.binhduong.core.drift import registry
from ckanext.binhduong.core.drift.registry import Kind, Outcome
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.releases.drift.files import compare_files
from ckanext.binhduong.releases.drift.layers import compare_layers
from ckanext.binhduong.releases.drift.ledger import compare_ledger
from ckanext.binhduong.releases.drift.tables import compare_tables
from ckanext.binhduong.releases.maintenance.sweep import sweep

__all__ = ["register"]

_BRING_BACK = _("Bring the release back from its stored file: bin/portal ckan binhduong releases rollback RESOURCE NUMBER")
_LOOK_AT_LOG = _("The log of the worker says what is in the way (bin/portal logs); the next check tries again.")

FILES = {
    "file-missing": Kind(
        _("a file that the database names and the store does not have"),
        _("Put the file back from a backup (docs/backup.md), or have its agency upload it again."),
    )
}
LEDGER = {
    "resource-behind": Kind(
        _("a resource that does not show the state of its newest file"),
        _("Its dataset cannot be saved as it is: open it for editing and correct what the form says."),
    ),
    "job-lost": Kind(
        _("an uploaded file that waits without a job"), _("Is Redis well (bin/portal status)? The next check queues it again.")
    ),
    "dataset-purged": Kind(_("releases of a dataset that was purged"), _LOOK_AT_LOG),
}
TABLES = {
    "table-missing": Kind(_("a published table that the DataStore does not have (RESOURCE NUMBER)"), _BRING_BACK),
    "table-unknown": Kind(
        _("a table of the DataStore that belongs to no resource and no release"),
        _("If nobody needs it: bin/portal ckan datastore purge. After a restore, compare with the backup first."),
    ),
    "table-unsettled": Kind(_("a table that is in place while its release does not say so"), _LOOK_AT_LOG),
    "release-unknown": Kind(_("a table in place of a release that the database does not know (RESOURCE)"), _BRING_BACK),
}
LAYERS = {
    "layer-shown": Kind(_("a layer that stands though its dataset is not public"), _LOOK_AT_LOG),
    "layer-hidden": Kind(_("a layer of a public dataset that does not stand"), _LOOK_AT_LOG),
    "layer-unknown": Kind(_("a view of the layers that no record knows"), _LOOK_AT_LOG),
}
_SWEPT = {
    "tables": ("left-over-table", Kind(_("a table that a stopped job was building"), _LOOK_AT_LOG)),
    "files": ("left-over-file", Kind(_("a stored file that nothing names"), _LOOK_AT_LOG)),
    "folders": ("left-over-folder", Kind(_("a folder of a stopped job"), _LOOK_AT_LOG)),
    "differences": ("left-over-comparison", Kind(_("a comparison of releases that are no more"), _LOOK_AT_LOG)),
}


def _swept(repair: bool) -> Mapping[str, Outcome]:
    """Remove what is left over; without repairs it is not looked for, because looking is most of removing."""
    return {_SWEPT[name][0]: Outcome(count) for name, count in sweep().items()} if repair else {}


def register() -> None:
    """Make the comparisons known, in the order in which one repair helps the next."""
    registry.register("ledger", compare_ledger, LEDGER)
    registry.register("tables", compare_tables, TABLES)
    registry.register("layers", compare_layers, LAYERS)
    registry.register("files", compare_files, FILES)
    registry.register("left-over", _swept, dict(_SWEPT.values()))
