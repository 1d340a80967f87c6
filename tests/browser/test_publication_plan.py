"""An agency's administrator brings the list they have into the plan, and everybody sees what is late."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import without_barriers
from tests.browser.conftest import Officer, both_widths
from tests.browser.test_officer_journeys import picture, sign_in_here
from tests.workflow.conftest import ROWS, workbook


@pytest.fixture
def administrator(officer: Officer, staff: Callable[[str, Officer], None]) -> Officer:
    """The officer as the agency's administrator."""
    staff("administrate", officer)
    return officer


@both_widths
def test_a_list_is_imported_and_what_is_late_is_public(
    visit: Callable[..., Page], administrator: Officer, viewport: dict[str, int], tmp_path: Path
) -> None:
    """A wrong file first, with its row; then the right one: a preview, the import, the late item for every reader, a moved day."""
    page = visit("/ke-hoach/nhap", viewport=viewport, bypass_csp=True)
    sign_in_here(page, administrator)
    wrong, right = tmp_path / "sai.xlsx", tmp_path / "danh-muc.xlsx"
    workbook([("YT-01", "Nhà thuốc", "", "", 9, "", "15/01/2026", "")]).save(wrong)
    workbook(ROWS).save(right)
    page.get_by_label("Tên kế hoạch").fill(administrator.mark)
    page.get_by_label("Tệp (Excel, ODS hoặc CSV)").set_input_files(wrong)
    page.get_by_role("button", name="Xem trước thay đổi").click()
    expect(page.locator("#done")).to_contain_text("Dòng 4, cột “Mức tối thiểu”")
    without_barriers(page)
    page.get_by_label("Tệp (Excel, ODS hoặc CSV)").set_input_files(right)
    page.get_by_role("button", name="Xem trước thay đổi").click()
    expect(page.locator("#done")).to_contain_text("2 mục mới")
    picture(page, "plan-preview")
    page.get_by_label("Tệp (Excel, ODS hoặc CSV)").set_input_files(right)
    page.get_by_role("button", name="Nhập", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="YT-02")).to_contain_text("Chưa đến hạn")
    picture(page, "plan")
    without_barriers(page)
    page.get_by_role("row").filter(has_text="YT-01").get_by_role("link", name="Nhà thuốc").click()
    page.get_by_role("link", name="Sửa").click()
    page.get_by_label("Thời hạn công bố").fill("2027-01-15")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#reason-problem")).to_contain_text("hãy ghi lý do")
    without_barriers(page)
    page.get_by_label("Lý do").fill("Chờ khảo sát")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".bd-releases")).to_contain_text("Chờ khảo sát")
    picture(page, "plan-item")
    without_barriers(page)
    reader = visit("/ke-hoach/tre-han", viewport=viewport, bypass_csp=True)
    expect(reader.get_by_role("row").filter(has_text="YT-01")).to_contain_text("dời đến")
    expect(reader.get_by_role("row").filter(has_text="YT-01").locator("[data-state=late]")).to_be_visible()
    picture(reader, "plan-late")
    without_barriers(reader)
