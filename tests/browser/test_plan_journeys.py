""" "Is my plot in a plan?": yes or no first, by a tapped point, coordinates, the device, a plot's number or an address."""

import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import found_by_axe
from tests.browser.conftest import both_widths

Visit = Callable[..., Page]
NOWHERE = "11.2, 106.5"


@pytest.fixture(scope="module")
def zone(portal_url: str) -> dict[str, Any]:
    """A zone of a plan, with a point in it."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/feature_search?layer=quy-hoach&within=724@2024&limit=1") as answer:
        feature = json.load(answer)["result"]["features"][0]
    ring = feature["geometry"]["coordinates"][0]
    ring = ring[0] if isinstance(ring[0][0], list) else ring
    lon, lat = (sum(position[axis] for position in ring[:-1]) / (len(ring) - 1) for axis in (0, 1))
    return {**feature["properties"], "point": f"{lat:.6f}, {lon:.6f}", "place": {"longitude": lon, "latitude": lat}}


def says_yes(page: Page, zone: dict[str, Any]) -> None:
    """Yes first, on the first screen; then plan, use, decision, date, meaning, who to ask."""
    answer = page.locator("[data-plan-answer=yes]")
    expect(answer.get_by_role("heading", level=2)).to_have_text(re.compile("^Có: "))
    for fact in (zone["do_an"], zone["loai_dat"], zone["quyet_dinh"], "Hỏi ai", "Sở Xây dựng tỉnh Bình Dương"):
        expect(answer).to_contain_text(fact)
    year, month, day = zone["ngay_quyet_dinh"].split("-")
    expect(answer).to_contain_text(f"{day}/{month}/{year}")


@both_widths
def test_coordinates_in_a_zone(visit: Visit, viewport: dict[str, int], zone: dict[str, Any]) -> None:
    """From the theme's page, two taps and the coordinates; axe finds nothing."""
    page = visit("/group/quy-hoach", viewport=viewport, bypass_csp=True)
    page.get_by_role("link", name="Thửa đất có nằm trong quy hoạch không?").click()
    page.get_by_label("Tọa độ, số thửa hoặc địa chỉ").fill(zone["point"])
    page.get_by_role("button", name="Tra cứu").click()
    says_yes(page, zone)
    expect(page.locator("[data-plan-map]")).to_have_attribute("data-drawn", "1")
    box = page.locator("#answer-title").bounding_box()
    assert box
    assert box["y"] + box["height"] < viewport["height"]
    assert found_by_axe(page) == []


@both_widths
def test_a_point_in_no_plan(visit: Visit, viewport: dict[str, int]) -> None:
    """No first; what that does not mean, the nearest zone, who to ask; never "nothing found, use fewer filters"."""
    page = visit(f"/plan?q={NOWHERE}", viewport=viewport)
    answer = page.locator("[data-plan-answer=no]")
    expect(answer.get_by_role("heading", level=2)).to_have_text("Không: điểm này không nằm trong quy hoạch nào đã công bố")
    expect(answer).to_contain_text("trả lời bằng văn bản")
    expect(answer).to_contain_text(re.compile(r"Vùng gần nhất cách [\d.,]+ k?m"))
    expect(answer).to_contain_text("Hỏi ai")
    page.goto(page.url.replace("/plan", "/map").replace("q=11.2,%20106.5", "theme=quy-hoach&at=106.5,11.2"))
    expect(page.locator("#found-title")).to_have_text("Không: không vùng nào phủ lên điểm này")
    expect(page.locator("#finder-list")).not_to_contain_text("bớt bộ lọc")


def test_a_tapped_point(visit: Visit) -> None:
    """A tap on the page's map is an answer about that point."""
    page = visit("/plan")
    expect(page.locator("[data-plan-map]")).to_have_attribute("data-drawn", "0")
    box = page.locator("[data-plan-map] canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/plan\?at=106\.\d+,11\.\d+#answer"))
    expect(page.locator("[data-plan-answer]")).to_be_visible()


def test_where_i_am(visit: Visit, zone: dict[str, Any]) -> None:
    """The device's point, one tap."""
    page = visit("/plan", geolocation=zone["place"], permissions=["geolocation"])
    page.get_by_role("button", name="Chỗ tôi đứng").click()
    says_yes(page, zone)


def test_a_plots_number_and_an_address(visit: Visit, zone: dict[str, Any], portal_url: str) -> None:
    """A number that is a zone is answered; an address is no point, so the page offers what it knows; all of it without a script."""
    page = visit(f"/plan?q={zone['ma_lo'].lower()}", java_script_enabled=False)
    says_yes(page, zone)
    page.goto(f"{portal_url}/plan?q=phu cuong")
    expect(page.locator("[data-plan-answer=choose]")).to_contain_text("Cổng không có danh bạ địa chỉ")
    expect(page.get_by_role("link", name="Vùng quy hoạch ở Phường Phú Cường")).to_have_count(1)
    page.goto(f"{portal_url}/plan?q=1,2")
    expect(page.locator("[data-plan-answer=unreadable]")).to_contain_text("hoặc mét VN-2000")
    page.goto(f"{portal_url}/plan?q=16.0, 108.2")
    expect(page.locator("[data-plan-answer=outside]")).to_be_visible()
