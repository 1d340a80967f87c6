"""What PostgreSQL is asked at each scrape: releases, the audit log, webhooks. Imports no CKAN."""

from __future__ import annotations

from typing import Any

import psycopg2

__all__ = ["PATIENCE", "Reading", "ask", "audit", "releases", "webhooks"]

#: Metric, its labels, its value.
Reading = tuple[str, dict[str, str], float]
PATIENCE = 2
"""Seconds for a connection, and for a statement."""


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a statement, asked on a connection of its own within two seconds."""
    connection = psycopg2.connect(url, connect_timeout=PATIENCE, options=f"-c statement_timeout={PATIENCE * 1000}")
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


_STATES = "SELECT state, count(*) FROM binhduong_release GROUP BY state"
_PUBLISHED = """
SELECT coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY s), 0), coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY s), 0)
FROM (SELECT extract(epoch FROM finished - created)::float AS s FROM binhduong_release
      WHERE state = 'published' AND kind <> 'other' AND finished > (now() AT TIME ZONE 'UTC') - interval '1 day') AS published
"""
_WAITING = """
SELECT coalesce(extract(epoch FROM (now() AT TIME ZONE 'UTC') - min(created)), 0)::float FROM binhduong_release
WHERE state IN ('pending', 'running')
"""


def releases(url: str) -> list[Reading]:
    """The states of releases, and how long publication takes."""
    states: list[Reading] = [("binhduong_releases", {"state": state}, float(count)) for state, count in ask(url, _STATES)]
    ((half, most),) = ask(url, _PUBLISHED)
    ((waiting,),) = ask(url, _WAITING)
    return [
        *states,
        ("binhduong_publish_seconds", {"quantile": "0.5"}, half),
        ("binhduong_publish_seconds", {"quantile": "0.95"}, most),
        ("binhduong_release_waiting_seconds", {}, waiting),
    ]


_AUDIT = """
SELECT head.seq, verified.fault = '', extract(epoch FROM now() - verified.at)::float
FROM binhduong_audit_head AS head
LEFT JOIN LATERAL (SELECT at, fault FROM binhduong_audit_anchor WHERE kind = 'verified' ORDER BY id DESC LIMIT 1) AS verified ON true
"""


def audit(url: str) -> list[Reading]:
    """How long the audit log is, and what its last verification said."""
    readings: list[Reading] = []
    for seq, whole, age in ask(url, _AUDIT):
        readings.append(("binhduong_audit_rows", {}, float(seq)))
        if age is not None:
            readings += [("binhduong_audit_ok", {}, float(whole)), ("binhduong_audit_verified_age_seconds", {}, age)]
    return readings


_HOOKS = """
SELECT count(*) FILTER (WHERE state = 'on' AND failing_since IS NULL), count(*) FILTER (WHERE state = 'on' AND failing_since IS NOT NULL),
count(*) FILTER (WHERE state <> 'on') FROM binhduong_webhook
"""
_ANNOUNCING = """
SELECT coalesce(extract(epoch FROM (now() AT TIME ZONE 'UTC') - min(package.metadata_modified)), 0)::float
FROM package LEFT JOIN binhduong_webhook_dataset AS known ON known.dataset_id = package.id
WHERE package.state = 'active' AND NOT package.private AND package.type = 'dataset'
AND known.modified IS DISTINCT FROM package.metadata_modified
"""
#: A pause that an endpoint has, and the time that another job holds it, are no waiting.
_UNSENT = """
SELECT coalesce(extract(epoch FROM (now() AT TIME ZONE 'UTC') - min(greatest(webhook.due, webhook.held, first.due))), 0)::float
FROM binhduong_webhook AS webhook
JOIN LATERAL (SELECT min(due) AS due FROM binhduong_webhook_delivery WHERE webhook_id = webhook.id AND state = 'waiting') AS first ON true
WHERE webhook.state = 'on' AND first.due IS NOT NULL
"""


def webhooks(url: str) -> list[Reading]:
    """The states of webhooks, and what waits for them."""
    (counts,) = ask(url, _HOOKS)
    ((announcing,),), ((waiting,),) = ask(url, _ANNOUNCING), ask(url, _UNSENT)
    return [
        *(("binhduong_webhooks", {"state": state}, float(count)) for state, count in zip(("on", "failing", "off"), counts, strict=True)),
        ("binhduong_webhook_announcing_seconds", {}, max(announcing, 0.0)),
        ("binhduong_webhook_waiting_seconds", {}, max(waiting, 0.0)),
    ]
