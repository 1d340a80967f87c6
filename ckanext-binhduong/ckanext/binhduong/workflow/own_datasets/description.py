"""How a dataset of the portal's own is described: a file ``description.yaml`` as CKAN's fields. Imports no CKAN."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Table", "dataset_fields", "tables"]


@dataclass(frozen=True)
class Table:
    """One of the dataset's files.

    Attributes:
        name: its key in what makes the rows.
        file: the file's name.
        columns: names of its columns, in order.
        fields: the resource's fields, without its id.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]

    def resource_id(self, dataset_id: str) -> str:
        """Return the id of the table's resource: the same at every run, so that a run that was cut short is taken up where it stopped."""
        return str(uuid.uuid5(uuid.UUID(dataset_id), self.name))


@cache
def _described(description: Path) -> dict[str, Any]:
    return yaml.safe_load(description.read_text(encoding="utf-8"))


def tables(description: Path) -> tuple[Table, ...]:
    """Return the dataset's files in order."""
    return tuple(_table(dict(entry)) for entry in _described(description)["resources"])


def _table(entry: dict[str, Any]) -> Table:
    name, file, columns = (entry.pop(key) for key in ("table", "file", "columns"))
    titles = {column: {key: text for key, text in said.items() if key != "type"} for column, said in columns.items()}
    schema = {"fields": [{"name": column, "type": said["type"]} for column, said in columns.items()], "missingValues": [""]}
    declared = {"columns": json.dumps(titles, ensure_ascii=False), "schema": json.dumps(schema, ensure_ascii=False), "format": "CSV"}
    return Table(name, file, tuple(columns), {**entry, **declared})


def dataset_fields(description: Path, publisher: Mapping[str, Any]) -> dict[str, Any]:
    """Return the dataset's fields, without its resources.

    Args:
        description: the file.
        publisher: the agency as ``organization_show`` gives it: ``id``, ``title`` and ``contact_email``.
    """
    fields = {key: value for key, value in _described(description).items() if key != "resources"}
    return fields | {
        "tags": [{"name": tag} for tag in fields["tags"]],
        "owner_org": publisher["id"],
        "contact_name": f"{publisher['title']}, bộ phận dữ liệu",
        "contact_email": publisher["contact_email"],
    }
