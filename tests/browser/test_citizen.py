"""What citizens come for, on a phone and at a desk."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HERE, PHONE, WIDTHS, both_widths


def metres(text: str) -> float:
    """Read a distance as the page writes it: ``240 m``, ``1,2 km``."""
    number, unit = text.split()
    return float(number.replace(".", "").replace(",", ".")) * (1000 if unit == "km" else 1)


@both_widths
def test_the_nearest_pharmacies_in_one_tap(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """From the home page, "near me" leads to pharmacies, nearest first, with a number to call, on a map of the same rows."""
    page = visit("/", viewport=viewport, geolocation=HERE, permissions=["geolocation"])
    page.get_by_role("link", name="Gần tôi: Nhà thuốc", exact=True).click()
    expect(page).to_have_url(re.compile(r"/map\?theme=nha-thuoc&near=106\.6512(,|%2C)10\.9804$"))
    distances = [metres(text) for text in page.locator(".bd-found-distance").all_inner_texts()]
    assert len(distances) == 20
    assert distances == sorted(distances)
    assert distances[0] < 1000
    call = page.locator(".bd-found-item").first.get_by_role("link", name=re.compile("^0274"))
    expect(call).to_have_attribute("href", re.compile(r"^tel:0274\d+$"))
    expect(page.locator("#finder-list .bd-note-sample")).to_contain_text("DỮ LIỆU MẪU")
    expect(page.locator("[data-map]")).to_have_attribute("data-drawn", "20", timeout=30000)
    assert page.locator(".bd-pin").count() == 20


@both_widths
def test_search_without_marks_to_the_download(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """Typed without marks, "nha thuoc" finds the pharmacies; their page says that they are samples, and how big the file is."""
    page = visit("/", viewport=viewport)
    page.get_by_role("combobox").first.fill("nha thuoc")
    page.get_by_role("combobox").first.press("Enter")
    first = page.locator(".bd-result").first
    expect(first).to_contain_text("Sở Y tế tỉnh Bình Dương")
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhà thuốc và quầy thuốc")
    expect(page.locator("main")).to_contain_text("DỮ LIỆU MẪU")
    expect(page.locator(".bd-resource")).to_contain_text(re.compile(r"600 dòng · 1\d\d kB"))
    with page.expect_download() as download:
        page.locator(".bd-resource").get_by_role("link", name="Tải về").first.click()
    assert download.value.suggested_filename == "nha-thuoc.csv"


@WIDTHS
@pytest.mark.parametrize(
    "path", ["/", "/dataset/", "/dataset/nha-thuoc", "/map?theme=nha-thuoc", "/organization/", "/group/nha-thuoc", "/khong-co"]
)
def test_no_page_is_wider_than_the_screen(visit: Callable[..., Page], viewport: dict[str, int], path: str) -> None:
    """Nobody has to scroll sideways; a wide table scrolls within itself."""
    page = visit(path, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_place_typed_without_marks(visit: Callable[..., Page]) -> None:
    """ "di an" means Dĩ An City; the units of the same name in both lists are offered."""
    page = visit("/map?theme=nha-thuoc", viewport=PHONE)
    page.get_by_label("Tìm gì, ở đâu").fill("di an")
    page.get_by_label("Tìm gì, ở đâu").press("Enter")
    expect(page.locator("#found-title")).to_contain_text("Thành phố Dĩ An")
    page.locator("#finder-more > summary").click()
    expect(page.locator("#finder-panel")).to_contain_text("Trong Thành phố Dĩ An (danh mục 2024).")
    expect(page.locator("#finder-panel .bd-choices")).to_contain_text("Phường Dĩ An (2025)")
    assert all("Thành phố Dĩ An" in text for text in page.locator(".bd-found-item").all_inner_texts())


def test_the_list_without_javascript(visit: Callable[..., Page]) -> None:
    """Without a script the finder answers the same, and the menu opens."""
    page = visit("/map?theme=nha-thuoc&near=106.6512,10.9804", java_script_enabled=False, viewport=PHONE)
    expect(page.locator(".bd-found-item")).to_have_count(20)
    page.locator(".bd-menu summary").click()
    expect(page.get_by_role("navigation", name="Chính").get_by_role("link", name="Tập dữ liệu")).to_be_visible()


def test_a_pin_and_its_row_show_each_other(visit: Callable[..., Page]) -> None:
    """A pin marks the row with its number; the row's button, by key, marks the pin."""
    page = visit("/map?theme=nha-thuoc&near=106.6512,10.9804")
    page.locator(".bd-pin", has_text=re.compile("^20$")).dispatch_event("click")
    expect(page.locator("#found-20")).to_have_class(re.compile("is-chosen"))
    page.get_by_role("button", name="Hiện trên bản đồ: 3", exact=True).press("Enter")
    expect(page.locator(".bd-pin.is-chosen")).to_have_text("3")
    expect(page.locator(".bd-found-item.is-chosen")).to_have_attribute("id", "found-3")


def test_english(visit: Callable[..., Page]) -> None:
    """The switch leads to the same dataset in English, with the dataset's English title."""
    page = visit("/dataset/nha-thuoc")
    page.get_by_role("banner").get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/dataset/nha-thuoc$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Pharmacies")
    expect(page.get_by_role("banner").get_by_role("link", name="Tiếng Việt")).to_be_visible()


def test_a_wrong_address_leads_on(visit: Callable[..., Page]) -> None:
    """A page that is not there says so and has a search box."""
    page = visit("/khong-co-trang-nay")
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có trang này")
    page.get_by_role("combobox").first.fill("xay dung")
    page.get_by_role("combobox").first.press("Enter")
    expect(page.locator(".bd-result").first).to_contain_text("Quy hoạch xây dựng")


def test_a_map_is_loaded_when_it_is_asked_for(visit: Callable[..., Page]) -> None:
    """A dataset's page brings no map code before somebody presses the button, and draws the layer's rows then."""
    page = visit("/dataset/nha-thuoc", viewport=PHONE)
    scripts = []
    page.on("request", lambda request: scripts.append(request.url))
    page.get_by_role("link", name="Hiện bản đồ").click()
    expect(page.locator("[data-map]")).to_have_attribute("data-drawn", "600", timeout=30000)
    assert any("maplibre-gl" in url for url in scripts)
