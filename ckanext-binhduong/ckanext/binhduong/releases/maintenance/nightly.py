"""What is done once a night: by the schedule, or by ``ckan binhduong releases nightly``."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.jobs.independent_steps import do_each
from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.datastore_writes import table_release
from ckanext.binhduong.releases.maintenance import damage, retire
from ckanext.binhduong.releases.maintenance.repair import repair

__all__ = ["nightly"]


def nightly() -> dict[str, int]:
    """Find damaged files, write missing canonical files, repair what hangs, ask for a release of every table that was changed, retire old
    releases; return how much of each there was.

    Raises:
        SomeFailed: at the end, when a part of it failed.
    """
    author = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    done = do_each(
        {
            "damaged": lambda: {"damaged": damage.quarantine_damaged()},
            "written": lambda: {"written": archive.backfill()["written"]},
            "repair": repair,
            "changed": lambda: {"changed": len(table_release.ask_changed(author))},
            "retired": lambda: {"retired": retire.retire_all()},
        }
    )
    return {what: count for counts in done.values() for what, count in counts.items()}
