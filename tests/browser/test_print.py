"""What is printed is a document: no menus and forms, black on white, with the source, the licence, the dates and the page's address."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import DESK

Visit = Callable[..., Page]
RESOURCE = "RESOURCE"
#: Page, a text that its print must hold, and the source, licence or date that belongs to it.
PRINTS = (
    ("/dataset/nha-thuoc", "Nhà thuốc và quầy thuốc", "Sở Y tế tỉnh Bình Dương"),
    ("/feature/nha-thuoc/NT0001", "02740000001", "Creative Commons"),
    ("/place/724@2024", "Phường Dĩ An", "01/07/2025"),
    ("/map?theme=nha-thuoc&within=724@2024", "Thành phố Dĩ An", "Creative Commons"),
    (f"{RESOURCE}?tab=chart&draw=loai_hinh", "Quầy thuốc", "Sở Y tế tỉnh Bình Dương"),
    ("/en/dataset/nha-thuoc", "The first rows", "Creative Commons"),
)
#: What only a screen can use.
SCREEN = ".bd-header, .bd-footer, .bd-skip, .bd-crumbs, main button, main input, main select, main nav, main .bd-button, [data-map]"


@pytest.fixture
def printed(visit: Visit, resource_page: str) -> Callable[[str], Page]:
    """A page as a dark screen shows it, then as paper has it."""

    def open_print(path: str) -> Page:
        page = visit(path.replace(RESOURCE, resource_page), viewport=DESK, color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark")
        return page

    return open_print


@pytest.mark.parametrize(("path", "text", "origin"), PRINTS)
def test_a_print_is_a_document(printed: Callable[[str], Page], path: str, text: str, origin: str) -> None:
    """The content stays, with where it comes from; what only a screen can do goes; the paper is white."""
    page = printed(path)
    assert page.locator(SCREEN).filter(visible=True).count() == 0
    body = page.locator("body").inner_text()
    assert text in body
    assert origin in body
    assert page.evaluate("getComputedStyle(document.querySelector('h1, h2')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("path", ["/dataset/nha-thuoc", f"{RESOURCE}?tab=table", "/map?theme=nha-thuoc"])
def test_nothing_is_cut_at_the_edge_of_the_paper(printed: Callable[[str], Page], path: str) -> None:
    """At the width of A4 less its margins (182 mm, 688 px) no part stands outside."""
    page = printed(path)
    page.set_viewport_size({"width": 688, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 688


def test_the_address_is_printed_with_its_code(visit: Visit, portal_url: str, tmp_path: Path) -> None:
    """A4; the page's address with its question stands at the foot beside a QR code, which nobody fetches who only reads; with the day."""
    asked: list[Request] = []
    page = visit("/about", viewport=DESK)
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{portal_url}/map?theme=nha-thuoc&within=724@2024")
    expect(page.locator(".bd-print-foot")).to_contain_text(f"{portal_url}/map?theme=nha-thuoc&within=724@2024")
    assert [request.url for request in asked if "/print/" in request.url] == []
    sheet = page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    assert {tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox \[([^]]+)\]", sheet)} == {(0, 0, 595, 842)}
    assert [request.url.partition("?")[0] for request in asked if "/print/" in request.url] == [f"{portal_url}/print/code.svg"]
    assert re.search(r"In ngày \d{1,2}/\d{1,2}/\d{4}", page.locator(".bd-print-foot").text_content() or "")
