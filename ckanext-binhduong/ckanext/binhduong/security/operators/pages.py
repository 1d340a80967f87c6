"""``/quan-tri/van-hanh``: how the portal is, for system administrators; works without script."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.binhduong.core.drift import registry
from ckanext.binhduong.core.jobs.registry import QUEUES
from ckanext.binhduong.observability.overview.alarms import TEXTS
from ckanext.binhduong.observability.overview.gather import Overview, overview
from ckanext.binhduong.security.operators.words import duration, since

__all__ = ["binhduong_operators"]

binhduong_operators = Blueprint("binhduong_operators", __name__)


@binhduong_operators.before_request
def _administrators_only() -> None:
    try:
        tk.check_access("sysadmin", {"user": tk.current_user.name})
    except tk.NotAuthorized:
        tk.abort(403)


@binhduong_operators.route("/quan-tri/van-hanh", methods=["GET"])
def show() -> str:
    """Show everything that can be asked within some seconds; what gives no answer is named."""
    now = overview(tk.config)
    shown = {
        "alarms": [(name, tk._(TEXTS[name])) for name in now.alarms],
        "now": now,
        "queues": _queues(now),
        "backups": _backups(now),
        "drift": _drift(now),
        "audit_age": duration(since(now.audit.get("at"))),
        "duration": duration,
    }
    return tk.render("binhduong/operators.html", shown)


def _queues(now: Overview) -> list[dict[str, Any]]:
    """Each queue with the jobs that wait, how long the oldest has, and the failed ones; without Redis none."""
    names = {"waiting": "binhduong_queue_jobs", "age": "binhduong_queue_age_seconds", "failed": "binhduong_jobs_failed"}
    rows = [{"queue": queue} | {key: now.value(metric, queue=queue) for key, metric in names.items()} for queue in QUEUES]
    return [row | {"age": duration(row["age"])} for row in rows if row["waiting"] is not None]


def _backups(now: Overview) -> list[dict[str, Any]]:
    """Backup, drill and archive: whether the last attempt went well, and how long ago the last good one was."""
    found = [(kind, now.value("binhduong_backup_ok", kind=kind)) for kind in ("backup", "drill", "archive")]
    age = "binhduong_backup_age_seconds"
    return [{"kind": kind, "ok": bool(ok), "age": duration(now.value(age, kind=kind))} for kind, ok in found if ok is not None]


def _drift(now: Overview) -> dict[str, Any]:
    """What the last check found, the kinds of which there was something alone, with their texts in the reader's language."""
    if not now.drift:
        return {}
    known = registry.kinds()
    kinds = [
        {**outcome, "kind": kind, "text": tk._(known[kind].text), "remedy": tk._(known[kind].remedy)}
        for kind, outcome in sorted(now.drift["kinds"].items())
        if outcome["found"] and kind in known
    ]
    return {"age": duration(since(now.drift["at"])), "failed": now.drift["failed"], "kinds": kinds, "looked": len(now.drift["kinds"])}
