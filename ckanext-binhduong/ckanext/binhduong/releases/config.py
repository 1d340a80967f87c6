"""The options of this room, each read in one place."""

from __future__ import annotations

from pathlib import Path

from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.store import Store

__all__ = ["accel_redirect", "check_inline_bytes", "keep", "max_bytes", "storage_path", "store", "swap_patience", "work_path"]


def storage_path() -> Path:
    """The folder of everything CKAN stores; nginx serves ``/_files/`` from it."""
    return Path(tk.config["ckan.storage_path"])


def store() -> Store:
    """The files of all releases."""
    return Store(storage_path() / "releases", tk.config["ckanext.binhduong.releases.disk_reserve"] / 100)


def work_path() -> Path:
    """The folder in which checks keep their temporary files."""
    path = storage_path() / "releases" / "work"
    path.mkdir(parents=True, exist_ok=True)
    return path


def max_bytes() -> int:
    """The largest upload, in bytes."""
    return tk.config["ckan.max_resource_size"] * (1 << 20)


def check_inline_bytes() -> int:
    """The largest file that ``ingest_check`` reads within the request, in bytes."""
    return tk.config["ckanext.binhduong.check_inline_size"] * (1 << 20)


def accel_redirect() -> bool:
    """Whether nginx sends the files."""
    return tk.config["ckanext.binhduong.accel_redirect"]


def keep() -> tuple[int, int]:
    """How many releases of a resource keep their files, and for how many days; 0: all, for ever."""
    return tk.config["ckanext.binhduong.releases.keep"], tk.config["ckanext.binhduong.releases.keep_days"]


def swap_patience() -> int:
    """Seconds a new table may wait for the readers of the old one."""
    return tk.config["ckanext.binhduong.releases.swap_patience"]
