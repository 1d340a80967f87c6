"""What is done with the log regularly: verify it every night, and add the rows of repeated refusals."""

from __future__ import annotations

import logging
from datetime import timedelta

from ckan import model

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.security.audit import chain, refusals

__all__ = ["check", "register"]

log = logging.getLogger(__name__)


def register() -> None:
    """Have both done: the first at four in the morning of Vietnam."""
    scheduler.register("audit", scheduler.Regular(check, timedelta(days=1), timedelta(hours=21)))
    scheduler.register("audit_refusals", scheduler.Regular(refusals.settle, timedelta(minutes=10)))


def check() -> chain.Verified:
    """Verify the whole log, and keep what was found: an anchor of later looks, and what the metrics say."""
    with model.meta.engine.connect() as connection:  # type: ignore[union-attr]
        found = chain.verify(connection)
        chain.remember(connection, found)
        connection.commit()
    if found.fault:
        log.error("the audit log is not whole: %s", found.fault)
    return found
