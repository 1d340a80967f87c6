"""What the portal must answer: the questions, asking them, and comparing what comes with what the old code answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import yaml

from tests.upgrade.portal import HERE, Portal

__all__ = ["Answers", "ask_all", "differences", "merged", "questions"]

Answers = dict[str, dict[str, Any]]
"""A question's name → ``{get, user, status}`` and ``picks`` (path in the JSON → value), ``sha256`` and ``size``, or ``holds``."""

_API = "/api/3/action/"
_OFFICER = "can-bo-thu"


def questions(portal: Portal, ids: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name what is to be asked: what ``questions.yaml`` lists, and of each release there is its row and its files."""
    listed = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    for name, row in listed["json"].items():
        address = _API + row["action"].format(**ids)
        yield name, {"get": address, "user": row.get("user", ""), "picks": dict.fromkeys(row.get("keep", []))}
    for name, row in listed["pages"].items():
        yield name, {"get": row["get"].format(**ids), "user": row.get("user", ""), "holds": row["holds"]}
    for name, row in listed["bodies"].items():
        yield name, {"get": row["get"].format(**ids), "user": row.get("user", ""), "sha256": ""}
    picture = portal.get(f"{_API}organization_show?id=co-quan-thu-nghiem").json()["result"]["image_display_url"]
    yield "agency-picture", {"get": urlsplit(picture).path, "user": "", "sha256": ""}
    for name in listed["releases"]["resources"]:
        picks = dict.fromkeys(listed["releases"]["keep"])
        yield f"{name}-releases", {"get": f"{_API}release_list?id={ids[name]}", "user": _OFFICER, "picks": picks}
        yield from _files(portal, name, ids[name])


def _files(portal: Portal, name: str, resource: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for release in portal.get(f"{_API}release_list?id={resource}", _OFFICER).json()["result"]:
        number = release["number"]
        if number is None:
            continue
        for file in portal.get(f"{_API}release_files?id={resource}&number={number}", _OFFICER).json()["result"]:
            if file["state"] == "ready":
                system = "-vn2000" if file["crs"] == "EPSG:9210" else ""
                yield f"file-{name}-{number}-{file['ext']}{system}", {"get": urlsplit(file["url"]).path, "user": _OFFICER, "sha256": ""}


def ask_all(portal: Portal, ids: dict[str, str]) -> Answers:
    """Ask everything and return the answers."""
    return {name: _ask(portal, question) for name, question in questions(portal, ids)}


def differences(portal: Portal, expected: Answers) -> list[str]:
    """Ask what is expected, and say what comes otherwise."""
    wrong = []
    for name, question in expected.items():
        found = _ask(portal, question)
        wrong += [f"{name}: {key} is {found.get(key)!r}, not {value!r}" for key, value in question.items() if found.get(key) != value]
    return wrong


def _ask(portal: Portal, question: dict[str, Any]) -> dict[str, Any]:
    answer = portal.get(question["get"], question["user"])
    found = {"get": question["get"], "user": question["user"], "status": answer.status_code}
    if answer.status_code != 200:
        return found
    if "picks" in question:
        body = answer.json()
        found["picks"] = {path: _pick(body, path.split(".")) for path in question["picks"]}
    elif "sha256" in question:
        found |= {"sha256": hashlib.sha256(answer.content).hexdigest(), "size": len(answer.content)}
    else:
        answer.encoding = "utf-8"
        text = question["holds"]
        found["holds"] = text if text in answer.text else None
    return found


def _pick(value: Any, path: list[str]) -> Any:
    for place, name in enumerate(path):
        if name == "*":
            return [_pick(each, path[place + 1 :]) for each in value or []]
        value = value.get(name) if isinstance(value, dict) else None
    return value


def merged(waiting: Answers, done: Answers) -> dict[str, Answers]:
    """Put both times together.

    Returns:
        ``done``: every answer after the work was done, but of files that this work made only that they are there: another version of a
        library may write other bytes. ``waiting``: what was answered otherwise before.
    """
    made = {name: {key: done[name][key] for key in ("get", "user", "status")} for name in done if name not in waiting}
    return {"done": done | made, "waiting": {name: answer for name, answer in waiting.items() if done.get(name) != answer}}
