"""The operators' page raises an alarm where Prometheus would."""

from __future__ import annotations

import re

import pytest

from ckanext.binhduong.observability.overview.alarms import LIMITS, TEXTS, Limit, raised
from tests.observability.metrics.test_alerts import RULES

EXPRESSIONS = {rule["alert"]: rule["expr"] for rule in RULES}


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.alarm}-{limit.metric}")
def test_a_limit_is_that_of_the_rule(limit: Limit):
    """Metric, labels, sign and bound stand in the rule of the alarm as they stand in the table."""
    labels = "".join(f'{{{name}="{value}"}}' for name, value in limit.labels.items())
    found = re.search(rf"\b{limit.metric}{re.escape(labels)}\)? {limit.sign} ([0-9.]+)", EXPRESSIONS[limit.alarm])
    assert found
    assert float(found[1]) == limit.bound


def test_every_rule_of_one_reading_is_in_the_table():
    """Those that need a rate or a quantile over time are Prometheus' alone."""
    of_one_reading = {name for name, rule in EXPRESSIONS.items() if not re.search(r"rate\(|delta\(|up\{", rule)}
    assert {limit.alarm for limit in LIMITS} | {"SourceSilent"} == of_one_reading == set(TEXTS)
    assert [name for name in EXPRESSIONS if name in TEXTS] == list(TEXTS)


@pytest.mark.parametrize(
    ("metric", "labels", "value", "alarms"),
    [
        ("binhduong_queue_age_seconds", {"queue": "publish"}, 600.0, []),
        ("binhduong_queue_age_seconds", {"queue": "publish"}, 600.1, ["JobsWait"]),
        ("binhduong_publish_seconds", {"quantile": "0.5"}, 1000.0, []),
        ("binhduong_publish_seconds", {"quantile": "0.95"}, 1000.0, ["SlowPublishing"]),
        ("binhduong_index_missing_datasets", {}, -1.0, ["IndexBehind"]),
        ("binhduong_index_missing_datasets", {}, 0.0, []),
        ("binhduong_backup_ok", {"kind": "backup"}, 0.0, []),
        ("binhduong_backup_ok", {"kind": "drill"}, 0.0, ["DrillFailed"]),
        ("binhduong_disk_free_ratio", {}, 0.1, []),
        ("binhduong_disk_free_ratio", {}, 0.09, ["DiskNearlyFull"]),
    ],
)
def test_a_reading_beyond_its_limit_raises_the_alarm(metric: str, labels: dict[str, str], value: float, alarms: list[str]):
    """On both sides of each border."""
    assert raised([(metric, labels, value)], []) == alarms


def test_alarms_stand_in_the_order_of_the_runbook_each_once():
    """A source without an answer is one too."""
    readings = [("binhduong_drift_left", {"kind": kind}, 1.0) for kind in ("file-missing", "index-old")]
    readings.append(("binhduong_dependency_up", {"name": "solr"}, 0.0))
    assert raised(readings, ["index"]) == ["DependencyDown", "SourceSilent", "PartsDiffer"]
