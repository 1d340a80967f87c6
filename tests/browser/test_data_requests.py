"""A citizen asks for data, an officer reviews and answers, and everybody sees what was asked for and answered."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import without_barriers
from tests.browser.conftest import Officer, both_widths
from tests.browser.test_officer_journeys import picture, sign_in_here


@both_widths
def test_a_request_is_sent_reviewed_and_answered(visit: Callable[..., Page], officer: Officer, viewport: dict[str, int]) -> None:
    """The citizen sees what there is already, keeps a number, and reads the answer there; no other reader sees an unread text."""
    citizen = visit("/de-nghi", viewport=viewport, bypass_csp=True)
    picture(citizen, "request-form")
    without_barriers(citizen)
    citizen.get_by_label("Bạn cần dữ liệu gì?").fill("Danh sách nhà thuốc mở cửa ban đêm")
    citizen.get_by_label("Cơ quan có dữ liệu").select_option("so-y-te")
    citizen.get_by_label("Địa bàn, năm").fill(f"Ở Dĩ An. {officer.mark}")
    citizen.get_by_label("Thư điện tử").fill("cong-dan@example.com")
    citizen.get_by_role("button", name="Tiếp tục").click()
    expect(citizen.locator("#similar").get_by_role("link").first).to_be_visible()
    picture(citizen, "request-similar")
    without_barriers(citizen)
    citizen.get_by_role("button", name="Gửi đề nghị").click()
    expect(citizen.get_by_role("status")).to_contain_text("Đề nghị đã gửi")
    without_barriers(citizen)
    own_page = citizen.url
    keeper = visit("/de-nghi/xu-ly", viewport=viewport, bypass_csp=True)
    sign_in_here(keeper, officer)
    keeper.get_by_role("link", name="Danh sách nhà thuốc mở cửa ban đêm").click()
    expect(keeper.locator("main")).to_contain_text("cong-dan@example.com")
    picture(keeper, "request-review")
    without_barriers(keeper)
    keeper.get_by_role("button", name="Tiếp nhận đề nghị").click()
    keeper.get_by_label("đã công bố", exact=True).check()
    keeper.get_by_label("Đã công bố: địa chỉ tập dữ liệu").fill("/dataset/nha-thuoc")
    keeper.get_by_role("button", name="Trả lời").click()
    expect(keeper.locator("main")).to_contain_text("Ai cũng đọc được câu trả lời")
    without_barriers(keeper)
    citizen.goto(own_page)
    expect(citizen.locator("main .bd-badges")).to_contain_text("Đã công bố")
    expect(citizen.locator("main")).not_to_contain_text("cong-dan@example.com")
    picture(citizen, "request-answered")
    without_barriers(citizen)
