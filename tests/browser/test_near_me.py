"""Near me without a position, and the way to a place: said at once, with a name to type; a link that works on every device."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HERE, PHONE, both_widths

Visit = Callable[..., Page]
#: What the device does instead of answering.
SILENT = "Object.defineProperty(navigator, 'geolocation', { value: { getCurrentPosition() {} } })"
BROKEN = "Object.defineProperty(navigator, 'geolocation', { value: { getCurrentPosition: (_, failed) => failed({ code: 2 }) } })"
REFUSED = "Object.defineProperty(navigator, 'geolocation', { value: { getCurrentPosition: (_, failed) => failed({ code: 1 }) } })"
ASKED = [(REFUSED, "Trình duyệt không cho biết vị trí"), (BROKEN, "Thiết bị không xác định được vị trí"), (SILENT, "Thiết bị quá lâu")]


@both_widths
@pytest.mark.parametrize(("device", "said"), ASKED, ids=["refused", "failed", "slow"])
def test_a_theme_near_me_without_a_position(visit: Visit, viewport: dict[str, int], device: str, said: str, portal_url: str) -> None:
    """From the home page: why, a field for a place with the focus, nine names to tap; never 600 rows in no order."""
    page = visit("/about", viewport=viewport)
    page.add_init_script(device)
    page.goto(portal_url)
    page.get_by_role("link", name="Gần tôi: Nhà thuốc").click()
    expect(page).to_have_url(re.compile("nowhere="))
    expect(page.locator("#finder-nowhere")).to_contain_text(said)
    expect(page.locator(".bd-found-item")).to_have_count(0)
    expect(page.get_by_label("Tìm gì, ở đâu")).to_be_focused()
    expect(page.locator("#finder-list .bd-choices a")).to_have_count(9)
    page.get_by_role("link", name="Thành phố Dĩ An").click()
    expect(page.locator("#found-title")).to_contain_text("Thành phố Dĩ An")
    expect(page.locator(".bd-found-item").first).to_contain_text("Dĩ An")


@pytest.mark.parametrize(("device", "said"), ASKED, ids=["refused", "failed", "slow"])
def test_the_finders_button_without_a_position(visit: Visit, device: str, said: str, portal_url: str) -> None:
    """The page stays, says why, and puts the focus where a place is typed."""
    page = visit("/about")
    page.add_init_script(device)
    page.goto(f"{portal_url}/map?theme=nha-thuoc")
    page.get_by_role("button", name="Gần tôi").click()
    expect(page.locator("[data-near-status]")).to_contain_text(said)
    expect(page.get_by_label("Tìm gì, ở đâu")).to_be_focused()


@both_widths
def test_directions_are_a_plain_link(visit: Visit, viewport: dict[str, int]) -> None:
    """To the configured map service by https, the device's own application beside it; in the list and on the row's page."""
    page = visit("/map?theme=nha-thuoc&near=106.6512,10.9804", viewport=viewport)
    first = page.locator(".bd-found-item").first
    expect(first.get_by_role("link", name="Chỉ đường")).to_have_attribute(
        "href", re.compile(r"^https://www\.openstreetmap\.org/directions\?to=10\.9\d+%2C106\.6\d+$")
    )
    expect(first.get_by_role("link", name="Ứng dụng bản đồ")).to_have_attribute("href", re.compile(r"^geo:10\.9\d+,106\.6\d+\?q="))
    first.locator("h3 a").click()
    expect(page.get_by_role("link", name="Chỉ đường")).to_have_attribute("href", re.compile("^https://"))


def test_near_me_from_the_home_page(visit: Visit) -> None:
    """With a position, the nearest first."""
    page = visit("/", geolocation=HERE, permissions=["geolocation"])
    page.get_by_role("link", name="Gần tôi: Nhà thuốc").click()
    expect(page).to_have_url(re.compile(r"near=106\.6512(,|%2C)10\.9804"))
    expect(page.locator(".bd-found-distance")).to_have_count(20)


def test_the_nearest_open_pharmacy_in_two_taps(visit: Visit) -> None:
    """From the home page, on a phone: near me, open now; the answer stands on the screen without scrolling, the map above it."""
    page = visit("/", viewport=PHONE, geolocation=HERE, permissions=["geolocation"])
    page.get_by_role("link", name="Gần tôi: Nhà thuốc").click()
    page.get_by_label("Đang mở").check()
    expect(page).to_have_url(re.compile("open_now=true"))
    first = page.locator(".bd-found-item").first
    expect(first.locator(".bd-open-good")).to_contain_text("Đang mở")
    assert page.evaluate("scrollY") == 0
    for part in (
        first.locator("h3"),
        first.locator(".bd-found-distance"),
        first.locator(".bd-open-good"),
        first.get_by_role("link", name="0274"),
    ):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"]
    page.locator("[data-sheet-handle]").click()
    expect(page.locator("[data-finder-root]")).to_have_attribute("data-sheet", "full")
    small = [box for box in page.locator("#finder-form :is(button, summary, .bd-chip), .bd-sheet-handle").all() if box.is_visible()]
    assert [box.inner_text() for box in small if (box.bounding_box() or {"height": 0})["height"] < 44] == []
