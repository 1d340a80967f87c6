"""An officer publishes a spreadsheet through CKAN's own forms, then sends one with a mistake."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Officer

COLUMNS = ("Mã", "Tên", "Địa chỉ", "Điện thoại", "Ngày cấp phép", "Kinh độ", "Vĩ độ")


def spreadsheet(path: Path, *, name: str, bad_row: int | None = None) -> Path:
    """Ten points in Thủ Dầu Một; in ``bad_row`` (as Excel counts) the date is none."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Diem"
    sheet.append(COLUMNS)
    for number in range(1, 11):
        row = number + 1
        day = "31/02/2024" if row == bad_row else f"{number:02d}/03/2024"
        sheet.append(
            (f"TN{number:02d}", f"{name} {number}", f"Số {number}, đường Thử", f"0274000{number:04d}", day, 106.65 + number / 1000, 10.98)
        )
    book.save(path)
    return path


def sign_in(page: Page, officer: Officer) -> None:
    """Log in through the form."""
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(officer.name)
    page.get_by_label("Mật khẩu").fill(officer.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


def new_dataset(page: Page, portal_url: str, officer: Officer) -> None:
    """Fill in the few required fields of a public dataset and go on to its data."""
    page.goto(f"{portal_url}/dataset/new")
    page.locator("[name=title]").fill("Thử nghiệm trình duyệt")
    page.locator("[name=name]").evaluate("(field, value) => { field.value = value }", officer.mark)
    page.locator("textarea[name=notes]").fill("Mười điểm để thử.")
    page.locator("[name=private]").select_option("False")
    page.locator("[name=theme]").select_option("y-te")
    page.locator("[name=license_id]").select_option("CC-BY-4.0")
    page.locator("[name=data_kind]").select_option("sample")
    page.locator("[name=contact_name]").fill("Phòng thử nghiệm")
    page.locator("[name=contact_email]").fill("thu-nghiem@binhduong.example")
    page.get_by_role("button", name="Tiếp theo: Thêm dữ liệu").click()
    expect(page).to_have_url(re.compile(r"/resource/new"))


def wait_for(page: Page, state: str) -> None:
    """Read the resource's page again until the uploaded file's state is ``state``: within a minute, as promised to officers."""
    for _ in range(30):
        badge = page.locator("#release")
        if badge.count() and badge.get_attribute("data-release-state") == state:
            return
        if state == "published" and page.locator("[data-map-ask]").count():
            return
        page.wait_for_timeout(2000)
        page.reload()
    raise AssertionError(f"not {state} after a minute: {page.locator('main').inner_text()[:800]}")


def test_ten_points_reach_the_map_and_a_bad_date_does_not(
    visit: Callable[..., Page], portal_url: str, officer: Officer, tmp_path: Path
) -> None:
    """Ten points uploaded in the browser are on `/map` within a minute; a file with a bad date is refused with row and column, and the old
    points are still there."""
    good = spreadsheet(tmp_path / "diem-tot.xlsx", name="Điểm thử")
    bad = spreadsheet(tmp_path / "diem-sai.xlsx", name="Điểm sai", bad_row=5)
    page = visit("/user/login")
    sign_in(page, officer)
    new_dataset(page, portal_url, officer)

    page.locator("input[type=file]").set_input_files(good)
    page.locator("[name=name]").fill("Mười điểm")
    page.locator("button[name=save][value=go-metadata]").click()
    page.wait_for_url(re.compile(rf"/dataset/{officer.mark}$"))
    page.get_by_role("link", name="Mười điểm").click()
    resource_page = page.url
    wait_for(page, "published")

    page.goto(f"{portal_url}/map?layer={officer.mark}&near=106.65,10.98")
    expect(page.locator(".bd-found-item")).to_have_count(10)
    expect(page.locator(".bd-found-item").first).to_contain_text("Điểm thử 1")
    expect(page.locator(".bd-found-item").first).to_contain_text("02740000001")

    page.goto(resource_page)
    page.get_by_role("link", name="Sửa tài nguyên").click()
    page.get_by_role("button", name="Bỏ").first.click()
    page.locator("input[type=file]").set_input_files(bad)
    page.get_by_role("button", name="Cập nhật tài nguyên").click()
    page.goto(resource_page)
    wait_for(page, "refused")
    expect(page.locator(".bd-finding").first).to_contain_text("dòng 5")
    expect(page.locator(".bd-finding").first).to_contain_text("Ngày cấp phép")
    expect(page.locator(".bd-finding").first).to_contain_text("31/02/2024")

    page.goto(f"{portal_url}/map?layer={officer.mark}")
    expect(page.locator(".bd-found-item")).to_have_count(10)
    expect(page.locator(".bd-found")).not_to_contain_text("Điểm sai")
