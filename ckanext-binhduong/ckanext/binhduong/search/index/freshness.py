"""The facet *freshness*: how old a dataset is changes with the day, so what has changed is indexed again every night.

The index holds the state, and the day from which it is another (``freshness_changes_date``). Only datasets whose day has come are indexed
again, and those that an older portal indexed without a state; pages and answers work the state out themselves and are never behind.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.freshness.age import freshness_of
from ckanext.binhduong.core.jobs.independent_steps import do_each

__all__ = ["freshness_fields", "index_changed"]

log = logging.getLogger(__name__)

_MOST = 1000
_CHANGED = "freshness_changes_date:[* TO NOW] OR (*:* -freshness:[* TO *])"


def freshness_fields(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return the index's fields for a dataset, as ``package_show`` gives it; no day of change for a state that stays."""
    zone = tk.h.get_display_timezone()
    found = freshness_of(dataset, datetime.now(zone).date(), zone)
    changes = {"freshness_changes_date": f"{found.changes.isoformat()}T00:00:00Z"} if found.changes else {}
    return {"freshness": found.state, **changes}


def index_changed() -> int:
    """Index again the datasets whose state has changed since they were indexed, at most a thousand; return how many."""
    query = {"q": "*:*", "fq": [f"({_CHANGED})", "+state:active"], "fl": "id", "rows": _MOST, "df": "text"}
    found = search.make_connection().search(**query)
    ids = [each["id"] for each in found]
    do_each({dataset: partial(search.rebuild, dataset) for dataset in ids})
    log.info("%s datasets are as old now as their index says", len(ids))
    return len(ids)
