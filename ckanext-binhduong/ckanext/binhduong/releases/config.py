"""The options of this package, each read in one place."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

__all__ = ["allow_unconfined", "check_inline_bytes", "keep", "max_bytes", "swap_patience"]


def max_bytes() -> int:
    """The largest upload, in bytes."""
    return tk.config["ckan.max_resource_size"] * (1 << 20)


def check_inline_bytes() -> int:
    """The largest file that ``ingest_check`` reads within the request, in bytes."""
    return tk.config["ckanext.binhduong.check_inline_size"] * (1 << 20)


def allow_unconfined() -> bool:
    """Whether files may be read under limits alone where the machine has no sandbox."""
    return tk.config["ckanext.binhduong.ingest.allow_unconfined"]


def keep() -> tuple[int, int]:
    """How many releases of a resource keep their files, and for how many days; 0: all, for ever."""
    return tk.config["ckanext.binhduong.releases.keep"], tk.config["ckanext.binhduong.releases.keep_days"]


def swap_patience() -> int:
    """Seconds a new table may wait for the readers of the old one."""
    return tk.config["ckanext.binhduong.releases.swap_patience"]
