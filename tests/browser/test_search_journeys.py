"""A citizen searches on a phone, with the words people use, on the live, seeded portal."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE


def results(page: Page) -> list[str]:
    """The addresses of the datasets found, in order."""
    return [str(link.get_attribute("href")).rsplit("/", 1)[-1] for link in page.locator(".bd-results h2 a, .bd-results h3 a").all()]


def search(visit: Callable[..., Page], words: str) -> Page:
    """Type the words into the search box of the list of datasets, as one does on a phone."""
    page = visit("/dataset/", viewport=PHONE)
    page.locator("#field-giant-search").fill(words)
    page.locator("#field-giant-search").press("Enter")
    page.wait_for_url("**q=**")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    return page


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("nha thuoc di an", "nha-thuoc"),
        ("nhà thuốc gần đây", "nha-thuoc"),
        ("nah thuoc", "nha-thuoc"),
        ("hieu thuoc", "nha-thuoc"),
        ("bệnh viện phụ sản", "co-so-y-te"),
        ("bv da khoa", "co-so-y-te"),
        ("phong kham di an", "co-so-y-te"),
        ("camera quoc lo 13", "camera-giao-thong"),
        ("khong khi", "quan-trac-moi-truong"),
        ("TDM", "wifi-cong-cong-thu-dau-mot"),
    ],
)
def test_everyday_words_find_what_is_meant_first(visit: Callable[..., Page], words: str, first: str) -> None:
    """Without marks, abbreviated, mistyped, by another name, with a place."""
    assert results(search(visit, words))[0] == first


@pytest.mark.parametrize("words", ["gia dat", "cây xăng", "KCN VSIP"])
def test_what_the_catalogue_does_not_have_is_said(visit: Callable[..., Page], words: str) -> None:
    """No list of datasets that happen to have the syllables passes for an answer."""
    page = search(visit, words)
    expect(page.locator("h1")).to_contain_text(f"Không có tập dữ liệu nào về “{words}”" if results(page) else "0 tập dữ liệu")


@pytest.mark.parametrize(("words", "name"), [("hieu thuoc", "Nhà thuốc Mẫu"), ("phòng khám ở Thuận An mở cửa chủ nhật", "Phòng khám")])
def test_a_question_about_points_leads_with_points(visit: Callable[..., Page], words: str, name: str) -> None:
    """The first thing on the page are points of the map, of the kind and the place asked for."""
    page = search(visit, words)
    assert page.locator(".bd-hits section").first.get_attribute("aria-labelledby") == "hits-features"
    section = page.locator("section[aria-labelledby=hits-features]")
    expect(section.locator("li a").first).to_contain_text(name)
    expect(section.locator("p a")).to_have_attribute(
        "href", "/map?theme=nha-thuoc" if words == "hieu thuoc" else "/map?q=ph%C3%B2ng+kh%C3%A1m&within=725@2024"
    )


def test_a_place_in_the_words_is_a_filter_that_can_be_taken_away(visit: Callable[..., Page]) -> None:
    """Dĩ An is shown as a filter; without it the same subject is searched everywhere."""
    page = search(visit, "nhà thuốc dĩ an")
    page.get_by_role("link", name="Thành phố Dĩ An", exact=False).locator("visible=true").filter(has_text="✕").click()
    expect(page.locator("#field-giant-search")).to_have_value("nhà thuốc")


def test_a_correction_is_shown_as_such(visit: Callable[..., Page]) -> None:
    """What was not found, and what the results are for instead."""
    expect(search(visit, "nah thuoc").get_by_text("Đây là kết quả cho “nhà thuốc”")).to_be_visible()


def test_a_second_value_of_a_facet_widens_the_list_and_a_second_facet_narrows_it(visit: Callable[..., Page]) -> None:
    """Each click gives the number that stood beside it; a filter is taken away above the list."""
    page = visit("/dataset/")

    def choose(facet: str, value: str) -> int:
        panel = page.locator("details.bd-facet", has=page.locator("summary", has_text=facet))
        if panel.get_attribute("open") is None:
            panel.locator("summary").click()
        link = panel.get_by_role("link", name=value)
        count = int(link.locator(".bd-facet-count").inner_text())
        link.click()
        return count

    first = choose("Lĩnh vực", "Nhà thuốc")
    expect(page.locator(".bd-results > li")).to_have_count(first)
    second = choose("Lĩnh vực", "Quy hoạch")
    expect(page.locator(".bd-results > li")).to_have_count(first + second)
    expect(page.locator(".bd-results > li")).to_have_count(choose("Hình trên bản đồ", "Vùng"))
    page.locator("ul.bd-filters").get_by_role("link", name="Quy hoạch").click()
    expect(page.locator("h1")).to_contain_text("0 tập dữ liệu")
    page.get_by_role("link", name="Bỏ tất cả bộ lọc").click()
    expect(page).to_have_url(re.compile(r"/dataset/$"))
