"""From an agency's list to the public: imported, the first dataset published through a colleague's approval, the second one missed.

``PORTAL_PICTURES=docs/pictures`` keeps the pictures of the guides for agencies and approvers.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import without_barriers
from tests.browser.conftest import WIDTHS, Officer
from tests.browser.test_officer import spreadsheet
from tests.browser.test_officer_journeys import begin, choose, fill_in, publish, sign_in_here
from tests.workflow.conftest import workbook

Visit = Callable[..., Page]


@pytest.fixture
def colleague(officer: Officer, staff: Callable[[str, Officer], None]) -> Iterator[Officer]:
    """The agency's administrator, another person than the officer who publishes."""
    made = Officer("quan-tri-thu-nghiem", os.urandom(12).hex(), officer.mark)
    staff("join", made)
    staff("administrate", made)
    yield made
    staff("end", made)


def picture(page: Page, name: str) -> None:
    """Keep the first screen for the guides, when pictures are wanted."""
    if folder := os.environ.get("PORTAL_PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png")


def import_list(page: Page, colleague: Officer, folder: Path) -> None:
    """Two items: one due in a year, one that was due a month ago."""
    soon, gone = (f"{date.today() + timedelta(days=days):%d/%m/%Y}" for days in (365, -30))  # noqa: DTZ011  as an officer writes a day
    rows = (
        ("YT-01", "Điểm khám bệnh", "Y tế", "2027", 1, "", soon, ""),
        ("YT-02", "Cơ sở đào tạo y khoa", "Y tế", "2026", 1, "", gone, ""),
    )
    workbook(rows).save(folder / "danh-muc.xlsx")
    page.get_by_label("Tên kế hoạch").fill(colleague.mark)
    for button in ("Xem trước thay đổi", "Nhập"):
        page.get_by_label("Tệp (Excel, ODS hoặc CSV)").set_input_files(folder / "danh-muc.xlsx")
        if button == "Nhập":
            picture(page, "plan-import")
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("row").filter(has_text="YT-01")).to_contain_text("Chưa đến hạn")
    picture(page, "plan")


def approve(page: Page, portal_url: str, title: str) -> None:
    """Open what waits, see it, and approve exactly that."""
    page.goto(f"{portal_url}/duyet")
    expect(page.locator("#submissions")).to_contain_text(title)
    picture(page, "approval-list")
    without_barriers(page)
    page.locator("#submissions").get_by_role("link", name=re.compile(re.escape(title))).click()
    picture(page, "approval-one")
    without_barriers(page)
    page.get_by_role("button", name="Duyệt và công bố").click()
    expect(page.locator("#submissions")).not_to_contain_text(title)


def link(page: Page, portal_url: str, colleague: Officer, name: str) -> None:
    """Say which dataset fulfils the first item; the portal measures it at once."""
    page.goto(f"{portal_url}/ke-hoach?agency=so-y-te&q=YT-01")
    page.get_by_role("row").filter(has_text="YT-01").get_by_role("link", name="Điểm khám bệnh").click()
    page.get_by_role("link", name="Sửa").click()
    page.get_by_label("Tập dữ liệu").fill(name)
    picture(page, "plan-link")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("main")).to_contain_text("Công bố đúng hạn")
    picture(page, "plan-item")
    without_barriers(page)


@WIDTHS
def test_a_promise_is_kept_through_a_colleague_and_another_is_missed(
    visit: Visit, portal_url: str, officer: Officer, colleague: Officer, viewport: dict[str, int], tmp_path: Path
) -> None:
    """Nobody sees the dataset before the second person; then it counts as on time, and the missed one is late for every reader."""
    title, name = f"{officer.mark} diem kham", f"{officer.mark}-diem-kham"
    keeper = visit("/ke-hoach/nhap", viewport=viewport, bypass_csp=True)
    sign_in_here(keeper, colleague)
    import_list(keeper, colleague, tmp_path)
    keeper.goto(f"{portal_url}/duyet/co-quan/so-y-te")
    picture(keeper, "approval-rule")
    keeper.get_by_role("button", name="Bật việc duyệt").click()
    expect(keeper.locator("main")).to_contain_text("chỉ công bố những gì người thứ hai đã duyệt")

    page = begin(visit, officer, viewport=viewport)
    choose(page, spreadsheet(tmp_path / "diem-kham.xlsx", name="Điểm khám"))
    fill_in(page, officer, title)
    publish(page)
    reader = visit("/ke-hoach/tre-han", viewport=viewport, bypass_csp=True)
    address = f"{portal_url}/dataset/{name}"
    assert reader.request.get(address).status == 404

    approve(keeper, portal_url, title)
    assert reader.request.get(address).status == 200
    link(keeper, portal_url, colleague, name)
    reader.reload()
    late = reader.get_by_role("row").filter(has_text="YT-02")
    expect(late.locator("[data-state=late]")).to_be_visible()
    expect(reader.get_by_role("row").filter(has_text="YT-01")).to_have_count(0)
    picture(reader, "plan-late")
    without_barriers(reader)
