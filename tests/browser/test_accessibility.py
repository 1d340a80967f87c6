"""No page type breaks a rule of WCAG 2.0 to 2.2 (A, AA) that axe can see, in light and dark, on a phone; forms and officers' pages too.

Each page is loaded once, by one visitor whose device then turns dark: what loads and draws a page costs more than what looks at it.
`make test` looks at all of them in light, and at some of each kind in the dark, whose colours all pages share.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.barriers import found_by_axe, without_barriers
from tests.browser.conftest import PHONE, Officer
from tests.browser.test_officer_journeys import sign_in_here

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
ROUTES: dict[str, dict[str, str | None]] = yaml.safe_load(
    (Path(__file__).parents[1] / "portal" / "routes" / "routes.yaml").read_text(encoding="utf-8")
)
THEME = "y-te"
BOTH_SCHEMES = pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow("path", run=12))])
#: What an agency's administrator sees otherwise than the portal's, and forms with what they are for.
OFFICERS_PAGES = (
    *("/co-quan", "/upload?agency=so-y-te", "/dataset/new?group=so-y-te", "/de-nghi/xu-ly", "/duyet", "/duyet/co-quan/so-y-te"),
    *("/ke-hoach?agency=so-y-te", "/ke-hoach/nhap?agency=so-y-te", "/organization/members/so-y-te", "/dashboard/datasets"),
)


class Reader:
    """One browser of one person, who turns pages; a page that is open already is not loaded again."""

    def __init__(self, context: BrowserContext, portal_url: str, resource_page: str) -> None:
        self.page, self.url, self.resource_page = context.new_page(), portal_url, resource_page
        self.at, self.status = "", 0

    def open(self, path: str) -> Page:
        """Go to a page; ``RESOURCE`` and ``{resource}`` stand for a table of pharmacies."""
        if path != self.at:
            table = self.resource_page.rpartition("/")[2]
            answer = self.page.goto(self.url + path.replace("RESOURCE", self.resource_page).replace("{resource}", table))
            self.status = answer.status if answer else 0
            if self.page.locator("[data-module]").count():
                # CKAN's scripts begin to draw when they have fetched their translations.
                self.page.wait_for_load_state("networkidle")
            self.at = path
        return self.page


@pytest.fixture(scope="module")
def reader(chromium: Browser, portal_url: str, resource_page: str) -> Iterator[Callable[[Officer | None], Reader]]:
    """Return a person's browser; who has an account signs in once."""
    readers: dict[str, Reader] = {}
    contexts: list[BrowserContext] = []

    def browser_of(person: Officer | None) -> Reader:
        name = person.name if person else ""
        if name not in readers:
            device = {"viewport": PHONE, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}
            contexts.append(chromium.new_context(**device, bypass_csp=True))  # type: ignore[arg-type]
            readers[name] = Reader(contexts[-1], portal_url, resource_page)
            if person:
                sign_in_here(readers[name].open("/user/login"), person)
                readers[name].at = ""
        return readers[name]

    yield browser_of
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def administrator(portal_url: str, admin_password: str) -> Officer:
    """The portal's own administrator."""
    return Officer("admin", admin_password, "")


@pytest.fixture(scope="module")
def agency_administrator(portal_url: str, staff: Callable[[str, Officer], None]) -> Iterator[Officer]:
    """The administrator of one agency, who is none of the portal."""
    made = Officer("doc-trang-thu-nghiem", os.urandom(12).hex(), "doc-trang-thu-nghiem")
    for step in ("begin", "administrate"):
        staff(step, made)
    yield made
    staff("end", made)


@BOTH_SCHEMES
@pytest.mark.parametrize(
    "path", [*PAGES, *(path for kind in ("pages", "framed") for path in ROUTES[kind].values() if path and path not in PAGES)]
)
def test_axe_finds_nothing(reader: Callable[[Officer | None], Reader], path: str, scheme: str) -> None:
    """Zero violations for a visitor; a map is drawn before it is looked at."""
    page = reader(None).open(path)
    if path.startswith("/map"):
        expect(page.locator("[data-map]")).to_have_attribute(
            "data-drawn", "20" if "theme" in path and "nowhere" not in path else "0", timeout=30000
        )
    assert found_by_axe(page, scheme) == []


@pytest.fixture(scope="module")
def real_objects(
    reader: Callable[[Officer | None], Reader], administrator: Officer, staff: Callable[[str, Officer], None]
) -> Iterator[dict[str, str]]:
    """Return what the examples of the table of routes cannot name, by the example: changes, a member, the link of a letter.

    What is there for a moment only has no address that a table could hold, and a page that says so is no page of that route.
    """
    made = Officer("doi-tuong-thu-nghiem", os.urandom(12).hex(), "doi-tuong-thu-nghiem")
    for step in ("begin", "change", "forget"):
        staff(step, made)
    page = reader(administrator).open("/about")
    found = {
        f"/group/member_delete/{THEME}": f"/group/member_delete/{THEME}?user={made.name}",
        "/organization/member_delete/so-y-te": f"/organization/member_delete/so-y-te?user={made.name}",
        "/user/reset/admin": f"/user/reset/{made.name}?key={made.mark}",
    }
    for kind, example in (("group", THEME), ("organization", "so-y-te"), ("package", "nha-thuoc")):
        answer = page.request.get(f"{reader(administrator).url}/api/3/action/{kind}_activity_list?id={made.mark}-{kind}")
        newest, *_, oldest = [each["id"] for each in answer.json()["result"]]
        path = "dataset" if kind == "package" else kind
        found[f"/{path}/changes/{example}"] = f"/{path}/changes/{newest}"
        found[f"/{path}/changes_multiple"] = f"/{path}/changes_multiple?new_id={newest}&old_id={oldest}&current_new_id={newest}"
    yield found
    staff("end", made)


@BOTH_SCHEMES
@pytest.mark.parametrize("path", [path for path in ROUTES["officers"].values() if path and not path.endswith((".csv", ".xlsx"))])
def test_axe_finds_nothing_behind_the_sign_in(
    reader: Callable[[Officer | None], Reader], administrator: Officer, real_objects: dict[str, str], path: str, scheme: str
) -> None:
    """Zero violations on every route that needs an account, for the portal's administrator; each with something to show."""
    visitor = reader(administrator)
    page = visitor.open(real_objects.get(path, path))
    assert visitor.status == 200
    assert found_by_axe(page, scheme) == []


@BOTH_SCHEMES
@pytest.mark.parametrize("path", OFFICERS_PAGES)
def test_axe_finds_nothing_on_an_agency_s_pages(
    reader: Callable[[Officer | None], Reader], agency_administrator: Officer, path: str, scheme: str
) -> None:
    """Zero violations for somebody who works in one agency."""
    assert found_by_axe(reader(agency_administrator).open(path), scheme) == []


def test_axe_finds_nothing_on_the_way_of_the_second_factor(visit: Callable[..., Page], officer: Officer) -> None:
    """Its picture and secret, the recovery codes, what can be changed, the question at sign-in and its answer to a wrong code."""
    page = visit("/tai-khoan/xac-thuc-hai-buoc", viewport=PHONE, bypass_csp=True)
    sign_in_here(page, officer)
    page.get_by_role("button", name="Thiết lập").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    without_barriers(page)
    page.locator("#confirm-code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Bật").click()
    recovery = page.locator("#recovery code").all_inner_texts()
    without_barriers(page)
    page.context.clear_cookies()
    page.reload()
    sign_in_here(page, officer)
    without_barriers(page)
    for code, problems in (("000000", 1), (recovery[0], 0)):
        page.locator("#code").fill(code)
        page.locator("form:has(#code) button").click()
        expect(page.locator("#problem")).to_have_count(problems)
        without_barriers(page)
    assert len(recovery) == 10


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
