"""What became of the last backup and drill, from the file in which `bin/portal backup` records them (docs/backup.md). Imports no CKAN."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

__all__ = ["LATEST", "check_backups", "read_state", "summary"]

LATEST = {"backup": timedelta(hours=40), "drill": timedelta(days=9), "archive": timedelta(minutes=10)}
"""How old the last success of each may be: a backup is made every night, a drill every week, the archive is looked at every minute."""


def read_state(path: str) -> dict[str, Any]:
    """What is recorded, by kind; nothing when backups are not set up or the file cannot be read."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def check_backups(path: str) -> str:
    """The line of `/health/ready`. It never fails the check: a portal whose backup is late must go on serving."""
    return summary(read_state(path), datetime.now(UTC))


def summary(state: dict[str, Any], now: datetime) -> str:
    """A few words on backups: how old, whether the drill passed, and what is late."""
    if not state:
        return "none set up"
    if "backup" not in state:
        return "none yet"
    parts = [_part("backup", "made", state.get("backup"), now), _part("drill", "passed", state.get("drill"), now)]
    if archive := state.get("archive"):
        parts += [] if archive.get("ok") and not _is_late("archive", archive, now) else ["the log is not archived"]
    return ", ".join(parts)


def _part(kind: str, verb: str, last: dict[str, Any] | None, now: datetime) -> str:
    if not last:
        return f"no {kind} yet"
    if not last.get("succeeded"):
        return f"{kind} failed"
    age = _age(last["succeeded"], now)
    failed = "" if last.get("ok") else ", the last attempt failed"
    return f"{kind} {verb} {_words(age)} ago{' (late)' if age > LATEST[kind] else ''}{failed}"


def _is_late(kind: str, last: dict[str, Any], now: datetime) -> bool:
    return not last.get("succeeded") or _age(last["succeeded"], now) > LATEST[kind]


def _age(moment: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(moment)


def _words(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h" if hours else f"{max(int(age.total_seconds() // 60), 0)} min"
