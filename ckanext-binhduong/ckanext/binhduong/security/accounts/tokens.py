"""The API tokens of an account as its page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model

__all__ = ["with_ends"]


def with_ends(tokens: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return tokens with what CKAN's page of them reads of when each ends.

    The template of CKAN's `expire_api_token` (2.12) asks for ``plugin_extras``, which ``api_token_list`` does not give: without it the page
    is 500 for everybody with a token.

    Args:
        tokens: as ``api_token_list`` gives them to somebody who may see them.
    """
    listed = list(tokens)
    found = sa.select(model.ApiToken.id, model.ApiToken.plugin_extras).where(model.ApiToken.id.in_([token["id"] for token in listed]))
    extras = {row.id: row.plugin_extras for row in model.Session.execute(found)}
    return [{**token, "plugin_extras": extras.get(token["id"]) or {}} for token in listed]
