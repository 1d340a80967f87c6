"""Template helpers: choices of the forms and the words for stored codes."""

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong import places as unit_lists
from ckanext.binhduong.catalogue import themes, vocabularies
from ckanext.binhduong.catalogue.groups import all_groups
from ckanext.binhduong.core.language import reader_language
from ckanext.binhduong.places import descriptions

__all__ = [
    "binhduong_field_choices",
    "binhduong_field_label",
    "binhduong_field_value",
    "binhduong_groups",
    "binhduong_label",
    "binhduong_unit_choices",
    "binhduong_unit_name",
]

_WRITTEN_BY = {"tags": "tag_string", "groups": "theme"}


def binhduong_field_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a scheming field's choices from the vocabulary that the field names; themes as they are now."""
    if field["vocabulary"] == "themes":
        return [{"value": row["code"], "label": {"vi": row["vi"], "en": row["en"]}} for row in themes.entries().values()]
    return vocabularies.choices(field["vocabulary"])


def binhduong_groups(kind: str) -> dict[str, dict[str, Any]]:
    """Return all themes ("group") or agencies ("organization") by name, with their texts in both languages; one statement."""
    return all_groups(kind)


def binhduong_label(vocabulary: str, code: str) -> str:
    """Return a code's name in the reader's language; a theme's as an administrator named it."""
    if vocabulary == "themes":
        return themes.label(code, reader_language())
    return vocabularies.label(vocabulary, code, reader_language())


@cache
def _unit_choices() -> list[dict[str, Any]]:
    return [
        {"value": unit.id, "label": {"vi": f"{unit.name_with_type} ({unit.list})", "en": f"{unit.name_en} ({unit.list})"}}
        for unit in unit_lists.all_units()
    ]


def binhduong_field_label(name: str, *, of_resource: bool = False) -> str:
    """Return what a form calls a field of datasets or of their resources, in the reader's language; the name itself for another field."""
    found = _field(name, of_resource)
    return tk.h.scheming_language_text(found["label"]) if found else name


def binhduong_field_value(name: str, value: Any, *, of_resource: bool = False) -> Any:
    """Return a stored value of a field in words: the names of codes, units and the agency, several as a list; any other value as it is."""
    if name == "owner_org" and not of_resource:
        return _agency_title(value)
    field = _field(name, of_resource) or {}
    if field.get("preset") == "binhduong_units":
        return _named(value, binhduong_unit_name)
    return _named(value, partial(binhduong_label, field["vocabulary"])) if "vocabulary" in field else value


def _field(name: str, of_resource: bool) -> dict[str, Any] | None:
    """Find a field of the forms; what CKAN keeps beside them is found by the field that writes it."""
    schema = tk.h.scheming_get_dataset_schema("dataset")
    if of_resource:
        return tk.h.scheming_field_by_name(schema["resource_fields"], name)
    return tk.h.scheming_field_by_name(schema["dataset_fields"], _WRITTEN_BY.get(name, name))


def _named(value: Any, name_of: Callable[[str], str]) -> Any:
    """Name one code or several; scheming keeps several as the text of a JSON list."""
    codes = json.loads(value) if isinstance(value, str) and value.startswith("[") else value
    if isinstance(codes, list):
        return [name_of(code) for code in codes]
    return name_of(codes) if isinstance(codes, str) and codes else value


def _agency_title(agency_id: str) -> str:
    agency = model.Group.get(agency_id)
    return agency.title or agency.name if agency else agency_id


def binhduong_unit_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every administrative unit of both lists as a choice, the list's year after the name."""
    return _unit_choices()


def binhduong_unit_name(unit_id: str) -> str:
    """Return a unit's full name in the reader's language, or the id itself when there is no such unit."""
    unit = descriptions.find(unit_id)
    if unit is None:
        return unit_id
    return unit.name_en if reader_language() == "en" else unit.name_with_type
