"""No page type breaks a rule of WCAG 2.0 to 2.2 (A, AA) that axe can see, in light and dark, on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    *("/", "/en/", "/about", "/dataset/", "/dataset/?q=qqzz", "/dataset/nha-thuoc", "RESOURCE", "/organization/", "/organization/so-y-te"),
    *(
        "/group/",
        "/group/nha-thuoc",
        "/map",
        "/map?theme=nha-thuoc&near=106.6512,10.9804",
        "/user/login",
        "/docs/api",
        "/en/docs/api",
        "/khong-co-trang-nay",
    ),
    *(
        "RESOURCE?tab=chart",
        "RESOURCE?tab=chart&draw=dien_tich_m2",
        "RESOURCE?tab=columns",
        "RESOURCE?filter=gia:is:1&column=loai_hinh&layout=cards",
    ),
    *("/dataset/?q=duoc+si", "/chat-luong"),
    *("/dataset/?q=di+an", "/feature/nha-thuoc/NT0001", "/place", "/place/718@2024", "/place/25747@2025", "/en/place/79@2025"),
    "/place/compare?unit=718@2024&unit=di+an",
    *("RESOURCE?tab=map", "/plan", "/plan?q=11.2,106.5", "/en/plan?q=LO-25741-01", "/map?theme=nha-thuoc&nowhere=slow"),
    "/dataset/?theme=y-te&theme=nha-thuoc&ext_within=718@2024",
    *("/map?theme=moi-truong", "/map?theme=camera-giao-thong", "/feature/quan-trac-moi-truong/KK01"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Callable[..., Page], resource_page: str, path: str, scheme: str) -> None:
    """Zero violations; a map is drawn before it is looked at."""
    # The page's own policy keeps axe's script out; bypassing it changes nothing that axe looks at.
    page = visit(path.replace("RESOURCE", resource_page), viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    if path.startswith("/map"):
        expect(page.locator("[data-map]")).to_have_attribute(
            "data-drawn", "20" if "theme" in path and "nowhere" not in path else "0", timeout=30000
        )
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]] == []


def test_the_finder_by_keyboard(visit: Callable[..., Page]) -> None:
    """From the skip link to a telephone number without a mouse."""
    page = visit("/map?theme=nha-thuoc")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Chuyển đến kết quả đầu tiên")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Chuyển đến nội dung chính")
    page.keyboard.press("Enter")
    page.get_by_label("Tìm gì, ở đâu").focus()
    page.keyboard.type("thuan an")
    page.keyboard.press("Enter")
    expect(page.locator("#finder-form")).to_contain_text("Trong Thành phố Thuận An")
    page.locator(".bd-found-item").first.get_by_role("link", name="0274").focus()
    assert (page.locator(":focus").get_attribute("href") or "").startswith("tel:")


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/dataset/nha-thuoc", "/map?theme=nha-thuoc", "/dataset/?q=di+an", "/feature/nha-thuoc/NT0001", "/place/718@2024"),
        *("RESOURCE", "RESOURCE?tab=chart&draw=dien_tich_m2", "RESOURCE?tab=columns"),
    ],
)
def test_four_hundred_percent_zoom(visit: Callable[..., Page], resource_page: str, path: str) -> None:
    """At 400 % of 1280 pixels (320 remain) nothing needs sideways scrolling (WCAG 1.4.10)."""
    page = visit(path.replace("RESOURCE", resource_page), viewport={"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
