"""The fields of datasets, files, agencies and themes as the YAML schemas tell them, for whoever needs them without CKAN."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["CLEARED_BY_THE_PORTAL", "names", "schema", "written_by_the_portal"]

_FOLDER = Path(__file__).parent / "schemas"

CLEARED_BY_THE_PORTAL = ("spatial", "format")
"""Optional fields that the portal fills in when nobody gives them; leaving them out of a file is not a wish to empty them."""


@cache
def schema(kind: str) -> dict[str, Any]:
    """Read a schema: ``dataset``, ``agency`` or ``theme``."""
    return yaml.safe_load((_FOLDER / f"{kind}.yaml").read_text(encoding="utf-8"))


def _fields(kind: str) -> list[dict[str, Any]]:
    if kind == "resource":
        return schema("dataset")["resource_fields"]
    content = schema(kind)
    return content.get("dataset_fields") or content["fields"]


def written_by_the_portal(kind: str) -> list[str]:
    """Name the fields that only the portal sets (the release fields)."""
    return [field["field_name"] for field in _fields(kind) if field.get("preset") == "binhduong_release_field"]


def names(kind: str) -> list[str]:
    """Name the fields a person may give, for ``dataset``, ``resource``, ``agency`` or ``theme``, in the form's order."""
    return [field["field_name"] for field in _fields(kind) if field["field_name"] not in written_by_the_portal(kind)]
