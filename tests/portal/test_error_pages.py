"""Each page about an error says what happened and what to do next, in both languages; programs get JSON."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.lib import base

WORDS = {
    400: ("Không hiểu yêu cầu", "The request could not be understood"),
    403: ("Bạn không được xem trang này", "You may not see this page"),
    404: ("Không có trang này", "There is no such page"),
    410: ("Trang này không còn", "This page is gone"),
    413: ("Tệp quá lớn", "The file is too large"),
    429: ("Quá nhiều yêu cầu", "Too many requests"),
    500: ("Cổng gặp lỗi", "Something broke on our side"),
    503: ("Cổng đang bận trong giây lát", "The portal is busy for a moment"),
}

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("status", WORDS)
def test_an_error_says_what_to_do_next(app: Any, status: int, lang: str) -> None:
    """A heading in the reader's language, a sentence on what to do, a search box, and ways on."""
    with app.flask_app.test_request_context(f"/{lang}/khong-co", environ_overrides={"CKAN_LANG": lang, "CKAN_CURRENT_URL": "/khong-co"}):
        page = BeautifulSoup(base.render("error_document_template.html", {"code": status, "name": "x", "content": ""}), "html.parser")
    part = page.select_one(".bd-error")
    assert part is not None
    heading, advice = part.select_one("h1"), part.select_one("h1 + p")
    assert heading is not None
    assert advice is not None
    assert heading.get_text() == WORDS[status][lang == "en"]
    assert len(advice.get_text()) > 15
    assert part.select_one("form[role=search] input[name=q]") is not None
    assert len(part.select(".bd-actions a")) >= 3
    assert bool(part.select("a[href*='/user/login']")) is (status == 403)


@pytest.mark.parametrize("path", ["/api/3/action/khong_co", "/api/3/action/package_show?id=khong-co"])
def test_programs_get_json(app: Any, path: str) -> None:
    """No page where a program asks."""
    answer = app.get(path, expect_errors=True)
    assert 400 <= answer.status_code < 500
    assert answer.content_type.startswith("application/json")
