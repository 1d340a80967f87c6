"""How long answers are kept at most."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ckanext.binhduong.security.kept_answers.lifetimes import lifetime

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("endpoint", "action", "seconds"),
    [
        ("api.action", "package_show", 3600),
        ("api.action", "feature_search", 60),
        ("dcat.read_dataset", "", 3600),
        ("dataset.read", "", 300),
        ("binhduong.finder", "", 60),
        ("binhduong_releases.download", "", 1),
    ],
)
def test_what_is_kept(endpoint: str, action: str, seconds: int):
    """Metadata for an hour, pages for five minutes, what says "open now" for one; a file's name in the store for a second."""
    assert lifetime(endpoint, action, NOON) == seconds


@pytest.mark.parametrize(
    ("endpoint", "action"),
    [
        ("api.action", "job_list"),
        ("api.action", "package_create"),
        ("api.action", "user_show"),
        ("user.login", ""),
        ("binhduong_upload.start", ""),
        ("dataset.edit", ""),
    ],
)
def test_what_is_not_kept(endpoint: str, action: str):
    """Writing, jobs, accounts and forms: whatever is in no table."""
    assert lifetime(endpoint, action, NOON) == 0


def test_an_error_has_no_endpoint():
    """A path that is no view is not kept."""
    assert lifetime(None, None, NOON) == 0


@pytest.mark.parametrize(("now", "seconds"), [((5, 23, 59, 30), 30), ((6, 0, 0, 0), 300)])
def test_no_answer_outlives_its_day(now: tuple[int, int, int, int], seconds: int):
    """The age of data and the last day of an agency change at midnight."""
    assert lifetime("dataset.read", "", datetime(2026, 3, *now, tzinfo=ZONE)) == seconds


def test_all_kept_actions_read(with_plugins):
    """An action that writes is not in the table."""
    from ckan.plugins import toolkit as tk

    from ckanext.binhduong.security.kept_answers import lifetimes

    assert [name for name in lifetimes._ACTIONS if not getattr(tk.get_action(name), "side_effect_free", False)] == []


def test_all_kept_endpoints_are_views(app):
    """A view that was renamed would otherwise not be kept, and nobody would notice."""
    from ckanext.binhduong.security.kept_answers import lifetimes

    assert set(lifetimes._ENDPOINTS) - set(app.flask_app.view_functions) == set()
