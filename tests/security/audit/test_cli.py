"""``ckan binhduong audit``, and what the metrics say of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan.plugins import toolkit as tk

from ckanext.binhduong.observability.metrics.sources import sources_of
from ckanext.binhduong.security.audit import chain, cli, nightly
from ckanext.binhduong.security.audit.cli import audit
from ckanext.binhduong.security.audit.model import anchors
from ckanext.binhduong.security.audit.recording import record_now
from tests.security.audit.conftest import engine


@pytest.fixture(autouse=True)
def forgotten_anchors(database: None) -> Any:
    """What these tests find is no anchor of others'."""
    yield
    with engine().begin() as connection:
        connection.execute(sa.delete(anchors).where(anchors.c.kind == "verified"))


def readings() -> dict[str, float]:
    """What ``/metrics`` has of the log."""
    options = {**dict.fromkeys(("ckan.redis.url", "ckan.site_id", "solr_url", "health_url", "ckan.storage_path"), "")}
    source = sources_of({**options, "sqlalchemy.url": tk.config["sqlalchemy.url"]})["audit"]
    return {name: value for name, _, value in source()}


def test_verify_says_how_many_rows_are_whole(cli: Any):
    """With the newest number and its hash, to be kept elsewhere."""
    record_now(event="write")
    result = cli.invoke(audit, ["verify"])
    with engine().connect() as connection:
        found = chain.verify(connection)
    assert result.exit_code == 0, result.output
    assert result.output == f"{found.count} rows are whole. Newest: {found.seq} {found.hash}\n"
    assert (readings()["binhduong_audit_ok"], readings()["binhduong_audit_rows"]) == (1.0, float(found.seq))
    assert readings()["binhduong_audit_verified_age_seconds"] < 60


def test_verify_names_the_first_wrong_row(cli: Any, monkeypatch: pytest.MonkeyPatch):
    """And ends with 1; the metrics say so until it is verified again."""
    record_now(event="write")
    monkeypatch.setattr(chain, "hash_of", lambda row: "x")
    result = cli.invoke(audit, ["verify"])
    assert result.exit_code == 1
    assert "its content is not what it was" in result.output
    assert readings()["binhduong_audit_ok"] == 0.0
    monkeypatch.undo()
    nightly.check()
    assert readings()["binhduong_audit_ok"] == 1.0


def test_export_writes_a_period(cli: Any, tmp_path: Path):
    """A line a row, whose hash can be worked out from the line; the last day is in it."""
    record_now(event="write", action="Nhà thuốc")
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    result = cli.invoke(audit, ["export", "--since", today, "--until", today, str(tmp_path / "log.ndjson")])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in (tmp_path / "log.ndjson").read_text("utf-8").splitlines()]
    assert rows[-1]["action"] == "Nhà thuốc"
    assert {chain.hash_of(row) == row["hash"] for row in rows} == {True}
    result = cli.invoke(audit, ["export", "--until", "2001-01-01", str(tmp_path / "none.ndjson")])
    assert (tmp_path / "none.ndjson").read_text("utf-8") == ""


def test_what_is_young_is_not_cut_off(cli: Any, tmp_path: Path):
    """A year at least is kept."""
    day = f"{datetime.now(UTC) - timedelta(days=300):%Y-%m-%d}"
    result = cli.invoke(audit, ["cut", "--before", day, str(tmp_path / "old.ndjson")])
    assert result.exit_code == 1
    assert "365 days" in result.output


def test_what_is_cut_off_is_in_the_file(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """And the rest verifies; the file is not written over."""
    record_now(event="write", action="old")
    record_now(event="write", action="new")
    monkeypatch.setattr("ckanext.binhduong.security.audit.cli.KEPT_DAYS", -2)
    path, day = tmp_path / "old.ndjson", f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    result = cli.invoke(audit, ["cut", "--before", day, str(path)])
    assert result.exit_code == 0, result.output
    last = json.loads(path.read_text("utf-8").splitlines()[-1])
    with engine().connect() as connection:
        assert (chain.verify(connection).count, chain.verify(connection).fault) == (1, "")
        (kept,) = chain.read(connection)
    assert (last["action"], kept["action"], kept["previous"]) == ("old", "new", last["hash"])
    assert cli.invoke(audit, ["cut", "--before", "2001-01-01", str(path)]).exit_code == 2


def test_a_log_without_a_look_has_no_result():
    """A new portal: nothing is wrong, and nothing is known to be right."""
    record_now(event="write")
    assert set(readings()) == {"binhduong_audit_rows"}
    assert cli.KEPT_DAYS == 365
