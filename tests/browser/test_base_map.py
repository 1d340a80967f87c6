"""The map under the maps: units with their names and water on every one, from the portal alone, light enough for a phone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import PHONE, both_widths

Visit = Callable[..., Page]
KEEP_MAP = "document.addEventListener('map:made', (event) => { window.madeMap = event.detail; })"
#: What a first look at the base map may weigh on a phone.
FIRST_LOOK = 100_000


def opened(page: Page, address: str) -> Page:
    """A page whose map is drawn and at rest."""
    page.add_init_script(KEEP_MAP)
    page.goto(address)
    until(page, "window.madeMap?.loaded() && window.madeMap.areTilesLoaded() && !window.madeMap.isMoving()")
    return page


def until(page: Page, condition: str) -> None:
    """Wait for what the map itself knows; the page's policy lets no script be made of a text, which Playwright's own waiting does."""
    for _ in range(120):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(250)
    raise AssertionError(condition)


def drawn(page: Page, *layers: str) -> set[str]:
    """The names that can be read on the map, of these layers of its style."""
    return set(
        page.evaluate(
            "(layers) => window.madeMap.queryRenderedFeatures({ layers }).map(({ properties }) => properties.name ?? '')", list(layers)
        )
    )


@both_widths
def test_a_citizen_sees_units_by_name_and_the_rivers(visit: Visit, viewport: dict[str, int], portal_url: str) -> None:
    """Around Thủ Dầu Một: the units of today, the Sài Gòn; nothing is asked of anybody else."""
    page = visit("/about", viewport=viewport)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    opened(page, f"{portal_url}/map?layer=san-bay&view=106.68,10.96,11")
    assert drawn(page, "name-unit") & {"Thủ Dầu Một", "Phú Lợi", "Lái Thiêu", "Thuận An", "Thuận Giao", "Bình Dương"}
    assert not drawn(page, "name-district", "name-commune")
    assert len(page.evaluate("window.madeMap.queryRenderedFeatures({ layers: ['rivers', 'water'] })")) > 0
    assert hosts - {""} == {urlsplit(portal_url).netloc}


def test_the_other_list_of_units_is_a_button_away(visit: Visit, portal_url: str) -> None:
    """It says which list is shown; districts and communes come, today's units go; pressed again, they are back."""
    page = opened(visit("/about", viewport=PHONE), f"{portal_url}/map?layer=san-bay&view=106.68,10.96,11.5")
    button = page.locator(".bd-map-list")
    expect(button).to_have_text("2025")
    button.click()
    expect(button).to_have_accessible_name("Đơn vị hành chính trước 1/7/2025. Bấm để xem các đơn vị hiện nay.")
    of = "window.madeMap.queryRenderedFeatures({{ layers: ['name-{}'] }}).length"
    until(page, f"{of.format('commune')} > 0 && {of.format('unit')} === 0")
    button.press("Enter")
    expect(button).to_have_text("2025")
    until(page, f"{of.format('unit')} > 0 && {of.format('commune')} === 0")


def test_the_page_of_an_old_unit_opens_with_its_own_list(visit: Visit, portal_url: str) -> None:
    """Thủ Dầu Một of 2024 was a city of 14 wards."""
    page = visit("/about", viewport=PHONE)
    page.add_init_script(KEEP_MAP)
    page.goto(f"{portal_url}/place/718@2024")
    page.get_by_role("link", name="Hiện bản đồ").click()
    expect(page.locator(".bd-map-list")).to_have_text("2024", timeout=20000)
    until(page, "window.madeMap?.areTilesLoaded()")
    assert "Thủ Dầu Một" in drawn(page, "name-district") or len(drawn(page, "name-commune")) > 3


def test_a_first_look_is_light_and_names_its_makers(visit: Visit, portal_url: str) -> None:
    """Parts of one file, kept for a year; behind the sign at the edge of the map stand those who made it."""
    page = visit("/about", viewport=PHONE)
    parts: list[dict[str, Any]] = []

    def note(answer: Response) -> None:
        if ".pmtiles" in answer.url:
            parts.append({"status": answer.status, **answer.headers})

    page.on("response", note)
    opened(page, f"{portal_url}/map?theme=nha-thuoc")
    assert parts
    assert {part["status"] for part in parts} == {206}
    assert sum(int(part["content-length"]) for part in parts) <= FIRST_LOOK
    assert all("max-age=31536000" in part["cache-control"] for part in parts)
    credit = page.locator(".maplibregl-ctrl-attrib")
    credit.locator("summary").click()
    expect(credit).to_contain_text("GSHHG · censusVN2009 · GeoNames · OurAirports · © OpenStreetMap")


def test_the_map_turns_dark_with_the_device(visit: Visit, portal_url: str) -> None:
    """Land and names change their colours, the map stays where it is."""
    page = opened(visit("/about", viewport=PHONE), f"{portal_url}/map?theme=nha-thuoc&view=106.68,10.96,11")
    paint = "window.madeMap.getPaintProperty('home', 'fill-color')"
    light = page.evaluate(paint)
    page.emulate_media(color_scheme="dark")
    until(page, f"{paint} !== '{light}'")
    assert (light, page.evaluate(paint)) == ("#fffdf8", "#1a2528")
    assert round(page.evaluate("window.madeMap.getZoom()"), 1) == 11
