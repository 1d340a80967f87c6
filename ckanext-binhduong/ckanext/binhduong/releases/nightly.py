"""What is done once a night: by the schedule, or by ``ckan binhduong releases nightly``."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases import archive, retire, tables
from ckanext.binhduong.releases.repair import repair

__all__ = ["nightly"]


def nightly() -> dict[str, int]:
    """Write missing canonical files, repair what hangs, ask for a release of every table that was changed, retire old releases; give how
    much of each there was."""
    written = archive.backfill()["written"]
    done = {"written": written} | repair()
    author = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return done | {"changed": len(tables.ask_changed(author)), "retired": retire.retire_all()}
