"""Maps of datasets and resources: every row, the page's filters, a legend, a card at the first tap; nothing is left out without a word."""

import json
import re
import urllib.request
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import both_widths

Visit = Callable[..., Page]
KEEP_MAP = "document.addEventListener('map:drawn', (event) => { window.drawnMap = event.detail; }, true)"


def resource(portal_url: str, dataset: str) -> str:
    """The path of a dataset's first resource."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id={dataset}") as answer:
        return f"/dataset/{dataset}/resource/{json.load(answer)['result']['resources'][0]['id']}"


@both_widths
def test_the_map_of_a_dataset_draws_all_its_rows(visit: Visit, viewport: dict[str, int]) -> None:
    """600 pharmacies are 600 dots, and the page says so; the legend has the agency's words with their numbers."""
    page = visit("/dataset/nha-thuoc", viewport=viewport)
    assert page.evaluate("performance.getEntriesByType('resource').filter(({ name }) => name.includes('maplibre')).length") == 0
    page.get_by_role("link", name="Hiện bản đồ").click()
    expect(page.locator("#rows-map")).to_have_attribute("data-drawn", "600")
    expect(page.locator("[data-map-said]")).to_have_text("Bản đồ vẽ đủ 600 dòng.")
    expect(page.locator(".bd-legend")).to_contain_text(re.compile(r"Nhà thuốc\s*442\s*Quầy thuốc\s*158"))


@both_widths
def test_the_map_tab_shows_the_map_of_the_filtered_rows(visit: Visit, viewport: dict[str, int], portal_url: str) -> None:
    """No further tap; the rows of the filter, which stands above the map and can be taken away."""
    page = visit(f"{resource(portal_url, 'nha-thuoc')}?filter=loai_hinh:is:Quầy thuốc", viewport=viewport)
    page.get_by_role("navigation", name="Các cách xem dữ liệu").get_by_role("link", name="Bản đồ").click()
    expect(page.locator("#rows-map")).to_have_attribute("data-drawn", "158")
    expect(page.locator("[data-map-said]")).to_have_text("Bản đồ vẽ đủ 158 dòng.")
    page.locator(".bd-filters a").click()
    expect(page.locator("#rows-map")).to_have_attribute("data-drawn", "600")


@both_widths
def test_a_dot_opens_its_card_at_the_first_tap(visit: Visit, viewport: dict[str, int], portal_url: str) -> None:
    """The card has the row's name, which leads to its page; zoom buttons are as large as a finger."""
    page = visit("/about", viewport=viewport, has_touch=True)
    page.add_init_script(KEEP_MAP)
    page.goto(f"{portal_url}{resource(portal_url, 'nha-thuoc')}?tab=map&q=NT0001")
    expect(page.locator("#rows-map")).to_have_attribute("data-drawn", "1")
    page.wait_for_function("window.drawnMap.areTilesLoaded() && !window.drawnMap.isMoving()")
    page.locator("#rows-map").scroll_into_view_if_needed()
    box = page.locator("#rows-map canvas").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".bd-popup h3 a")).to_have_text("Nhà thuốc Mẫu 001")
    size = page.locator(".maplibregl-ctrl-zoom-in").bounding_box()
    assert size
    assert size["width"] >= 44
    assert size["height"] >= 44


def test_land_use_has_the_official_colours(visit: Visit, portal_url: str) -> None:
    """Zones of a plan are coloured as on official maps, and the page names the rule."""
    page = visit(f"{resource(portal_url, 'quy-hoach')}?tab=map")
    expect(page.locator("#rows-map")).to_have_attribute("data-drawn", "419")
    line = page.locator(".bd-legend li", has_text="Đất ở tại đô thị").locator(".bd-swatch")
    expect(line).to_have_css("background-color", "rgb(255, 160, 255)")
    expect(page.locator("[data-map-official]")).to_contain_text("08/2024/TT-BTNMT")


def test_the_map_tab_without_a_script(visit: Visit, portal_url: str) -> None:
    """No empty box: a line says what is missing, and the rows can be searched on the map's list."""
    page = visit(f"{resource(portal_url, 'nha-thuoc')}?tab=map", java_script_enabled=False)
    expect(page.locator("#rows-map")).to_have_text("Bản đồ cần JavaScript; bảng có cùng nội dung.")
    box = page.locator("#rows-map").bounding_box()
    assert box
    assert box["height"] < 100
    expect(page.get_by_role("link", name="Tìm các dòng này trên bản đồ")).to_be_visible()
