"""One box on every page finds datasets, places and rows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS

PAGES = (
    "/dataset/nha-thuoc",
    "/map",
    "/group/",
    "/organization/",
    "/about",
    "/feature/nha-thuoc/NT0001",
    "/place",
    "/plan",
    "/docs/api",
    "/khong-co",
)


@WIDTHS
def test_every_page_has_the_search_box_in_its_header(visit: Callable[..., Page], viewport: dict[str, int], portal_url: str) -> None:
    """Without the menu, without a script, large enough for a finger; it finds what the home page's box finds."""
    page = visit("/about", viewport=viewport, java_script_enabled=False)
    for path in PAGES:
        page.goto(portal_url + path)
        box = page.get_by_role("banner").get_by_role("searchbox", name="Tìm trên toàn cổng")
        expect(box, path).to_be_visible()
        size = page.get_by_role("banner").get_by_role("button", name="Tìm trên toàn cổng").bounding_box()
        assert size
        assert size["width"] >= 44
    box = page.get_by_role("banner").get_by_role("searchbox")
    box.fill("nha thuoc mau 001")
    box.press("Enter")
    expect(page.locator(".bd-hits")).to_contain_text("Nhà thuốc Mẫu 001")


@pytest.mark.parametrize("path", ["/", "/dataset/?q=nha"])
def test_a_page_with_the_large_box_has_no_second(visit: Callable[..., Page], path: str) -> None:
    """The home page and the list of datasets."""
    expect(visit(path).locator("input[type=search]")).to_have_count(1)
