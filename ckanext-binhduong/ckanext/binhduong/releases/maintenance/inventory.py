"""What a restored portal must have and answer as the first did: the files that the ledger names, and a hundred searches."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.storage import references, settings

__all__ = ["inventory"]

_SEARCHES = 100
_MOST_FOUND = 1000
_WORDS = 3


def inventory() -> dict[str, Any]:
    """Return how many contents the ledger names, those that the store lacks, and what searches find.

    Returns:
        ``named`` (number), ``missing`` (SHA-256, sorted), ``searches``: query → number of datasets found and a digest of their names.
    """
    store = settings.store()
    named = sorted(references.all_named())
    missing = [sha256 for sha256 in named if not store.path(sha256).exists()]
    return {"named": len(named), "missing": missing, "searches": {query: _found(query) for query in _queries()}}


def _queries() -> list[str]:
    """Words of the titles of public datasets, the same for the same catalogue: everything, then three words of each title."""
    public = sa.select(model.Package.title).where(
        model.Package.state == "active", model.Package.type == "dataset", model.Package.private.is_(False)
    )
    titles = model.Session.scalars(public.order_by(sa.func.md5(model.Package.id)).limit(_SEARCHES - 1))
    words = (" ".join(re.findall(r"\w{2,}", title or "")[:_WORDS]) for title in titles)
    return list(dict.fromkeys(["*:*", *filter(None, words)]))


def _found(query: str) -> list[int | str]:
    """What a stranger finds: how many, and a digest of the names, in no order (equal scores have none)."""
    answer = tk.get_action("package_search")({"user": ""}, {"q": query, "rows": _MOST_FOUND, "fl": ["name"]})
    names = sorted(dataset["name"] for dataset in answer["results"])
    return [answer["count"], hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]]
