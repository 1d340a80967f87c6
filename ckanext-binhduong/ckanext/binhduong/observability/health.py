"""``/health/live`` and ``/health/ready``.

Both are answered in front of CKAN: no session, no user, no CKAN database session, so that they tell of the dependencies and not of
themselves. "live" says that the process answers requests; "ready" asks each dependency, all at the same time, and says 503 when one
fails. Neither names a host, path or error text: what a check said stands in the log.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any

from ckan.plugins import toolkit as tk
from werkzeug.wrappers import Request, Response

from ckanext.binhduong.observability import dependencies
from ckanext.binhduong.observability.backups import check_backups
from ckanext.binhduong.observability.dependencies import PATIENCE, Unfit

__all__ = ["Health", "State", "checks_of", "examine"]

log = logging.getLogger(__name__)

#: Returns nothing, or words for a state that is well but worth knowing.
Check = Callable[[], str | None]
#: Seconds for which an answer serves others too: probes of many do not become load on the dependencies.
_FRESH = 1.0


@dataclass(frozen=True)
class State:
    """What one check found: ``fault`` is empty when all is well, else a few words fit for anyone; ``detail`` says how well."""

    name: str
    fault: str
    milliseconds: int
    detail: str = "ok"


def checks_of(config: Any) -> dict[str, Check]:
    """Return the checks of an instance by the name they stand under, from CKAN's configuration."""
    return {
        "postgres": partial(dependencies.check_database, config["sqlalchemy.url"]),
        "datastore": partial(dependencies.check_datastore, config["ckan.datastore.read_url"]),
        "solr": partial(dependencies.check_solr, config["solr_url"]),
        "index": partial(
            dependencies.check_index,
            config["sqlalchemy.url"],
            config["solr_url"],
            config["ckan.site_id"],
            with_deleted=not config["ckan.search.remove_deleted_packages"],
        ),
        "redis": partial(dependencies.check_redis, config["ckan.redis.url"]),
        "storage": partial(dependencies.check_storage, config["ckan.storage_path"]),
        "worker": partial(dependencies.check_worker, config["ckan.redis.url"], config["ckan.site_id"]),
        "temporary": dependencies.check_storage,
        "sandbox": dependencies.check_sandbox,
        "backup": partial(check_backups, config.get("ckanext.binhduong.backup_state") or ""),
    }


def _found(check: Check) -> tuple[str, str]:
    """Run a check and return what is wrong and what is well, each in a few words."""
    try:
        return "", check() or "ok"
    except Unfit as error:
        return str(error), ""
    except Exception:
        # Each dependency's driver has errors of its own, and all of them say that it does not answer as it should.
        log.warning("a health check failed", exc_info=True)
        return "no answer", ""


def examine(checks: dict[str, Check], *, patience: float = PATIENCE) -> list[State]:
    """Run all checks at the same time and return what each found, within ``patience`` seconds."""
    begun = time.monotonic()
    # Not a `with`: leaving it would wait for a check that hangs.
    pool = ThreadPoolExecutor(max_workers=len(checks), thread_name_prefix="health")
    running = {name: pool.submit(_found, check) for name, check in checks.items()}
    states = []
    for name, future in running.items():
        try:
            fault, detail = future.result(timeout=max(0.0, begun + patience - time.monotonic()))
        except TooLate:
            fault, detail = "too slow", ""
        states.append(State(name, fault, round((time.monotonic() - begun) * 1000), detail))
    pool.shutdown(wait=False, cancel_futures=True)
    return states


def _as_text(states: list[State]) -> str:
    lines = [f"{state.name:<10} {state.fault or state.detail}" for state in states]
    return "\n".join([*lines, "ready" if not any(state.fault for state in states) else "not ready", ""])


def _as_json(states: list[State]) -> str:
    checks = {state.name: state.fault or state.detail for state in states}
    return json.dumps({"ready": not any(state.fault for state in states), "checks": checks})


class Health:
    """WSGI: answer the two health addresses; pass everything else on."""

    def __init__(self, app: Callable[..., Iterable[bytes]], checks: Callable[[], dict[str, Check]] | None = None) -> None:
        self.app = app
        self.checks = checks or (lambda: checks_of(tk.config))
        self.lock = Lock()
        self.latest: tuple[float, list[State]] = (float("-inf"), [])

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer ``/health/live`` or ``/health/ready``."""
        answers = {"/health/live": self._live, "/health/ready": self._ready}
        respond = answers.get(environ.get("PATH_INFO", ""))
        return respond(Request(environ))(environ, start_response) if respond else self.app(environ, start_response)

    def _live(self, request: Request) -> Response:
        return _respond(request, 200, "live\n", '{"live": true}')

    def _ready(self, request: Request) -> Response:
        states = self._states()
        return _respond(request, 503 if any(state.fault for state in states) else 200, _as_text(states), _as_json(states))

    def _states(self) -> list[State]:
        with self.lock:
            if time.monotonic() - self.latest[0] > _FRESH:
                states = examine(self.checks())
                self.latest = (time.monotonic(), states)
            return self.latest[1]


def _respond(request: Request, status: int, text: str, data: str) -> Response:
    if request.method not in {"GET", "HEAD"}:
        return Response("", 405, {"Allow": "GET, HEAD"})
    wants_data = request.accept_mimetypes.best_match(["text/plain", "application/json"], "text/plain") == "application/json"
    body, kind = (data, "application/json") if wants_data else (text, "text/plain; charset=utf-8")
    response = Response(body, status, content_type=kind)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
