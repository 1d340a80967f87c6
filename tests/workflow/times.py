"""What the tests of publication at a set time do: set a time as an officer does, and let it come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.workflow.schedule import due
from ckanext.binhduong.workflow.schedule.model import Schedule
from tests.releases.conftest import run_jobs
from tests.workflow.people import by

__all__ = ["at", "come", "kept", "last", "look_now", "scheduled"]


def at(**ahead: float) -> str:
    """A time ahead, as a program writes it by the clock of Vietnam."""
    return (datetime.now(UTC).astimezone() + timedelta(**(ahead or {"days": 1}))).isoformat()


def scheduled(reference: str, user: str = "lan", **ahead: float) -> dict[str, Any]:
    """Set a time."""
    return by(user, "publication_schedule", id=reference, publish_at=at(**ahead))


def come() -> None:
    """The time of everything that waits comes: the clock looks, the jobs run, the clock looks again."""
    for _look in range(2):
        look_now()
        run_jobs()


def look_now() -> None:
    """The clock looks when the time of everything that waits has come."""
    later = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=1)
    open_ = Schedule.state.in_(("waiting", "publishing"))
    model.Session.execute(sa.update(Schedule).where(open_).values(next_attempt=later))
    model.Session.commit()
    due.carry_out_due()


def last(**of: Any) -> tuple[str, str]:
    """State and reason of the newest time."""
    model.Session.remove()
    found = model.Session.scalars(sa.select(Schedule).filter_by(**of).order_by(Schedule.made.desc()).limit(1)).one()
    return found.state, found.reason


def kept() -> list[tuple[str, str]]:
    """State and reason of all times, the oldest first, as they are committed."""
    model.Session.remove()
    return [(each.state, each.reason) for each in model.Session.scalars(sa.select(Schedule).order_by(Schedule.made))]
