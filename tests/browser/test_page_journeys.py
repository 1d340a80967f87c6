"""What people come to the pages about data for: rows asked without marks, a chart, code that works as copied, a row, a place, a citation.

Every journey keeps a picture of where it ended, in the folder ``pictures`` of the instance (``PORTAL_VAR``).
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, WIDTHS, both_widths

ROOT = Path(__file__).resolve().parents[2]
Visit = Callable[..., Page]


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page as the visitor sees it."""
    folder = ROOT / os.environ.get("PORTAL_VAR", "var/test") / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or DESK)["width"]
    page.screenshot(path=folder / f"journey-{name}-{width}.png")


def column(page: Page, title: str) -> list[str]:
    """The cells of a column of the page's table."""
    headings = [text.strip(" ▲▼\n") for text in page.locator(".bd-rows thead th").all_inner_texts()]
    return page.locator(f".bd-rows tbody tr > :nth-child({headings.index(title) + 1})").all_inner_texts()


@both_widths
def test_a_table_filtered_without_marks_and_sorted(visit: Visit, viewport: dict[str, int]) -> None:
    """From a dataset to its rows in Thuận An that are called counters, typed without marks, the largest first."""
    page = visit("/dataset/nha-thuoc", viewport=viewport)
    page.locator(".bd-resource").get_by_role("link", name="Bảng", exact=True).click()
    page.get_by_label("Cột").select_option(label="Loại hình")
    page.get_by_label("Điều kiện").select_option(label="chứa")
    page.get_by_label("Giá trị").fill("quay thuoc")
    page.get_by_label("Từ trong các dòng").fill("thuan an")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("#rows-title")).to_have_text("30 dòng")
    page.get_by_role("columnheader", name="Diện tích (m²)").get_by_role("link").click()
    page.get_by_role("columnheader", name="Diện tích (m²)").get_by_role("link").click()
    areas = [float(text.replace(".", "").replace(",", ".")) for text in column(page, "Diện tích (m²)") if text]
    assert areas == sorted(areas, reverse=True)
    assert set(column(page, "Loại hình")) == {"Quầy thuốc"}
    keep(page, "table")
    page.locator(".bd-filters").get_by_role("link", name="Loại hình").click()
    expect(page.locator(".bd-filters a")).to_have_count(1)


def test_a_table_on_a_phone(visit: Visit) -> None:
    """The first column stays beside the others; a tapped cell is copied whole; two ticks, one column less, cards: each by tap."""
    page = visit("/dataset/nha-thuoc", viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".bd-resource").get_by_role("link", name="Bảng", exact=True).click()
    first, last = page.locator(".bd-rows tbody th").first, page.locator(".bd-rows tbody tr").first.locator("td").last
    before = (first.bounding_box() or {}).get("x")
    last.scroll_into_view_if_needed()
    assert (first.bounding_box() or {}).get("x") == before
    last.click()
    page.get_by_role("button", name="Sao chép ô").click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == last.inner_text()
    last.press("ArrowLeft")
    page.locator(".is-cell").press("Control+c")
    expect(page.locator(".bd-cell-bar")).to_contain_text("Đã sao chép")
    page.get_by_text("Chọn cột, thứ tự, dạng thẻ").click()
    page.get_by_label("là một thẻ").check()
    page.get_by_role("button", name="Hiện như vậy").click()
    expect(page.locator(".bd-row-cards > li")).to_have_count(25)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    keep(page, "cards")


@both_widths
def test_a_chart_of_readings(visit: Visit, viewport: dict[str, int]) -> None:
    """Readings over time are drawn station by station without anybody choosing, with the numbers beside; the rest is a choice away."""
    page = visit("/dataset/quan-trac-moi-truong", viewport=viewport)
    page.locator(".bd-resource").nth(1).get_by_role("link", name="Biểu đồ").click()
    expect(page.locator("#chart-title")).to_contain_text("Trung bình của")
    expect(page.locator("svg[role=img]")).to_have_count(14)
    page.get_by_text("Số liệu dạng bảng").click()
    expect(page.locator(".bd-chart-table tbody tr").first).to_be_visible()
    keep(page, "chart")
    with page.expect_download() as picture:
        page.get_by_role("link", name="PNG").click()
    assert picture.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    page.get_by_label("Mỗi chuỗi là một").select_option(label="không chia chuỗi")
    page.get_by_label("Hiện", exact=True).select_option(label="số dòng")
    page.get_by_role("button", name="Vẽ").click()
    expect(page.locator("#chart-title")).to_contain_text("Số dòng theo")


def copied(page: Page, language: str) -> str:
    """What the copy button of a program puts on the clipboard."""
    page.locator("summary", has_text=re.compile(f"^{language}$")).click()
    part = page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{language}$")))
    part.get_by_role("button", name="Sao chép").click()
    expect(part.get_by_role("button", name="Đã sao chép")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


@both_widths
def test_a_copied_curl_line_works(visit: Visit, viewport: dict[str, int], tmp_path: Path) -> None:
    """Pasted into a shell as it is, it answers with the dataset's rows."""
    page = visit("/dataset/nha-thuoc", viewport=viewport, permissions=["clipboard-read", "clipboard-write"])
    line = copied(page, "curl")
    keep(page, "curl")
    done = subprocess.run(["/bin/sh", "-e", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    assert '"NT0001"' in done.stdout
    assert all(path.stat().st_size > 10_000 for path in tmp_path.iterdir())


@both_widths
def test_a_copied_python_program_works(visit: Visit, viewport: dict[str, int], tmp_path: Path) -> None:
    """Run as it is, it has the dataset's rows as a table with geometry."""
    page = visit("/dataset/nha-thuoc", viewport=viewport, permissions=["clipboard-read", "clipboard-write"])
    program = copied(page, "Python") + "\nprint(len(rows), rows.geometry.name)\n"
    keep(page, "python")
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=240, check=True)
    assert done.stdout.splitlines()[-1] == "600 geometry"


@both_widths
def test_a_pharmacy_found_by_the_one_box(visit: Visit, viewport: dict[str, int]) -> None:
    """Typed without marks on the home page; its own page says how to call it, where it lies, and shows it on a map when asked."""
    page = visit("/", viewport=viewport)
    page.get_by_role("combobox").first.fill("nha thuoc mau 001")
    page.get_by_role("combobox").first.press("Enter")
    page.locator(".bd-hits").get_by_role("link", name="Nhà thuốc Mẫu 001").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhà thuốc Mẫu 001")
    expect(page.get_by_role("link", name="02740000001")).to_have_attribute("href", "tel:02740000001")
    expect(page.locator("main")).to_contain_text("Phường Hiệp Thành (2024)")
    page.get_by_role("link", name="Hiện bản đồ").click()
    expect(page.locator("[data-feature]")).to_have_attribute("data-drawn", "1", timeout=30000)
    keep(page, "feature")


@both_widths
def test_a_dissolved_district_tells_its_successors(visit: Visit, viewport: dict[str, int]) -> None:
    """The old city of Thủ Dầu Một by its name: what it became, one step to a new ward, which says what it was made from."""
    page = visit("/dataset/?q=thu+dau+mot", viewport=viewport)
    page.locator(".bd-hits").get_by_role("link", name="Thành phố Thủ Dầu Một").click()
    notice = page.locator("main .bd-note").first
    expect(notice).to_contain_text("Đơn vị này kết thúc ngày 30/06/2025.")
    expect(notice.get_by_role("listitem")).to_have_count(5)
    expect(notice).to_contain_text("Phường Bình Dương – 38,4 % diện tích")
    keep(page, "place")
    notice.get_by_role("link", name="Phường Phú Lợi").click()
    expect(page.get_by_role("complementary")).to_contain_text("Hình thành từ")
    expect(page.locator("main")).to_contain_text("Ranh giới là gần đúng")


@both_widths
def test_a_citation(visit: Visit, viewport: dict[str, int]) -> None:
    """A student copies the citation: who made it, of when it is, title, release and address."""
    page = visit("/dataset/nha-thuoc", viewport=viewport, permissions=["clipboard-read", "clipboard-write"])
    part = page.locator("section", has=page.get_by_role("heading", name="Trích dẫn"))
    part.get_by_role("button", name="Sao chép").first.click()
    cited = page.evaluate("navigator.clipboard.readText()")
    keep(page, "citation")
    assert re.fullmatch(
        r"Cổng dữ liệu mở Bình Dương \(bên tạo dữ liệu mẫu\) \(2025\)\. Nhà thuốc và quầy thuốc \(dữ liệu mẫu\) \[Tập dữ liệu\]\. "
        r"Số liệu đến 20/02/2025, bản phát hành \d+, đăng trên cổng \d\d/\d\d/20\d\d\. "
        r"Cổng dữ liệu mở Bình Dương\. http\S+/dataset/nha-thuoc",
        cited,
    )


@both_widths
def test_everything_without_javascript(visit: Visit, viewport: dict[str, int]) -> None:
    """Filter, page, chart, columns and a row's page need no script; the map's button leads to the list of the same rows."""
    page = visit("/dataset/nha-thuoc", viewport=viewport, java_script_enabled=False)
    expect(page.get_by_role("button", name="Sao chép")).to_have_count(0)
    page.get_by_role("link", name="Xem, lọc và sắp xếp tất cả các dòng").click()
    page.get_by_label("Từ trong các dòng").fill("di an")
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("link", name="Sau →").click()
    expect(page.locator(".bd-pages")).to_contain_text("Trang 2 trên")
    page.get_by_role("navigation", name="Các cách xem dữ liệu").get_by_role("link", name="Biểu đồ").click()
    expect(page.locator(".bd-chart-table")).to_contain_text("Quầy thuốc")
    page.get_by_role("navigation", name="Các cách xem dữ liệu").get_by_role("link", name="Các cột").click()
    expect(page.locator("#column-ten")).to_contain_text("Tên bịa, luôn có chữ")
    page.get_by_role("navigation", name="Các cách xem dữ liệu").get_by_role("link", name="Bảng").click()
    page.locator(".bd-rows tbody th a").first.click()
    page.get_by_role("link", name="Hiện bản đồ").click()
    expect(page).to_have_url(re.compile(r"/map\?"))
    keep(page, "no-script")


@both_widths
def test_english(visit: Visit, viewport: dict[str, int]) -> None:
    """English titles, dates and decimal points in the table, and a wrong number is told in English."""
    page = visit("/en/dataset/nha-thuoc", viewport=viewport)
    expect(page.locator(".bd-summary")).to_have_text("600 rows in 1 file, sample data made by this portal, about Binh Duong Province.")
    page.locator(".bd-resource").get_by_role("link", name="Table", exact=True).click()
    page.get_by_label("Column").select_option(label="Floor area (m²)")
    page.get_by_label("Condition").select_option(label="from")
    page.get_by_label("Value").fill("99,5")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("alert")).to_have_text("“99,5” does not fit the column “Floor area (m²)”. Write a number as 1,234.5.")
    page.get_by_label("Value").fill("99.5")
    page.get_by_role("button", name="Filter").click()
    assert min(float(text) for text in column(page, "Floor area (m²)")) >= 99.5
    assert all(re.fullmatch(r"\d{1,2} [A-Z][a-z]{2} \d{4}", text) for text in column(page, "Licensed on"))
    keep(page, "english")


@both_widths
def test_by_keyboard_alone(visit: Visit, viewport: dict[str, int]) -> None:
    """From the skip link to a sorted table and a row's page with Tab, letters and Enter."""
    page = visit("/dataset/nha-thuoc", viewport=viewport)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Chuyển đến nội dung chính")
    page.keyboard.press("Enter")
    reach(page, "Bảng")
    page.keyboard.press("Enter")
    page.get_by_label("Từ trong các dòng").focus()
    page.keyboard.type("nt0600")
    page.keyboard.press("Enter")
    expect(page.locator("#rows-title")).to_have_text("1 dòng")
    reach(page, "NT0600")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mẫu")
    keep(page, "keyboard")


def reach(page: Page, name: str) -> None:
    """Press Tab until the focus is on the control of this name."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if (focused.get_attribute("aria-label") or focused.inner_text()).strip() == name:
            return
    raise AssertionError(f"the focus never came to {name}")


@WIDTHS
def test_a_places_counts_are_there_on_a_phone_too(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """How many pharmacies a city has is what its page is opened for; on a phone nothing of it is left out."""
    page = visit("/place/724@2024", viewport=viewport)
    card = page.locator(".bd-card", has=page.get_by_role("heading", name="Nhà thuốc"))
    expect(card.get_by_text(re.compile(r": \d+$"))).to_be_visible()
