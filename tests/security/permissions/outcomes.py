"""What one call ends with: an answer, a refusal, that nothing is there, or an error of ours."""

from __future__ import annotations

import json
from typing import Any

from ckan import logic, model
from ckan.plugins import toolkit as tk
from flask import g

from ckanext.binhduong.observability.incidents import problem_of
from tests.security.permissions.world import World

__all__ = ["ALLOWED", "INVALID", "MISSING", "REFUSED", "answer"]

ALLOWED, REFUSED, MISSING, INVALID = "allowed", "refused", "missing", "invalid"
#: Actions that only read and are nevertheless for POST alone.
_READING = {"dcat_dataset_show"}
#: Actions without a permission of their own, or whose own lets everybody in who is signed in: that of the action they call counts.
_PERMISSIONS = {
    "group_member_delete": "member_delete",
    "organization_member_delete": "member_delete",
    "package_resource_reorder": "package_update",
    "task_status_update_many": "task_status_update",
    "term_translation_update_many": "term_translation_update",
}


def answer(world: World, role: str, action: str, data: dict[str, Any], *, proven: set[tuple[str, str]]) -> tuple[str, str]:
    """Return the outcome of an action in a role, and its answer as text.

    A reading action is called. A writing one that is allowed would change what the next cells find: there only its permission is asked; one
    that is not allowed is called as well, and has to refuse by itself: once a role, for in other states it asks the same permission
    (``proven`` has the actions and roles of which that is known). Any other outcome is the name of an error that the API would answer by
    5xx.
    """
    if _is_reading(action):
        return _call(world, role, action, data)
    try:
        tk.check_access(_PERMISSIONS.get(action, action), world.context(role), dict(data))  # type: ignore[arg-type]
    except tk.NotAuthorized:
        if (action, role) in proven:
            return REFUSED, ""
        outcome = _call(world, role, action, data)
        if outcome[0] == REFUSED:
            proven.add((action, role))
        return outcome
    except (tk.ObjectNotFound, tk.ValidationError, KeyError):
        # KeyError: CKAN's permissions of relationships need what their action looks up first; it is called like a refused one.
        return _call(world, role, action, data)
    return ALLOWED, ""


def _is_reading(action: str) -> bool:
    return action in _READING or bool(getattr(logic.get_action(action), "side_effect_free", False))


def _call(world: World, role: str, action: str, data: dict[str, Any]) -> tuple[str, str]:
    # The cells share a request, but each is one of its own to the reader: the time that it may wait for Solr begins anew.
    g.pop("binhduong_solr_seconds", None)
    try:
        answered = tk.get_action(action)(world.context(role), dict(data))  # type: ignore[arg-type]
    except tk.NotAuthorized:
        return REFUSED, ""
    except tk.ObjectNotFound:
        return MISSING, ""
    except Exception as error:
        # As the API does: the status decides whose fault it is.
        model.Session.rollback()
        return (INVALID if problem_of(error).status < 500 else type(error).__name__), ""
    finally:
        if not _is_reading(action):
            model.Session.rollback()
    return ALLOWED, json.dumps(answered, default=str, ensure_ascii=False)
