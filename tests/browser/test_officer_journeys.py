"""An officer publishes data through the guided upload: mends, answers, loses the session, closes the tab, and a reader sees the result."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.browser.barriers import without_barriers
from tests.browser.conftest import Officer, both_widths
from tests.browser.test_officer import spreadsheet


def picture(page: Page, name: str) -> None:
    """Keep what the officer sees, in the instance's own folder."""
    folder = Path(os.environ["PORTAL_VAR"]) / "pictures" / "officer"
    folder.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


def begin(visit: Callable[..., Page], officer: Officer, path: str = "/upload?agency=so-y-te", **options: Any) -> Page:
    """Come to the upload page as an officer does: sent to the login first."""
    page = visit(path, bypass_csp=True, **options)
    sign_in_here(page, officer)
    expect(page.locator("#upload-file")).to_be_visible()
    return page


def sign_in_here(page: Page, officer: Officer) -> None:
    """Log in on the present page, in either language."""
    page.locator("#field-login").fill(officer.name)
    page.locator("#field-password").fill(officer.password)
    page.locator("#field-password").press("Enter")
    page.wait_for_url(lambda address: "/user/login" not in address)


def choose(page: Page, file: Path) -> None:
    """Choose a file and have it checked."""
    page.locator("#upload-file").set_input_files(file)
    page.locator("button[value=check]:not([tabindex])").last.click()
    page.wait_for_url(re.compile(r"/upload/[0-9a-f]{32}"))
    expect(page.locator(".bd-verdict h2")).to_contain_text(file.name, timeout=60000)


def fill_in(page: Page, officer: Officer, title: str) -> None:
    """The few fields that the data do not tell."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=notes]").fill("Mười điểm để thử.")
    page.locator("[name=theme]").select_option("y-te")
    page.locator("[name=data_kind]").select_option("sample")
    page.locator("[name=contact_name]").fill("Phòng thử nghiệm")
    page.locator("[name=contact_email]").fill("thu-nghiem@binhduong.example")


def publish(page: Page) -> None:
    """Press the button and wait until the rows are there."""
    page.locator("button[value=publish]").click()
    expect(page.locator("[data-loading=published]")).to_be_visible(timeout=240000)


@both_widths
def test_a_broken_workbook_is_mended_and_published(
    visit: Callable[..., Page], portal_url: str, officer: Officer, tmp_path: Path, viewport: dict[str, int]
) -> None:
    """The officer sees row and column of the bad date, mends it without typing anything twice, publishes, and a reader finds the rows."""
    bad, good = spreadsheet(tmp_path / "diem-y-te.xlsx", name="Điểm thử", bad_row=5), tmp_path / "diem-y-te-da-sua.xlsx"
    spreadsheet(good, name="Điểm thử")
    page = begin(visit, officer, viewport=viewport)
    without_barriers(page)
    picture(page, "1-chon-tep")
    choose(page, bad)
    expect(page.locator(".bd-verdict")).to_have_attribute("data-ok", "false")
    finding = page.locator(".bd-finding-error")
    expect(finding).to_contain_text("dòng 5")
    expect(finding).to_contain_text("31/02/2024")
    finding.get_by_role("link", name="Cho xem dòng 5").click()
    expect(page.locator("#row-5 td.is-chosen")).to_contain_text("31/02/2024")
    expect(page.locator("button[value=publish]")).to_have_count(0)
    expect(page.locator("[data-preview-map]")).to_have_attribute("data-drawn", "9", timeout=30000)
    without_barriers(page)
    picture(page, "2-loi")

    expect(page.locator("[name=title]")).to_have_value("Diem y te")
    fill_in(page, officer, f"{officer.mark} hai")
    choose(page, good)
    expect(page.locator(".bd-verdict")).to_have_attribute("data-ok", "true")
    expect(page.locator("[name=notes]")).to_have_value("Mười điểm để thử.")
    expect(page.locator("[name=temporal_start]")).to_have_value("2024-03-01")
    picture(page, "3-da-sua")
    publish(page)
    expect(page.locator("[data-loading]")).to_contain_text("10 dòng đã được công bố")
    without_barriers(page)
    picture(page, "4-da-cong-bo")

    reader = visit(f"/dataset/{officer.mark}-hai", viewport=viewport)
    expect(reader.locator("h1")).to_have_text(f"{officer.mark} hai")
    expect(reader.locator("main")).to_contain_text("Điểm thử 1")


def test_a_missing_field_is_told_in_its_place(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """CKAN's own validation stands at the field, in words, and everything typed is still there."""
    page = begin(visit, officer)
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm"))
    fill_in(page, officer, officer.mark)
    page.locator("[name=contact_email]").fill("khong-phai-thu")
    page.locator("[name=theme]").select_option("")
    page.locator("button[value=publish]").click()
    expect(page.locator("#theme-problem")).to_be_visible()
    expect(page.locator("#contact_email-problem")).to_be_visible()
    expect(page.locator("main .bd-note-bad[role=alert]")).to_contain_text("Lĩnh vực")
    expect(page.locator("[name=contact_name]")).to_have_value("Phòng thử nghiệm")
    without_barriers(page)
    page.locator("[name=contact_email]").fill("thu-nghiem@binhduong.example")
    page.locator("[name=theme]").select_option("y-te")
    publish(page)


@both_widths
def test_the_coordinate_system_is_asked_and_answered(
    visit: Callable[..., Page], officer: Officer, tmp_path: Path, viewport: dict[str, int]
) -> None:
    """VN-2000 points that fit several zones: the portal says which it took, the officer chooses another, and that one is published."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(("Mã", "Tên", "X", "Y"))
    for number in range(1, 11):
        sheet.append((f"VN{number:02d}", f"Mốc {number}", 1214000 + number * 200, 598000 + number * 150))
    book.save(tmp_path / "moc-vn2000.xlsx")
    page = begin(visit, officer, viewport=viewport)
    choose(page, tmp_path / "moc-vn2000.xlsx")
    expect(page.locator(".bd-verdict")).to_contain_text("EPSG:9210")
    expect(page.locator(".bd-how")).to_have_attribute("open", "")
    page.locator("#read-crs").select_option("EPSG:9211")
    page.get_by_role("button", name="Đọc lại tệp theo cách này").click()
    expect(page.locator(".bd-verdict")).to_contain_text("EPSG:9211", timeout=60000)
    expect(page.locator("#read-crs")).to_have_value("EPSG:9211")
    picture(page, "5-he-toa-do")
    fill_in(page, officer, officer.mark)
    publish(page)
    page.get_by_role("link", name="Xem như người đọc").click()
    expect(page.locator("main")).to_contain_text("Mốc 1")
    # 105°45' and 106°00' are a quarter of a degree apart: the choice is what was published.
    expect(page.locator("main")).to_contain_text("106,9")


@both_widths
def test_what_the_columns_are_is_chosen_and_kept(
    visit: Callable[..., Page], officer: Officer, tmp_path: Path, viewport: dict[str, int]
) -> None:
    """A finding leads to its choice; columns become a position, a word an empty cell; the next file is read alike."""
    page = begin(visit, officer, viewport=viewport)
    for name, count in (("diem-khong-ten-cot.xlsx", 10), ("diem-khong-ten-cot-2.xlsx", 11)):
        book = Workbook()
        sheet: Any = book.active
        sheet.append(("Mã", "P", "Q", "Số giường"))
        for number in range(1, count + 1):
            sheet.append((f"P{number:02d}", 106.65 + number / 1000, 10.98 + number / 1000, "đang sửa" if number < 4 else number))
        book.save(tmp_path / name)
    choose(page, tmp_path / "diem-khong-ten-cot.xlsx")
    expect(page.locator("[data-preview-map]:not([hidden])")).to_have_count(0)
    page.locator(".bd-finding", has_text="P, Q").get_by_role("link", name="Đổi cách đọc").click()
    expect(page.locator("#role-p")).to_be_focused()
    page.locator("#role-p").select_option("longitude")
    page.locator("#role-q").select_option("latitude")
    page.locator("#read-missing").fill("đang sửa")
    page.get_by_role("button", name="Đọc lại tệp theo cách này").click()
    expect(page.locator("[data-preview-map]")).to_have_attribute("data-drawn", "10", timeout=30000)
    expect(page.locator("#read-missing")).to_have_value("đang sửa")
    page.locator("#unit-so_giuong").fill("giường")
    without_barriers(page)
    picture(page, "8-cot-la-gi")
    page.get_by_role("button", name="Đọc lại tệp theo cách này").click()
    expect(page.locator("#unit-so_giuong")).to_have_attribute("placeholder", "giường")
    fill_in(page, officer, officer.mark)
    publish(page)
    page.get_by_role("link", name="Xem như người đọc").click()
    page.get_by_role("link", name="Tải bản mới lên").click()
    choose(page, tmp_path / "diem-khong-ten-cot-2.xlsx")
    expect(page.locator("#role-p")).to_have_value("longitude")
    expect(page.locator("[data-preview-map]")).to_have_attribute("data-drawn", "10", timeout=30000)
    publish(page)
    expect(page.locator("[data-loading]")).to_contain_text("11 dòng đã được công bố")


def test_the_marked_workbook_names_the_bad_cell(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """The officer's own workbook comes back with a comment in the cell that needs mending."""
    page = begin(visit, officer)
    choose(page, spreadsheet(tmp_path / "diem-sai.xlsx", name="Điểm sai", bad_row=5))
    with page.expect_download() as download:
        page.get_by_role("link", name="Bảng tính của bạn").click()
    assert download.value.suggested_filename == "diem-sai (kiểm tra).xlsx"
    download.value.save_as(tmp_path / "marked.xlsx")
    sheet: Any = load_workbook(tmp_path / "marked.xlsx").worksheets[0]
    assert sheet["E5"].comment is not None
    assert sheet["E6"].comment is None


def test_a_session_that_ends_loses_nothing(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """The session ends while the form is filled in; after logging in again the form is as it was and can be published."""
    page = begin(visit, officer)
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm"))
    fill_in(page, officer, officer.mark)
    page.context.clear_cookies()
    page.locator("button[value=publish]").click()
    page.wait_for_url(re.compile("/user/login"))
    sign_in_here(page, officer)
    expect(page.locator("main .bd-note").first).to_contain_text("Phiên làm việc đã hết")
    expect(page.locator("[name=notes]")).to_have_value("Mười điểm để thử.")
    expect(page.locator("[name=theme]")).to_have_value("y-te")
    publish(page)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "plain"])
def test_a_form_of_an_earlier_session_loses_nothing(
    visit: Callable[..., Page], portal_url: str, officer: Officer, tmp_path: Path, script: bool
) -> None:
    """A tab of before the last log-in sends its form: nothing is published, what was typed stands in the new form, and that one works."""
    page = begin(visit, officer, java_script_enabled=script)
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm"))
    fill_in(page, officer, officer.mark)
    page.wait_for_load_state("networkidle")  # an answer on its way would bring the session back
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto(f"{portal_url}/user/login")
    sign_in_here(other, officer)
    page.locator("button[value=publish]").click()
    expect(page.locator("main .bd-note").first).to_contain_text("Phiên làm việc đã hết")
    expect(page.locator("[name=notes]")).to_have_value("Mười điểm để thử.")
    page.locator("button[value=publish]").click()
    page.wait_for_url(re.compile("/upload/loading/"))


def test_a_session_that_ends_before_the_file_is_sent(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """The log-in leads back to the same agency's form, which says that the file was not taken."""
    page = begin(visit, officer)
    page.locator("#upload-file").set_input_files(spreadsheet(tmp_path / "diem.xlsx", name="Điểm"))
    page.context.clear_cookies()
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.wait_for_url(re.compile("/user/login"))
    sign_in_here(page, officer)
    expect(page.locator("main .bd-note")).to_contain_text("tệp chưa được nhận")
    expect(page.locator("[name=agency]")).to_have_value("so-y-te")


def test_a_key_with_repeated_values_is_told_at_the_form(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """What the release would refuse is said before: the column is named, nothing is sent for loading, another choice is taken."""
    (tmp_path / "tram.csv").write_text("ma,phuong\nA1,Phú Cường\nA2,Phú Cường\nA3,Hiệp Thành\n", encoding="utf-8")
    page = begin(visit, officer)
    choose(page, tmp_path / "tram.csv")
    fill_in(page, officer, officer.mark)
    page.locator("[name=key_column]").select_option("phuong")
    page.locator("button[value=publish]").click()
    expect(page.locator("#key_column-problem")).to_contain_text("Có nhiều dòng cùng một giá trị")
    key = page.locator("[name=key_column]")
    expect(key).to_have_attribute("aria-invalid", "true")
    expect(key).to_have_attribute("aria-describedby", "key_column-help key_column-problem")
    page.locator("[name=key_column]").select_option("ma")
    publish(page)


def test_a_closed_tab_loses_nothing(visit: Callable[..., Page], portal_url: str, officer: Officer, tmp_path: Path) -> None:
    """What was typed and never sent stands in the form again when the page is opened anew, and the page says so."""
    page = begin(visit, officer)
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm"))
    page.locator("[name=notes]").fill("Chưa gửi đi.")
    page.locator("[name=theme]").select_option("nha-thuoc")
    address = page.url
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(again.locator("[name=notes]")).to_have_value("Chưa gửi đi.")
    expect(again.locator("[name=theme]")).to_have_value("nha-thuoc")
    expect(again.locator("[data-restored]")).to_contain_text("chọn lại")


@both_widths
def test_everything_works_without_a_script(visit: Callable[..., Page], officer: Officer, tmp_path: Path, viewport: dict[str, int]) -> None:
    """Plain forms from the file to the published rows."""
    page = begin(visit, officer, java_script_enabled=False, viewport=viewport)
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm giấy"))
    fill_in(page, officer, officer.mark)
    page.locator("button[value=publish]").click()
    page.wait_for_url(re.compile("/upload/loading/"))
    # Without a script the page comes again by itself.
    expect(page.locator("[data-loading=published]")).to_be_visible(timeout=240000)
    page.get_by_role("link", name="Xem như người đọc").click()
    expect(page.locator("main")).to_contain_text("Điểm giấy 1")


def test_a_picture_is_no_table(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """A file of the wrong kind is named, with the kinds that are read; it may be published as a document only."""
    (tmp_path / "bao-cao.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n")
    page = begin(visit, officer)
    choose(page, tmp_path / "bao-cao.pdf")
    expect(page.locator(".bd-verdict h2")).to_contain_text("không phải là bảng")
    expect(page.locator(".bd-finding-error")).to_contain_text("GeoPackage")
    fill_in(page, officer, officer.mark)
    page.get_by_role("button", name="Công bố như tài liệu").click()
    expect(page.locator("[data-loading]")).to_contain_text("Tệp đã tải về được", timeout=30000)


def test_a_file_that_is_too_large_is_told_before_it_is_sent(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """The limit is said at once, and nothing is sent."""
    page = begin(visit, officer)
    with (tmp_path / "lon.csv").open("wb") as file:
        file.truncate(201 << 20)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("#upload-file").set_input_files(tmp_path / "lon.csv")
    expect(page.locator("[data-drop-problem]")).to_contain_text("200 MB")
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator("#upload-file")).to_be_focused()
    assert "POST" not in sent


def test_in_english(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """The whole way in English."""
    page = begin(visit, officer, "/en/upload?agency=so-y-te")
    expect(page.locator("h1")).to_have_text("Upload data")
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm", bad_row=7))
    expect(page.locator(".bd-finding-error")).to_contain_text("row 7, column “Ngày cấp phép”: “31/02/2024” is no real date")
    with page.expect_download() as download:
        page.get_by_role("link", name="Your workbook").click()
    assert download.value.suggested_filename == "diem (checked).xlsx"
    choose(page, spreadsheet(tmp_path / "diem-2.xlsx", name="Điểm"))
    fill_in(page, officer, officer.mark)
    publish(page)
    expect(page.locator("[data-loading]")).to_contain_text("10 rows are public now, as release 1")


def test_a_strangers_draft_does_not_exist(visit: Callable[..., Page], portal_url: str, officer: Officer, tmp_path: Path) -> None:
    """Nobody sees an upload on its way but who made it; who is not logged in is asked to."""
    page = begin(visit, officer)
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm"))
    stranger = visit("/upload/" + page.url.rsplit("/", 1)[-1])
    expect(stranger).to_have_url(re.compile("/user/login"))
    answer = page.goto(f"{portal_url}/upload/{'0' * 32}")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("main")).to_contain_text("bản nháp được giữ một ngày")


@both_widths
def test_the_api_is_tried_on_its_own_page(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """A developer presses "Thử ngay" and reads the answer below; nothing scrolls sideways."""
    page = visit("/docs/api#feature_search", viewport=viewport, bypass_csp=True)
    form = page.locator("#feature_search form")
    form.locator("[name=theme]").fill("y-te")
    form.get_by_role("button", name="Thử ngay").click()
    expect(form.locator("[role=status]")).to_contain_text("200 ·")
    expect(form.locator("code").last).to_contain_text('"distance_m"')
    without_barriers(page)
    picture(page, "6-api")


def test_the_api_is_tried_without_a_script(visit: Callable[..., Page]) -> None:
    """The form opens the answer itself."""
    page = visit("/en/docs/api", java_script_enabled=False)
    page.locator("#place_search summary").click()
    page.locator("#place_search button[type=submit]").click()
    page.wait_for_url(re.compile(r"/api/3/action/place_search\?q=di"))
    expect(page.locator("body")).to_contain_text("724@2024")


@both_widths
@pytest.mark.parametrize(
    ("path", "words", "found"),
    [
        ("/khong-co-trang-nay", "Không có trang này", "Cơ sở khám bệnh"),
        ("/en/khong-co", "There is no such page", "Health facilities"),
    ],
)
def test_a_page_that_is_not_there_leads_on(visit: Callable[..., Page], viewport: dict[str, int], path: str, words: str, found: str) -> None:
    """What happened, and from there to a search that finds something."""
    page = visit(path, viewport=viewport, bypass_csp=True)
    expect(page.locator("h1")).to_have_text(words)
    without_barriers(page)
    page.locator("#bd-error-search").fill("y te")
    page.locator("#bd-error-search").press("Enter")
    expect(page.locator("main")).to_contain_text(found)


def test_a_form_for_others_is_refused_in_words(visit: Callable[..., Page], officer: Officer) -> None:
    """403: an officer of another agency is told who may publish there."""
    page = begin(visit, officer)
    answer = page.goto(page.url.partition("/upload")[0] + "/upload?agency=so-xay-dung")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("Chỉ người được công bố dữ liệu cho cơ quan này")
    without_barriers(page)


def test_a_release_that_breaks_what_others_built_on_asks_first(visit: Callable[..., Page], officer: Officer, tmp_path: Path) -> None:
    """A new file without a column is checked with a warning, held with its question, and public after the officer's yes."""
    page = begin(visit, officer)
    choose(page, spreadsheet(tmp_path / "diem.xlsx", name="Điểm"))
    fill_in(page, officer, officer.mark)
    publish(page)
    book = load_workbook(tmp_path / "diem.xlsx")
    sheet: Any = book.active
    sheet.delete_cols(4)
    book.save(tmp_path / "diem-thieu-cot.xlsx")
    page.get_by_role("link", name="Xem như người đọc").click()
    page.get_by_role("link", name="Tải bản mới lên").click()
    choose(page, tmp_path / "diem-thieu-cot.xlsx")
    expect(page.locator("[data-severity=warning]")).to_contain_text("Điện thoại")
    page.locator("button[value=publish]").click()
    expect(page.locator("[data-loading=held]")).to_contain_text("Điện thoại", timeout=240000)
    picture(page, "7-cau-hoi")
    page.get_by_role("button", name="Đồng ý, công bố").click()
    expect(page.locator("[data-loading=published]")).to_contain_text("bản số 2", timeout=240000)
