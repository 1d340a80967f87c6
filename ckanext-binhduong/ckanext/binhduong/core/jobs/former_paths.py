"""Dotted paths that stand in jobs queued by earlier code, kept importable after their modules have moved. Imports no CKAN.

Until commit 5933bb7 RQ was given the function itself: a job in Redis holds its dotted path, and pickled arguments hold the paths of
their classes. For each such module that is gone, an empty module with only those names stands in ``sys.modules``.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__all__ = ["keep"]


def keep(path: str, target: Any) -> None:
    """Make ``target`` importable under a dotted path whose module no longer exists."""
    module, _, name = path.rpartition(".")
    setattr(sys.modules.setdefault(module, ModuleType(module, "Names that jobs queued by earlier code hold.")), name, target)
