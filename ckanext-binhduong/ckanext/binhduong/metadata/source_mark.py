"""A mark of the code and tables that graphs and points are made with: what was kept before an upgrade is known as old. Imports no CKAN."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

__all__ = ["code_mark"]

_PACKAGE = Path(__file__).parent.parent
_SOURCES = (
    *("metadata/dcat/**/*.py", "metadata/bulk/*.py", "metadata/quality/*.*", "metadata/links/*.py", "metadata/quality/shapes/*.ttl"),
    *("catalogue/vocabularies/*", "places/data/*"),
)


@cache
def code_mark() -> str:
    """Return the mark."""
    files = sorted(path for pattern in _SOURCES for path in _PACKAGE.glob(pattern) if path.is_file())
    digest = hashlib.sha256(version("ckanext-dcat").encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
