"""Every call to Solr, with time limits and a circuit breaker; CKAN's own connection waits 60 s for a Solr that hangs, in every thread.

A page waits for at most half a second to connect, and a second and a half for all of its searches together, so that what the database
answers instead (search/without_solr) is there within two. After two failures in a row searches fail at once for two seconds, then one of
them tries again. What hangs, refuses, still starts (404, 503) or protects itself (429) is the same to a caller: CKAN's
``SolrConnectionError``, which the portal answers with 503 where the database has no answer. One session keeps the connections open.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import pysolr
import requests
from ckan.lib import search
from ckan.lib.search import common, index, query
from flask import Flask, g, has_request_context, request_started
from requests.adapters import HTTPAdapter

from ckanext.binhduong.core.catalogue_version import commits
from ckanext.binhduong.core.connections.circuit_breaker import CircuitBreaker

__all__ = ["BREAKER", "Guard", "address", "hurried", "install", "on_core"]

#: Seconds to connect and to read: for a page, for a page's write, for a page that tries whether Solr is back, and for a job or a command.
READ = (0.5, 1.5)
WRITE = (0.5, 10.0)
PROBE = (0.5, 1.0)
JOB = (5.0, 60.0)

#: Seconds that the searches of one page may wait for Solr together; a call for which less than TOO_LITTLE is left is not made.
BUDGET = 1.5
TOO_LITTLE = 0.1

BREAKER = CircuitBreaker()
_NOT_READY = {404, 429, 503}
_PARTIAL = b'"partialResults":true'
_stock_connection = common.make_connection
_core: ContextVar[str] = ContextVar("core", default="")
_job_waits: ContextVar[tuple[float, float]] = ContextVar("job_waits", default=JOB)


class Guard(HTTPAdapter):
    """Sends a call to Solr if the breaker lets it, for as long as its caller may wait."""

    def __init__(self, breaker: CircuitBreaker = BREAKER) -> None:
        super().__init__(pool_maxsize=16)
        self.breaker = breaker

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send ``request``; raises ``requests.ConnectionError`` when Solr is down, hangs, starts or refuses."""
        kwargs["timeout"] = _patience(request, probes=self.breaker.is_open)
        if kwargs["timeout"][1] < TOO_LITTLE:
            raise _unavailable("the page's time for searches is used up")
        if not self.breaker.allows():
            raise _unavailable("the circuit breaker is open")
        begun = time.monotonic()
        try:
            response = super().send(request, *args, **kwargs)
        except (requests.ConnectionError, requests.Timeout):
            self.breaker.failed()
            _note()
            raise
        finally:
            _spend(time.monotonic() - begun)
        if response.status_code in _NOT_READY:
            self.breaker.failed()
            raise _unavailable(f"Solr answers {response.status_code}")
        self.breaker.succeeded()
        if _updates(request) and not _core.get():
            commits.announce()
        if _PARTIAL in response.content[:500]:
            # It took longer than `timeAllowed`: a part of the results must not pass for all of them.
            raise _unavailable("Solr found only a part in the time allowed")
        return response


def _patience(request: requests.PreparedRequest, *, probes: bool) -> tuple[float, float]:
    if not _is_page():
        return _job_waits.get()
    if _updates(request):
        return WRITE
    connect, read = PROBE if probes else READ
    return connect, min(read, BUDGET - g.get("binhduong_solr_seconds", 0.0))


def _spend(seconds: float) -> None:
    """Count what this page has waited for Solr."""
    if _is_page():
        g.binhduong_solr_seconds = g.get("binhduong_solr_seconds", 0.0) + seconds


def _is_page() -> bool:
    """Whether somebody waits for an answer; a request context that a test or a command has opened has no page's time to keep."""
    return has_request_context() and g.get("binhduong_is_page", False)


def _begin_page(_: Flask, **__: Any) -> None:
    g.binhduong_is_page = True


def _updates(request: requests.PreparedRequest) -> bool:
    """Whether a call changes the index, so that an answer kept from before it may be another now."""
    return "/update" in (request.path_url or "")


def _unavailable(reason: str) -> requests.ConnectionError:
    _note()
    return requests.ConnectionError(reason)


def _note() -> None:
    """Leave word for `incidents.clean_answer`: some of CKAN's views answer 500 or 409 to what is no error of ours nor of the visitor."""
    if has_request_context():
        g.binhduong_dependency_down = True


@cache
def _session(process: int) -> requests.Session:
    """One session a process: a job's process is forked and must not read from its parent's connections."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, Guard())
    return session


def guarded_connection(decode_dates: bool = True) -> pysolr.Solr:
    """CKAN's ``make_connection``, on the guarded session."""
    connection = _stock_connection(decode_dates)
    if core := _core.get():
        connection.url = f"{address()[0]}/{core}"
    connection.session = _session(os.getpid())
    return connection


def address() -> tuple[str, str]:
    """Return Solr's address, with its password where it has one, and the name of the core that answers searches."""
    base, _, core = _stock_connection().url.rstrip("/").rpartition("/")
    return base, core


@contextmanager
def on_core(name: str) -> Iterator[None]:
    """Have CKAN's indexing and searching in this block use another core of the same Solr; only the one that answers has readers."""
    token = _core.set("" if name == address()[1] else name)
    try:
        yield
    finally:
        _core.reset(token)


@contextmanager
def hurried() -> Iterator[None]:
    """Have a job in this block wait for Solr no longer than a page: for what others' work waits behind."""
    token = _job_waits.set(READ)
    try:
        yield
    finally:
        _job_waits.reset(token)


def install() -> None:
    """Put the guarded connection in the place of CKAN's wherever CKAN has imported it, and have the time of pages counted."""
    request_started.connect(_begin_page)
    for module in (common, index, query, search):
        module.make_connection = guarded_connection  # type: ignore[attr-defined]
