"""The two cores of a rebuild, by Solr's CoreAdmin API: the one that answers, and the spare one that is filled."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import requests
from ckan.lib import search

from ckanext.binhduong.search.solr_connection import address

__all__ = ["CoreError", "answers_from", "create_spare", "is_well", "live", "remove_spare", "spare", "swap"]

CONFIGSET = "portal"
"""As `stack/services/solr.py` and `docker/compose.yaml` call it in Solr's home."""


class CoreError(Exception):
    """Solr refuses to make, swap or remove a core; the text has its reason."""


def live() -> str:
    """Return the name of the core that answers searches."""
    return address()[1]


def spare() -> str:
    """Return the name of the core that is filled."""
    return f"{live()}_next"


def create_spare() -> str:
    """Make an empty spare core with the configuration of today, and return its folder; one that a killed rebuild left is removed first.

    Raises:
        CoreError: Solr refuses, for example because its disk is full.
        requests.RequestException: Solr does not answer.
    """
    remove_spare()
    # A folder keeps its core when names are swapped: each core has a folder of its own for good.
    folder = f"{live()}-{uuid4().hex[:8]}"
    _admin("CREATE", name=spare(), instanceDir=folder, configSet=CONFIGSET)
    return folder


def answers_from(folder: str) -> bool:
    """Whether the core in a folder that :func:`create_spare` returned is the one that answers. Errors as above."""
    return str(_admin("STATUS", core=live())["status"][live()].get("instanceDir", "")).rstrip("/").endswith(f"/{folder}")


def swap() -> None:
    """Give each of the two cores the other's name, in one step; searches that run end on the core they began on. Errors as above."""
    _admin("SWAP", core=live(), other=spare())


def remove_spare() -> None:
    """Remove the spare core and its files, where there is one. Errors as above."""
    if _admin("STATUS", core=spare())["status"][spare()]:
        _admin("UNLOAD", core=spare(), deleteInstanceDir="true")


def is_well(core: str) -> bool:
    """Whether Solr answers and has the core; a document that it refuses then is the document's fault."""
    try:
        return bool(_admin("STATUS", core=core)["status"][core])
    except requests.RequestException:
        return False


def _admin(action: str, **parameters: str) -> Any:
    session = search.make_connection().get_session()
    answer = session.get(f"{address()[0]}/admin/cores", params={"action": action, "wt": "json", **parameters})
    if answer.status_code != 200:
        raise CoreError(f"{action}: {answer.json().get('error', {}).get('msg', answer.status_code)}")
    return answer.json()
