"""Bytes to a checked, typed, georeferenced table and a report that says exactly what to mend. Knows files, not CKAN.

Names are loaded when first used: importing this package loads neither Arrow nor GDAL.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ckanext.binhduong.ingest.check import check_file, mark_workbook
    from ckanext.binhduong.ingest.cli import ingest_commands
    from ckanext.binhduong.ingest.detection.file_kinds import FORMATS, detect
    from ckanext.binhduong.ingest.findings.messages import MESSAGES
    from ckanext.binhduong.ingest.model import WKB, Checked, Detected
    from ckanext.binhduong.ingest.sandbox.confinement import Limits, allow_unconfined, confinement, may_read

_MODULE_OF = {
    "Checked": "model",
    "Detected": "model",
    "FORMATS": "detection.file_kinds",
    "Limits": "sandbox.confinement",
    "MESSAGES": "findings.messages",
    "WKB": "model",
    "allow_unconfined": "sandbox.confinement",
    "check_file": "check",
    "confinement": "sandbox.confinement",
    "detect": "detection.file_kinds",
    "ingest_commands": "cli",
    "mark_workbook": "check",
    "may_read": "sandbox.confinement",
}

__all__ = [
    "FORMATS",
    "MESSAGES",
    "WKB",
    "Checked",
    "Detected",
    "Limits",
    "allow_unconfined",
    "check_file",
    "confinement",
    "detect",
    "ingest_commands",
    "mark_workbook",
    "may_read",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found
