"""The option of kept answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.catalogue_version import commits

__all__ = ["are_kept", "follow_commits"]

_OPTION = "ckanext.binhduong.catalogue_version_file"


def follow_commits(config: Mapping[str, Any]) -> None:
    """Have this process raise the catalogue's version with its commits, where the configuration names a version."""
    name = config.get(_OPTION)
    commits.follow(Path(name) if name else None)


def are_kept() -> bool:
    """Whether answers are kept at all."""
    return bool(tk.config.get(_OPTION))
