"""The seed catalogue (`datasets/`) as part of the judged set: fields from each dataset.yaml, subject from seed_facts.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import yaml

from tests.search.relevance.facts import HERE, Facts

SEED_CATALOGUE = HERE.parents[2] / "datasets"
_Dataset = TypeVar("_Dataset")


def seed_datasets(make: Callable[[dict[str, Any], Facts], _Dataset]) -> Iterator[_Dataset]:
    """Return what ``make`` makes of the fields and facts of each dataset of the seed."""
    subjects = yaml.safe_load((HERE / "seed_facts.yaml").read_text(encoding="utf-8"))
    for name, subject in subjects.items():
        source = yaml.safe_load((SEED_CATALOGUE / name / "dataset.yaml").read_text(encoding="utf-8"))
        yield make(_fields(source), _facts(source, subject))


def _fields(source: dict[str, Any]) -> dict[str, Any]:
    kept = ("name", "title", "title_en", "notes", "notes_en", "theme", "tags", "units", "list_number", "legal_basis", "modified")
    return {
        **{key: source[key] for key in kept},
        "owner_org": source["agency"],
        "resources": [
            {
                **{key: resource.get(key, "") for key in ("name", "name_en", "description", "description_en", "format")},
                "url": f"http://example.vn/dataset/{resource['file']}",
                "columns": resource.get("columns") or {},
            }
            for resource in source["resources"]
        ],
    }


def _facts(source: dict[str, Any], subject: dict[str, Any]) -> Facts:
    return Facts(
        name=source["name"],
        sector=subject["sector"],
        agency=source["agency"],
        about=frozenset(subject["about"]),
        holds=frozenset(subject.get("holds", ())),
        near=frozenset(subject.get("near", ())),
        places=frozenset(source["units"]),
        year=subject.get("year"),
        columns=frozenset(column for resource in source["resources"] for column in resource.get("columns") or {}),
        codes=frozenset([source["list_number"]]),
    )
