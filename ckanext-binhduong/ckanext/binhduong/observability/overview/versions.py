"""Which versions run."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from typing import Any

import redis
import requests

from ckanext.binhduong.observability.dependencies import PATIENCE
from ckanext.binhduong.observability.metrics.database import ask

__all__ = ["versions_of"]


def versions_of(options: Mapping[str, Any]) -> dict[str, Callable[[], str]]:
    """Return what asks for each version, by the name of the part."""
    return {
        "ckanext-binhduong": partial(version, "ckanext-binhduong"),
        "CKAN": partial(version, "ckan"),
        "Python": platform.python_version,
        "PostgreSQL": partial(_asked, options["sqlalchemy.url"], "SHOW server_version"),
        "PostGIS": partial(_asked, options["ckan.datastore.read_url"], "SELECT postgis.postgis_lib_version()"),
        "Solr": partial(_solr, options["solr_url"]),
        "Redis": partial(_redis, options["ckan.redis.url"]),
    }


def _asked(url: str, statement: str) -> str:
    ((found,),) = ask(url, statement)
    return str(found)


def _solr(core: str) -> str:
    """The address of a core ends with its name; what is asked is of the whole server."""
    server = core.rstrip("/").rpartition("/")[0]
    answer = requests.get(f"{server}/admin/info/system", params={"wt": "json"}, timeout=PATIENCE)
    answer.raise_for_status()
    return answer.json()["lucene"]["solr-spec-version"]


def _redis(url: str) -> str:
    store = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        info: Any = store.info("server")
        return info["redis_version"]
    finally:
        store.close()
