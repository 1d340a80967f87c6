"""What the portal must answer: the values of ``questions.yaml``, and every file that the old ledger names, by its permanent address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import yaml

from tests.upgrade.portal import HERE, Portal
from tests.upgrade.script import rows

__all__ = ["Expected", "differences", "expected"]

Expected = dict[str, dict[str, Any]]
"""A question's name → ``{get, user, status}`` and ``is`` (path in the JSON → value), ``holds`` (a text) or ``sha256`` (of the body)."""

_OFFICER = "can-bo-thu"
_ASKED = ("points", "zones", "table", "document", "stations", "held", "refused", "private")
"""The resources whose stored files are asked for; the officer sees them all."""


def expected(known: dict[str, Any]) -> Expected:
    """Return all questions with what must come.

    Args:
        known: the fixture's manifest.
    """
    picture = next(group["image_url"] for group in rows("ckan", 'public."group"') if group["image_url"])
    ids = {**known["resources"], **known["checks"], "picture": picture}
    listed = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    return dict([*_listed(listed, ids), *_files(known["resources"])])


def _listed(listed: dict[str, Any], ids: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, questions in listed.items():
        for name, row in questions.items():
            path = f"/api/3/action/{row['action']}" if kind == "json" else row["get"]
            asked = {"get": path.format(**ids), "user": row.get("user", ""), "status": row.get("status", 200)}
            wanted = {key: row[key] for key in ("is", "holds") if key in row}
            if "file" in row:
                wanted["sha256"] = hashlib.sha256((HERE / row["file"]).read_bytes()).hexdigest()
            yield f"{kind}-{name}", {**asked, **wanted}


def _files(resources: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name every source and every finished file of a published release that is not retired, with the SHA-256 that the ledger gives it."""
    datasets = {row["id"]: row["name"] for row in rows("ckan", "public.package")}
    short = {resources[name]: name for name in _ASKED}
    releases = {row["id"]: row for row in rows("ckan", "public.binhduong_release") if _is_asked(row, short)}
    exports = [row for row in rows("ckan", "public.binhduong_export") if row["state"] == "ready" and row["release_id"] in releases]
    sources = [{"release_id": row["id"], "name": row["name"], "sha256": row["sha256"]} for row in releases.values()]
    for file in [*sources, *exports]:
        release = releases[file["release_id"]]
        number, resource = release["number"], release["resource_id"]
        path = f"/dataset/{datasets[release['package_id']]}/resource/{resource}/release/{number}/{file['name']}"
        yield (
            f"file-{short[resource or '']}-{number}-{file['name']}",
            {"get": path, "user": _OFFICER, "status": 200, "sha256": file["sha256"]},
        )


def _is_asked(release: dict[str, str | None], short: dict[str, str]) -> bool:
    return release["resource_id"] in short and release["state"] == "published" and release["retired"] is None


def differences(portal: Portal, wanted: Expected) -> list[str]:
    """Ask everything, and say what comes otherwise: a line for each value, with what came and what was expected."""
    return [line for name, question in wanted.items() for line in _compare(portal, name, question)]


def _compare(portal: Portal, name: str, question: dict[str, Any]) -> Iterator[str]:
    answer = portal.get(question["get"], question["user"])
    answer.encoding = "utf-8"
    if answer.status_code != question["status"]:
        yield f"{name}: status {answer.status_code}, not {question['status']}"
        return
    if "holds" in question and question["holds"] not in answer.text:
        yield f"{name}: the page does not hold {question['holds']!r}"
    if "sha256" in question and hashlib.sha256(answer.content).hexdigest() != question["sha256"]:
        yield f"{name}: other bytes"
    for path, value in question.get("is", {}).items():
        found = pick(answer.json(), path.split("."))
        if found != value:
            yield f"{name}: {path} is {found!r}, not {value!r}"


def pick(value: Any, path: list[str]) -> Any:
    """Follow a path into JSON; ``*`` follows the rest of it in every element of a list."""
    for place, name in enumerate(path):
        if name == "*":
            return [pick(each, path[place + 1 :]) for each in value or []]
        value = value.get(name) if isinstance(value, dict) else None
    return value
