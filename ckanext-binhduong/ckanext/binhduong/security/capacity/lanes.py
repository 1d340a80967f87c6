"""Lanes: each kind of request has its own bounded share of a process's threads, so that one kind cannot stop the others.

A search, a read of a table, a dump, a request to the features service or a write runs when its lane has a place, waits for one for at most
:data:`PATIENCE` seconds when fewer wait than the lane allows, and is answered with 503 and ``Retry-After`` at once when more do. The lanes
together hold fewer threads than the process has (``config/web.py``), so that the rest (map, search for features, pages, files) always finds
some. Health comes before any lane.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.wsgi import ClosingIterator

from ckanext.binhduong.core.problems.answers import bare_answer, new_incident
from ckanext.binhduong.core.problems.messages import BUSY

__all__ = ["LANES", "PATIENCE", "THREADS", "Lane", "Lanes", "lane_of"]

THREADS = 96
"""Threads of one web process, most of them waiting; `config/web.py` starts as many."""
PATIENCE = 2.0
"""Seconds for which a request may wait for a place in its lane."""

_ACTION = r"/api/(?:\d/)?action/"
_TABLES = re.compile(
    rf"{_ACTION}(?:table_\w+|datastore_search|release_(?:diff|row))$|/resource/[^/]+/(?:releases/|rows(?:[./]|$))|^/map/rows/"
)
_DUMPS = re.compile(
    r"/datastore/dump/|/resource/[^/]+/(?:export\.|marked\.xlsx)|/(?:catalog(?:/all)?|sitemap(?:-\d+)?)\.\w+$"
    rf"|{_ACTION}current_package_list_with_resources$"
)
_SEARCH = re.compile(
    rf"{_ACTION}(?:package_search|resource_search|package_autocomplete|dataset_suggest|dcat_catalog_\w+|(?:organization|group)_(?:show|list))$"
    r"|/api/(?:\d/)?util/|/(?:dataset|organization|group|theme|feeds)(?:/[^/]*)?/?$|/feeds/|^/map/extents$|^/records/collections/\w+/items|^/?$"
)
_GEO = re.compile(r"^/geo(?:/|$)")
#: Pages of features; any other form of theirs is a file of all that answers.
_PAGES = {"", "json", "html"}
_LANGUAGE = re.compile(r"^/(?:en|vi)(?=/|$)")
_READS = {"GET", "HEAD", "OPTIONS"}


class Lane:
    """A share of the threads.

    Args:
        name: for the log.
        running: requests of the lane that run at the same time.
        waiting: requests that may wait beside them.
    """

    def __init__(self, name: str, running: int, waiting: int) -> None:
        self.name = name
        self.threads = running + waiting
        self._inside = threading.BoundedSemaphore(self.threads)
        self._running = threading.BoundedSemaphore(running)

    def enter(self, patience: float = PATIENCE) -> bool:
        """Return whether the request may run; False at once when the lane is full, or when no place was free in time."""
        if not self._inside.acquire(blocking=False):
            return False
        if self._running.acquire(timeout=patience):
            return True
        self._inside.release()
        return False

    def leave(self) -> None:
        """Free the place."""
        self._running.release()
        self._inside.release()


LANES = (("search", 2, 24), ("tables", 2, 4), ("dumps", 2, 3), ("write", 2, 3), ("geo", 4, 28))
"""Name, running, waiting. Who asks ``/geo`` waits hundredths of a second: 32 readers at once are answered, none is told to ask again. A
page of the search lane takes about 30 ms, so that the last of those who wait is answered well within the time they may."""


def lane_of(method: str, path: str, query: str = "") -> str | None:
    """Return the name of a request's lane; None is the rest.

    Args:
        method: the HTTP method.
        path: the path, with or without the language before it.
        query: the query string.
    """
    bare = _LANGUAGE.sub("", path)
    if _DUMPS.search(bare):
        return "dumps"
    if _TABLES.search(bare):
        return "tables"
    if _SEARCH.search(bare) and (method in _READS or "/action/" in bare):
        return "search"
    if _GEO.match(bare):
        return "geo" if _PAGES.issuperset(value for name, value in parse_qsl(query) if name == "f") else "dumps"
    return None if method in _READS else "write"


class Lanes:
    """WSGI: let a request into its lane, or answer that the lane is full."""

    def __init__(self, app: Callable[..., Iterable[bytes]], patience: float = PATIENCE) -> None:
        self.app = app
        self.patience = patience
        self.lanes = {name: Lane(name, running, waiting) for name, running, waiting in LANES}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on in its lane; the place is held until the answer is sent, for a dump is written while it is read."""
        path = environ.get("PATH_INFO", "")
        lane = self.lanes.get(lane_of(environ.get("REQUEST_METHOD", "GET"), path, environ.get("QUERY_STRING", "")) or "")
        if lane is None:
            return self.app(environ, start_response)
        if not lane.enter(self.patience):
            return bare_answer(BUSY, new_incident(), as_json="/api/" in path or lane_of("GET", path) == "geo")(environ, start_response)
        try:
            body = self.app(environ, start_response)
        except BaseException:
            lane.leave()
            raise
        # Calling the finalizer at the close makes it do nothing later: a place is given back once, also by an answer that is dropped.
        places: list[Callable[[], Any]] = []
        held = ClosingIterator(body, lambda: places[0]())
        places.append(weakref.finalize(held, lane.leave))
        return held
