"""The search of datasets by place, on the live, seeded portal: drawn on the map by mouse or finger, or typed; each gives the same list."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import found_by_axe
from tests.browser.conftest import PHONE, WIDTHS, both_widths

Visit = Callable[..., Page]
MAP = "#extents-map"


def open_map(page: Page) -> Locator:
    """Open the panel and the map, when it has drawn the extents."""
    if page.locator("#where").get_attribute("open") is None:
        page.locator("#where > summary").click()
    if page.locator("[data-map-ask]").is_visible():
        page.locator("[data-map-ask]").click()
    shown = page.locator(MAP)
    expect(shown).to_have_attribute("data-drawn", re.compile(r"^\d+$"))
    shown.scroll_into_view_if_needed()
    return shown


def found(page: Page) -> int:
    """How many datasets the heading counts."""
    return int(re.sub(r"\D", "", page.locator("h1").inner_text().split("tập")[0]))


def at(shown: Locator, *parts: tuple[float, float]) -> list[tuple[float, float]]:
    """Pixels of the window for parts of the map's width and height."""
    box = shown.bounding_box()
    assert box
    return [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in parts]


def asked(page: Page, name: str) -> str:
    """An argument of the page's address."""
    return parse_qs(urlsplit(page.url).query)[name][0]


@both_widths
def test_a_box_drawn_on_the_map_narrows_the_list(visit: Visit, viewport: dict[str, int]) -> None:
    """The heading counts fewer, a filter says why and can be taken away, the map opens again with the box; axe finds nothing."""
    page = visit("/dataset/?has_extent=true", viewport=viewport, bypass_csp=True)
    before = found(page)
    shown = open_map(page)
    page.get_by_role("button", name="Vẽ khung").click()
    (x, y), (to_x, to_y) = at(shown, (0.05, 0.05), (0.25, 0.3))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()
    page.wait_for_url("**ext_bbox=**")
    west, south, east, north = map(float, asked(page, "ext_bbox").split(","))
    assert west < east
    assert south < north
    assert asked(page, "has_extent") == "true"
    expect(page.locator(MAP)).to_have_attribute("data-drawn", re.compile(r"^\d+$"))
    assert 0 < found(page) < before
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.locator(MAP).scroll_into_view_if_needed()
    page.mouse.click(*at(page.locator(MAP), (0.4, 0.4))[0])
    expect(page.locator(".bd-map-names a").first).to_have_attribute("href", re.compile("^/dataset/"))
    assert found_by_axe(page) == []
    page.get_by_role("link", name="Trong khung trên bản đồ").click()
    page.wait_for_url(lambda url: "ext_bbox" not in url)
    assert found(page) == before


@WIDTHS
def test_a_shape_is_drawn_by_taps(visit: Visit, viewport: dict[str, int]) -> None:
    """By finger on a phone, by mouse on a desk; crossing sides are refused, and the shape is an argument of the address."""
    page = visit("/dataset/", viewport=viewport, has_touch=viewport is PHONE)
    shown = open_map(page)
    page.get_by_role("button", name="Vẽ hình").click()
    tap = page.touchscreen.tap if viewport is PHONE else page.mouse.click
    for point in at(shown, (0.3, 0.3), (0.6, 0.6), (0.6, 0.3), (0.3, 0.6)):
        tap(*point)
    page.get_by_role("button", name="Xong hình").click()
    expect(page.locator("[data-draw-said]")).to_contain_text("cắt nhau")
    for point in at(shown, (0.3, 0.3), (0.6, 0.3), (0.45, 0.6), (0.3, 0.3)):
        tap(*point)
    page.wait_for_url("**ext_geom=**")
    assert re.fullmatch(r"POLYGON\(\((\d+\.\d{5} \d+\.\d{5},?){4}\)\)", asked(page, "ext_geom"))
    expect(page.get_by_role("link", name="Trong vùng vẽ trên bản đồ")).to_be_visible()


def test_the_keyboard_draws_too(visit: Visit) -> None:
    """Without a pointer: the map, of which nothing was loaded before, is opened and taken as a box; Escape stops a drawing."""
    page = visit("/dataset/")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => [name, encodedBodySize])")
    assert [name for name, _ in loaded if "maplibre" in name or "map-" in name] == []
    assert sum(size for _, size in loaded) + len(page.content().encode()) / 4 < 150_000
    page.locator("#where > summary").focus()
    page.keyboard.press("Enter")
    page.locator("[data-map-ask]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(MAP)).to_have_attribute("data-drawn", re.compile(r"^\d+$"))
    page.get_by_role("button", name="Vẽ khung").press("Enter")
    expect(page.get_by_role("button", name="Vẽ khung")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Vẽ khung")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Vùng bản đồ đang hiện").press("Enter")
    page.wait_for_url("**ext_bbox=**")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_a_typed_place_narrows_the_list(visit: Visit, scripts: bool) -> None:
    """The keyboard's equal of the map, also without a script; the filter says what was understood."""
    page = visit("/dataset/?has_extent=true", viewport=PHONE, java_script_enabled=scripts)
    before = found(page)
    page.locator("#where > summary").click()
    page.get_by_label("Nơi chốn hoặc tọa độ").fill("11.45, 106.62; 11.5, 106.66")
    page.keyboard.press("Enter")
    page.wait_for_url("**ext_place=**")
    assert found(page) < before
    expect(page.locator("ul.bd-filters").get_by_role("link").filter(has_text="Trong khung 11.45, 106.62; 11.5, 106.66")).to_be_visible()
