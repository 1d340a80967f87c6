"""The one check of parameters: the table says each one's type, the type says what is wrong with a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ckanext.binhduong.security.parameters.kinds import KINDS, MESSAGES, Wrong

__all__ = ["Fault", "actions", "find_wrong_field", "find_wrong_parameter", "kind_of"]


_REQUIRED = "required"
"""Before a type in the table, or in the place of the type of the parameter's name: it must be there."""


@dataclass(frozen=True)
class Fault:
    """A parameter that cannot be used: its name, and what is wrong in Vietnamese and English."""

    parameter: str
    vi: str
    en: str


@cache
def _table() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "declared.yaml").read_text("utf-8"))


@cache
def actions() -> dict[str, dict[str, str]]:
    """Return each action's declared parameters with their types."""
    return {name: {parameter: kind_of(name, parameter) for parameter in declared or {}} for name, declared in _table()["actions"].items()}


def kind_of(action: str, parameter: str) -> str:
    """Return the type of an action's parameter: its own, else that of the name, else ``own`` (a field that a schema of CKAN's checks)."""
    own = ((_table()["actions"].get(action) or {}).get(parameter) or "").removeprefix(_REQUIRED).strip()
    return own or _table()["types"].get(parameter) or ("text" if parameter.endswith("_id") else "own")


def find_wrong_parameter(action: str, data: Mapping[str, Any], *, whole: bool = True) -> Fault | None:
    """Return the first parameter of a call whose value has not its declared type, or one that must be there and is not.

    Args:
        action: the action's name.
        data: the call's arguments, from JSON or from an address.
        whole: false when ``data`` is the address of a call whose arguments are in its body.
    """
    faults = (_fault(name, kind_of(action, name), value) for name, value in data.items())
    return next(filter(None, faults), None) or (_find_missing(action, data) if whole else None)


def _find_missing(action: str, data: Mapping[str, Any]) -> Fault | None:
    """Return the first parameter that CKAN reads without looking whether it is there."""
    declared = _table()["actions"].get(action) or {}
    missing = next((name for name, kind in declared.items() if (kind or "").startswith(_REQUIRED) and name not in data), None)
    return _said(missing, Wrong("required")) if missing else None


def find_wrong_field(form: Mapping[str, Any]) -> Fault | None:
    """Return the first field of a page's form that has not the type the table gives it; most fields are checked by their form."""
    declared = _table()["fields"]
    faults = (_fault(name, declared[name], value) for name, value in form.items() if name in declared)
    return next(filter(None, faults), None)


def _fault(name: str, kind: str, value: Any) -> Fault | None:
    wrong = KINDS[kind](value)
    return _said(name, wrong) if wrong else None


def _said(name: str, wrong: Wrong) -> Fault:
    vi, en = (text.format(most=wrong.most) for text in MESSAGES[wrong.code])
    return Fault(name, f"{name} {vi}.", f"{name} {en}.")
