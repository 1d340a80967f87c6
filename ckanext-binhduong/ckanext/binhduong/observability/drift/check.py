"""Run every comparison, one after the other; what one of them cannot do keeps the others from nothing."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError
from rq.timeouts import JobTimeoutException

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.core.drift import registry
from ckanext.binhduong.observability.drift.result import key_of

__all__ = ["EVERY", "Report", "check", "register", "regular"]

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
_NAMED = 20
"""How many of the things that are left the kept result names; the command names all."""


@dataclass
class Report:
    """What a check found.

    Attributes:
        outcomes: kind → what was found of it; every kind that there is and whose comparison was done.
        failed: the comparisons that could not be done; the log has the reasons.
        seconds: how long it took.
    """

    outcomes: dict[str, registry.Outcome] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether everything was compared and nothing differs any more."""
        return not self.failed and not any(outcome.left for outcome in self.outcomes.values())


def check(*, repair: bool = True) -> Report:
    """Compare everything, repair what is safe to repair and count. Safe at any time, also twice at once.

    Args:
        repair: False only looks; nothing is changed.
    """
    report, begun = Report(), time.monotonic()
    for name, comparison in registry.comparisons().items():
        try:
            report.outcomes |= comparison(repair)
        except JobTimeoutException:
            # The job's time is over; what is left is the next turn's.
            raise
        except Exception:
            # A dependency that is away, whichever: the others can be compared.
            log.exception("drift check: %s could not be compared", name)
            report.failed.append(name)
        finally:
            model.Session.rollback()
    report.seconds = round(time.monotonic() - begun, 3)
    return report


def regular() -> dict[str, Any]:
    """Check, keep what was found for the metrics and the operators' page, and return it for the log."""
    report = check()
    kept = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": report.seconds,
        "failed": report.failed,
        "kinds": {kind: _kept(outcome) for kind, outcome in report.outcomes.items()},
    }
    try:
        client().set(key_of(tk.config["ckan.site_id"]), json.dumps(kept, ensure_ascii=False))
    except RedisError:
        log.exception("what the drift check found is in this log only: Redis does not answer")
    if not report.is_clean:
        log.error("drift: %s", {kind: outcome for kind, outcome in kept["kinds"].items() if outcome["left"]} or report.failed)
    return {kind: asdict(outcome) for kind, outcome in report.outcomes.items() if outcome.found}


def _kept(outcome: registry.Outcome) -> dict[str, Any]:
    return {"found": outcome.found, "repaired": outcome.repaired, "left": len(outcome.left), "names": list(outcome.left[:_NAMED])}


def register() -> None:
    """Have it done every ten minutes."""
    scheduler.register("drift", scheduler.Regular(regular, EVERY))
