"""The options of the storage, each read in one place."""

from __future__ import annotations

from pathlib import Path

from ckan.plugins import toolkit as tk

from ckanext.binhduong.storage.store import Store

__all__ = ["accel_redirect", "storage_path", "store", "work_path"]


def storage_path() -> Path:
    """The folder of everything CKAN stores; nginx serves ``/_files/`` from it."""
    return Path(tk.config["ckan.storage_path"])


def store() -> Store:
    """The files of all releases."""
    backups = tk.config.get("ckanext.binhduong.releases.backup_folder")
    reserve = tk.config["ckanext.binhduong.releases.disk_reserve"] / 100
    return Store(storage_path() / "releases", reserve, Path(backups) if backups else None)


def work_path() -> Path:
    """The folder in which jobs keep their temporary files."""
    path = storage_path() / "releases" / "work"
    path.mkdir(parents=True, exist_ok=True)
    return path


def accel_redirect() -> bool:
    """Whether nginx sends the files."""
    return tk.config["ckanext.binhduong.accel_redirect"]
