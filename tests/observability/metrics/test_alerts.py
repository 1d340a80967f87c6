"""Alert rules, dashboard, runbook and metrics name the same things."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from prometheus_client import CollectorRegistry

from ckanext.binhduong.observability.metrics.exporter import Requests
from ckanext.binhduong.observability.metrics.sources import SOURCES
from stack.instance import PORT_OFFSETS, ROOT

FOLDER = ROOT / "config" / "prometheus"
RULES = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")


def _exported() -> set[str]:
    registry = CollectorRegistry()
    Requests(registry)
    counted = {sample.name for family in registry.collect() for sample in family.samples}
    counted |= {"binhduong_requests_total", "binhduong_request_duration_seconds_bucket"}
    return {name for name in counted if not name.endswith("_created")} | {*SOURCES, "binhduong_source_up"}


def _named(text: str) -> set[str]:
    return set(re.findall(r"\bbinhduong_[a-z_]+", text))


def test_rules_and_dashboard_name_only_what_is_exported():
    """A metric that was renamed would leave an alarm silent."""
    dashboard = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert _named(" ".join([*shown, *(rule["expr"] for rule in RULES)])) - _exported() == set()


def test_everything_exported_is_in_the_runbook_and_on_the_dashboard():
    """Histograms by their name without the ending."""
    base = {re.sub(r"_(bucket|count|sum)$", "", name) for name in _exported()}
    dashboard = (FOLDER / "dashboard.json").read_text(encoding="utf-8")
    assert {name for name in base if name not in RUNBOOK} == set()
    assert {name for name in base if name not in dashboard} == set()


def test_every_alarm_has_a_section_of_the_runbook():
    """Under the anchor that the alarm names, and no section is left of an alarm that is gone."""
    sections = re.findall(r"^### (\w+)$", RUNBOOK, flags=re.M)
    assert [rule["alert"] for rule in RULES] == sections
    assert {rule["annotations"]["runbook"] for rule in RULES} == {f"docs/runbook.md#{name.lower()}" for name in sections}
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket"}


def test_prometheus_asks_the_port_of_the_process():
    """Of an instance on the default port."""
    configured = yaml.safe_load((FOLDER / "prometheus.yml").read_text(encoding="utf-8"))
    assert configured["scrape_configs"][0]["static_configs"][0]["targets"] == [f"127.0.0.1:{5000 + PORT_OFFSETS['metrics']}"]
    assert all(Path(FOLDER, name).exists() for name in configured["rule_files"])
