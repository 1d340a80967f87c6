"""nginx's access log as numbers: it has every answer, those that nginx kept or refused by itself included. Imports no CKAN."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

__all__ = ["CLASSES", "Request", "class_of", "follow", "parse"]

# config/nginx.conf, `log_format portal`. What a visitor sends has its quotes escaped by nginx.
_LINE = re.compile(r'\S+ nginx \S+ "(?P<method>\S+) (?P<path>[^"]*)" (?P<status>\d{3}) \d+ (?P<seconds>[\d.]+) .*?(?P<cache>[A-Z]+|-)$')
_LANGUAGE = re.compile(r"^/(?:en|vi)(?=/|$)")
_API = r"^/api/(?:\d/)?action/"

#: Class of a route → which paths are of it (without the language), the first that fits.
CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("health", re.compile(r"^/health/")),
    ("static", re.compile(r"^/(?:base|webassets|binhduong)/|^/favicon\.ico$")),
    ("feature_search", re.compile(rf"{_API}feature_search$")),
    ("package_search", re.compile(rf"{_API}(?:package|resource)_search$")),
    ("package_show", re.compile(rf"{_API}package_show$")),
    ("rows", re.compile(rf"{_API}(?:datastore_search|table_\w+)$|^/datastore/dump/|^/map/rows/")),
    ("api", re.compile(r"^/api/")),
    ("geo", re.compile(r"^/geo(?:/|$)")),
    ("file", re.compile(r"/resource/[^/]+/(?:download/|release/|export\.)|/(?:export|marked)\.\w+$")),
    ("feed", re.compile(r"^/feeds/|^/(?:catalog|dataset/[^/]+|sitemap(?:-\d+)?|data)\.\w+$")),
    ("resource", re.compile(r"^/dataset/[^/]+/resource/")),
    ("search", re.compile(r"^/dataset/?$")),
    ("dataset", re.compile(r"^/dataset/")),
    ("map", re.compile(r"^/map(?:/|$)|^/feature/")),
    ("account", re.compile(r"^/user(?:/|$)")),
    ("home", re.compile(r"^/?$")),
)


@dataclass(frozen=True)
class Request:
    """One answered request: class of its route, status, seconds until the last byte, and what nginx's cache did (or "none")."""

    route: str
    status: str
    seconds: float
    cache: str


def class_of(path: str) -> str:
    """The class of a path; "other" for those of no class, so that no visitor can make new ones."""
    bare = _LANGUAGE.sub("", path) or "/"
    return next((name for name, pattern in CLASSES if pattern.search(bare)), "other")


def parse(line: str) -> Request | None:
    """Read a line of the log; None for what is none (a line cut off by a full disk, say)."""
    match = _LINE.match(line.rstrip("\n"))
    if not match:
        return None
    cache = "none" if match["cache"] == "-" else match["cache"].lower()
    return Request(class_of(match["path"]), match["status"], float(match["seconds"]), cache)


def follow(path: Path, stopped: threading.Event, pause: float = 0.5) -> Iterator[str]:
    """Yield each whole line that is added to a file from now on, also after it was replaced or made anew; ends when stopped."""
    file, rest = _open(path, os.SEEK_END), ""
    while not stopped.is_set():
        if file and (text := file.read()):
            *lines, rest = (rest + text).split("\n")
            yield from lines
            continue
        if file is None or _was_replaced(path, file):
            if file:
                file.close()
            file, rest = _open(path, os.SEEK_SET), ""
        stopped.wait(pause)
    if file:
        file.close()


def _open(path: Path, where: int) -> TextIO | None:
    try:
        file = path.open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    file.seek(0, where)
    return file


def _was_replaced(path: Path, file: TextIO) -> bool:
    try:
        now = path.stat()
    except FileNotFoundError:
        return True
    return now.st_ino != os.fstat(file.fileno()).st_ino or now.st_size < file.tell()
