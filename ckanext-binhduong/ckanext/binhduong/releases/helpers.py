"""What templates may ask of this room."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.status import grouped

__all__ = ["binhduong_release"]


def binhduong_release(resource: dict[str, Any]) -> dict[str, Any]:
    """Say what to show of a resource's release.

    Args:
        resource: as ``resource_show`` gives it.

    Returns:
        ``{state, number, rows, layer, published, attempt, findings}``. ``attempt`` is None for readers; for the dataset's editors the
        newest file's
        ``{name, state, created, finished, author, …}``, and ``findings`` its findings by severity (error, warning, note), each
        ``{code, where, message, remedy, value, count}`` in the page's language. For a resource without a table, state is "" and the
        rest None.
    """
    try:
        status = tk.get_action("release_status")({}, {"id": resource["id"]})
    except (tk.NotAuthorized, tk.ObjectNotFound, KeyError):
        status = {"state": "", "number": None, "rows": None, "layer": None, "published": None}
    attempt = status.pop("attempt", None)
    lang = "en" if tk.h.lang().startswith("en") else "vi"
    findings = grouped(attempt["findings"], lang) if attempt else {}
    return {**status, "attempt": attempt, "findings": findings}
