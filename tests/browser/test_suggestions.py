"""Suggestions under the search boxes on the live, seeded portal: by keyboard, by finger, by screen reader, and without."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.barriers import found_by_axe
from tests.browser.conftest import PHONE, both_widths

BOXES = [("/", "#bd-home-search"), ("/dataset/", "#field-giant-search"), ("/about", "#bd-head-search")]
ASKED = "**/action/dataset_suggest?*"


def options(page: Page) -> Locator:
    """What is suggested."""
    return page.get_by_role("option")


def typed(page: Page, box: str, words: str) -> Locator:
    """The box, with words typed into it a key at a time, and suggestions below it."""
    found = page.locator(box)
    found.press_sequentially(words, delay=30)
    expect(options(page).first).to_be_visible()
    return found


@both_widths
@pytest.mark.parametrize(("path", "box"), BOXES)
def test_every_search_box_suggests(visit: Callable[..., Page], path: str, box: str, viewport: dict[str, int]) -> None:
    """All of them are seen within the window, large enough for a finger; the page grows no wider."""
    page = visit(path, viewport=viewport)
    typed(page, box, "nha th")
    expect(options(page).first).to_have_text(re.compile(r"^Nhà thuốc và quầy thuốc.*Tập dữ liệu"))
    size = page.get_by_role("listbox").bounding_box()
    assert size
    assert size["x"] >= 0
    assert size["x"] + size["width"] <= viewport["width"]
    assert min(each["height"] for option in options(page).all() if (each := option.bounding_box())) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_by_keyboard(visit: Callable[..., Page]) -> None:
    """The cursor stays in the box; arrows go round, Escape closes and leaves what is typed, Enter opens what is chosen."""
    page = visit("/")
    box = typed(page, "#bd-home-search", "nha thuoc")
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"#{box.get_attribute('aria-controls')}")).to_have_role("listbox")
    box.press("ArrowDown")
    expect(box).to_be_focused()
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options(page).first.get_attribute("id")))
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("nha thuoc")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/dataset/nha-thuoc")


def test_enter_without_a_choice_searches(visit: Callable[..., Page]) -> None:
    """As without a script."""
    page = visit("/")
    typed(page, "#bd-home-search", "nha thuoc").press("Enter")
    page.wait_for_url("**/dataset/?q=nha+thuoc")


def test_by_finger(visit: Callable[..., Page]) -> None:
    """A tap on a place opens the place; a tap beside the list closes it."""
    page = visit("/dataset/", viewport=PHONE, has_touch=True)
    box = typed(page, "#field-giant-search", "di an")
    page.touchscreen.tap(3, 300)
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.tap()
    box.press("ArrowDown")
    options(page).filter(has_text="Thành phố Dĩ An").filter(has_text="Đơn vị hành chính").first.tap()
    page.wait_for_url("**/place/724@2024")


@pytest.mark.parametrize(("path", "words", "said"), [("/", "nha th", r"^\d gợi ý"), ("/en/", "qqzz", "^No suggestions$")])
def test_how_many_there_are_is_said(visit: Callable[..., Page], path: str, words: str, said: str) -> None:
    """By a status that a screen reader reads out; an empty list is not opened."""
    page = visit(path)
    page.locator("#bd-home-search").press_sequentially(words)
    expect(page.locator("form.bd-search [role=status]")).to_have_text(re.compile(said))
    expect(page.locator("#bd-home-search")).to_have_attribute("aria-expanded", str(words != "qqzz").lower())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_list(visit: Callable[..., Page], scheme: str) -> None:
    """With an option chosen."""
    page = visit("/", viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    typed(page, "#bd-home-search", "nha th").press("ArrowDown")
    assert found_by_axe(page, scheme) == []


def test_a_fast_typist_asks_once_and_old_questions_are_dropped(visit: Callable[..., Page]) -> None:
    """A pause ends the words that are asked for; a question about fewer letters that is still under way is stopped."""
    page, asked = visit("/"), []

    def answer(route: Route) -> None:
        asked.append(parse_qs(urlsplit(route.request.url).query)["q"][0])
        if asked[-1] != "nh":  # the first question is never answered
            route.continue_()

    page.route(ASKED, answer)
    box = page.locator("#bd-home-search")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("q=nh")):
        with page.expect_request(ASKED):
            box.press_sequentially("nh", delay=10)
        box.press_sequentially("a thuoc", delay=10)
    expect(options(page).first).to_contain_text("Nhà thuốc")
    assert asked == ["nh", "nha thuoc"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_refused_question_leaves_the_box_as_it_is(visit: Callable[..., Page], status: int) -> None:
    """No list, no error, and Enter searches."""
    page = visit("/")
    page.route(ASKED, lambda route: route.fulfill(status=status, json={"success": False}))
    box = page.locator("#bd-home-search")
    with page.expect_response(ASKED):
        box.press_sequentially("nha thuoc")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/dataset/?q=nha+thuoc")


def test_names_are_shown_as_text(visit: Callable[..., Page]) -> None:
    """Whatever a name holds runs nothing."""
    page = visit("/")
    name = "<img src=x onerror=alert(1)>"
    one = {
        "kind": "dataset",
        "kind_title": name,
        "id": "a",
        "title": name,
        "parts": [{"text": name, "match": True}],
        "detail": name,
        "url": "/about",
    }
    page.route(ASKED, lambda route: route.fulfill(json={"success": True, "result": [one]}))
    typed(page, "#bd-home-search", "img")
    expect(options(page).first).to_contain_text(name)
    expect(page.locator("form.bd-search img")).to_have_count(0)
