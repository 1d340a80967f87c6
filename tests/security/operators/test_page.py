"""The operators' page: who sees it, what it says, and that a part which is away does not take it along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import bs4
import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.core.connections.redis_client import client
from ckanext.binhduong.observability.drift.result import key_of
from ckanext.binhduong.security.operators.words import duration
from tests.security.conftest import PASSWORD

PAGE = "/quan-tri/van-hanh"


@pytest.fixture
def admin(database: None, sign_in: Any) -> Any:
    """A browser in which a system administrator is signed in."""
    return sign_in(factories.Sysadmin(password=PASSWORD))


@pytest.fixture
def drift(with_plugins: None) -> Iterator[Any]:
    """Return what keeps a result of the drift check."""
    key = key_of(tk.config["ckan.site_id"])
    client().delete(key)
    yield lambda **result: client().set(key, json.dumps(result))
    client().delete(key)


def page(admin: Any, path: str = PAGE) -> bs4.BeautifulSoup:
    """The page as an administrator reads it."""
    answer = admin.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return bs4.BeautifulSoup(answer.text, "html.parser")


def rows(shown: bs4.BeautifulSoup, table: str) -> dict[str, list[str]]:
    """The rows of a table by what heads each."""
    found = shown.select(f"#{table} tbody tr")
    return {row.th.get_text(" ", strip=True): [cell.get_text(" ", strip=True) for cell in row("td")] for row in found}


def test_the_page_shows_every_part(admin: Any, drift: Any):
    """Health, queues, versions, the head of the audit log; the services that run are well."""
    shown = page(admin)
    assert shown.h1.get_text() == "Vận hành"
    parts = rows(shown, "parts")
    assert parts["postgres"] == ["tốt", "ok"]
    assert set(parts) == {"postgres", "datastore", "solr", "index", "redis", "storage", "worker", "temporary", "sandbox"}
    assert list(rows(shown, "jobs")) == ["publish", "checks", "exports", "mail", "default"]
    versions = rows(shown, "versions")
    assert versions["CKAN"] == ["2.12.0"]
    assert versions["Solr"][0].startswith("9.")
    assert set(versions) == {"Đĩa còn trống", "ckanext-binhduong", "CKAN", "Python", "PostgreSQL", "PostGIS", "Solr", "Redis"}
    assert len(shown.select_one("#audit-head").get_text()) == 64
    assert shown.select_one("#drift-age").get_text() == "Chưa đối chiếu; việc này làm mười phút một lần."
    assert not shown.select("script:not([src]):not([type='application/ld+json'])")


def test_what_differs_stands_with_its_remedy(admin: Any, drift: Any):
    """The names that are left are text, whatever is in them; what a newer portal's check found and this one does not know is left out."""
    known = {"found": 3, "repaired": 1, "left": 2, "names": ["<b>x</b> 7", "y 1"]}
    drift(at="2026-11-30T00:00:00+00:00", seconds=1, failed=["index"], kinds={"table-missing": known, "of-tomorrow": known})
    shown = page(admin)
    (row,) = rows(shown, "drift").items()
    assert row[0] == "bảng đã công bố nhưng DataStore không có (RESOURCE NUMBER)"
    assert row[1][:3] == ["3", "1", "2"]
    assert row[1][3].startswith("<b>x</b> 7 y 1 Đưa bản phát hành trở lại từ tệp đã lưu: bin/portal ckan")
    assert not shown.select("#drift b")
    alarms = shown.select_one("#alarms").get_text(" ", strip=True)
    assert "Sổ tay vận hành: PartsDiffer" in alarms
    assert "Không đối chiếu được: index" in shown.select_one("#drift-age").get_text(" ", strip=True)


def test_the_page_is_there_in_english(admin: Any, drift: Any):
    """As every page."""
    shown = page(admin, f"/en{PAGE}")
    assert shown.h1.get_text() == "Operation"
    assert rows(shown, "parts")["postgres"] == ["well", "ok"]


def test_a_part_that_is_away_is_named_and_the_page_stands(admin: Any, drift: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch):
    """Solr refuses: its version, the lag of the index and its health are missing, everything else is there."""
    monkeypatch.setitem(ckan_config, "solr_url", "http://127.0.0.1:1/solr/ckan")
    shown = page(admin)
    alarms = shown.select_one("#alarms").get_text(" ", strip=True)
    assert "Không có trả lời từ: index, Solr" in alarms
    assert "127.0.0.1" not in shown.get_text()
    assert rows(shown, "parts")["solr"] == ["có lỗi", "no answer"]
    assert rows(shown, "uploads")["Tìm kiếm chậm hơn"] == ["không có trả lời"]
    assert rows(shown, "parts")["postgres"] == ["tốt", "ok"]
    assert "Solr" not in rows(shown, "versions")


def test_nobody_else_sees_it(database: None, sign_in: Any, browser: Any):
    """Not an agency's administrator, not a stranger."""
    user = factories.User(password=PASSWORD)
    factories.Organization(users=[{"name": user["name"], "capacity": "admin"}])
    assert sign_in(user).get(PAGE).status_code == 403
    assert browser().get(PAGE).status_code in (302, 403)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 giây"), (119, "119 giây"), (120, "2 phút"), (7199, "119 phút"), (7200, "2 giờ"), (172_799, "47 giờ"), (172_800, "2 ngày")],
)
def test_lengths_of_time_in_words(app: Any, seconds: int, words: str):
    """In the largest unit of which there are two."""
    with app.flask_app.test_request_context("/"):
        assert duration(seconds) == words
