"""What people ask of the map: each journey ends at the text the person came for, and is kept as pictures in the instance's folder."""

import json
import math
import os
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import found_by_axe
from tests.browser.conftest import HERE, PHONE, WIDTHS, both_widths
from tests.browser.test_citizen import metres

NEAR = "near=106.6512,10.9804"


def picture(page: Page, name: str) -> None:
    """Keep what the visitor sees."""
    folder = Path(os.environ["PORTAL_VAR"]) / "pictures" / "map"
    folder.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=folder / f"{name}-{width}.png")


def drawn(page: Page) -> Locator:
    """The map, when it has drawn the list and what is in view."""
    shown = page.locator("[data-finder-map]")
    expect(shown).to_have_attribute("data-in-view", re.compile(r"\d"), timeout=30000)
    return shown


def filters(page: Page) -> None:
    """Open the panel of layers, places and columns."""
    page.locator("#finder-more > summary").click()


def items(page: Page) -> Locator:
    """The rows of the list."""
    return page.locator(".bd-found-item")


def search(portal_url: str, **question: Any) -> dict[str, Any]:
    """Ask feature_search as a program does."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/feature_search?{urllib.parse.urlencode(question)}") as answer:
        return json.load(answer)["result"]


def framing(address: str) -> tuple[list[str], str | None]:
    """Who may frame a page, by both headers."""
    with urllib.request.urlopen(address) as answer:
        return re.findall(r"frame-ancestors ([^;]+)", answer.headers["Content-Security-Policy"]), answer.headers["X-Frame-Options"]


CLEAR = """() => {
  const box = document.querySelector("[data-finder-map] canvas").getBoundingClientRect();
  const [form, sheet] = ["[data-finder]", ".bd-sheet"].map((name) => document.querySelector(name).getBoundingClientRect());
  const over = form.right > box.left + 1;
  const [top, bottom] = over ? [form.bottom, sheet.top] : [box.top, box.bottom];
  return [box.left + box.width / 2, (top + bottom) / 2];
}"""
"""The middle of what can be seen of the map: on a phone the question and the list lie over it."""


def tap(page: Page) -> None:
    """Tap the map a little below its visible middle, beside what may be marked there."""
    x, y = page.evaluate(CLEAR)
    page.mouse.click(x, y + 35)


@both_widths
def test_the_nearest_pharmacy_in_di_an_without_marks(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """ "nha thuoc" in "di an": pharmacies of Dĩ An only, each with a number to call; the other units of the name are offered."""
    page = visit("/map", viewport=viewport)
    page.get_by_label("Tìm gì, ở đâu").fill("nha thuoc di an")
    page.get_by_label("Tìm gì, ở đâu").press("Enter")
    expect(page.locator("#found-title")).to_have_text(re.compile(r"Tìm thấy \d+ · Thành phố Dĩ An"))
    expect(items(page)).to_have_count(20)
    assert all("Thành phố Dĩ An" in text for text in items(page).all_inner_texts())
    expect(items(page).first.get_by_role("link", name=re.compile("^0274"))).to_have_attribute("href", re.compile(r"^tel:0274\d+$"))
    expect(page.locator("#finder-list .bd-note-sample")).to_contain_text("DỮ LIỆU MẪU")
    chips = [text.split("\n")[0].strip() for text in page.locator("#finder-chips a").all_inner_texts()]
    assert chips == ["Trong Thành phố Dĩ An", "Nhà thuốc"]
    drawn(page)
    picture(page, "di-an")
    filters(page)
    expect(page.locator("#finder-panel .bd-choices")).to_contain_text("Phường Dĩ An (2025)")


@both_widths
def test_only_what_is_open_now(visit: Callable[..., Page], viewport: dict[str, int], portal_url: str) -> None:
    """One tick, no reload: every row says that it is open; the count is the API's; the tick is in the address."""
    page = visit(f"/map?theme=nha-thuoc&{NEAR}", viewport=viewport)
    drawn(page)
    page.get_by_label("Đang mở").check()
    expect(page).to_have_url(re.compile("open_now=true"))
    expect(page.locator(".bd-open-bad, .bd-open-quiet")).to_have_count(0)
    expect(page.locator("[data-finder-status]")).to_contain_text("Tìm thấy")
    count = search(portal_url, theme="nha-thuoc", open_now="true")["count"]
    expect(page.locator("#found-title")).to_have_text(f"Tìm thấy {count}")
    states = page.locator(".bd-open-good").all_inner_texts()
    assert len(states) == min(20, count)
    assert all(re.fullmatch(r"Đang mở( · đóng lúc \d\d:\d\d)?", state) for state in states)
    assert page.get_by_label("Đang mở").evaluate("field => field === document.activeElement")
    picture(page, "open-now")


@both_widths
def test_near_me_by_the_device(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """The button asks the device; the nearest come first, also over two layers at once."""
    page = visit("/map?theme=nha-thuoc&theme=y-te", viewport=viewport, geolocation=HERE, permissions=["geolocation"])
    page.get_by_role("button", name="Gần tôi").click()
    expect(page).to_have_url(re.compile(r"near=106\.6512(,|%2C)10\.9804"))
    expect(page.locator(".bd-found-distance")).to_have_count(20)
    distances = [metres(text) for text in page.locator(".bd-found-distance").all_inner_texts()]
    assert distances == sorted(distances)
    assert distances[0] < 1000
    expect(items(page).first.get_by_role("link", name="Chỉ đường")).to_have_attribute("href", re.compile(r"^https://"))
    assert {"Nhà thuốc và quầy thuốc (dữ liệu mẫu)", "Cơ sở khám bệnh, chữa bệnh (dữ liệu mẫu)"} == set(
        page.locator("#finder-list > .bd-muted a").all_inner_texts()
    )
    drawn(page)
    picture(page, "near-me")


@both_widths
def test_the_planning_zone_of_a_tapped_point(visit: Callable[..., Page], viewport: dict[str, int], portal_url: str) -> None:
    """A tap inside a zone tells its use, its plan and its limits, and in which commune the point lies; axe finds nothing in the popup."""
    zone = search(portal_url, layer="quy-hoach", within="724@2024", limit=1)["features"][0]
    ring = zone["geometry"]["coordinates"][0][0]
    lon, lat = (sum(position[axis] for position in ring[:-1]) / (len(ring) - 1) for axis in (0, 1))
    (covering,) = search(portal_url, layer="quy-hoach", at=f"{lon},{lat}")["features"]
    page = visit(f"/map?theme=quy-hoach&at={lon:.6f},{lat:.6f}", viewport=viewport, bypass_csp=True)
    expect(items(page)).to_have_count(1)
    expect(items(page)).to_contain_text(covering["properties"]["loai_dat"])
    page.locator("[data-finder-map]").scroll_into_view_if_needed()
    drawn(page)
    tap(page)
    popup = page.locator(".bd-popup[data-ready]")
    expect(popup).to_contain_text(covering["properties"]["loai_dat"])
    expect(popup).to_contain_text(covering["properties"]["quyet_dinh"])
    expect(popup).to_contain_text("Thành phố Dĩ An")
    expect(popup).to_contain_text(re.compile(r"\(2025\)"))
    assert found_by_axe(page) == []
    picture(page, "planning")
    page.keyboard.press("Escape")
    expect(page.locator(".bd-popup")).to_have_count(0)


@WIDTHS
def test_the_latest_reading_of_a_station(visit: Callable[..., Page], viewport: dict[str, int], portal_url: str) -> None:
    """The nearest station's PM2.5 with its time, its chart, and the chart's numbers as a table."""
    page = visit(f"/map?theme=moi-truong&{NEAR}&f.loai_tram=Không khí", viewport=viewport)
    nearest = search(portal_url, theme="moi-truong", near="106.6512,10.9804", filters='{"loai_tram": "Không khí"}', limit=1)["features"][0]
    first = items(page).first
    expect(first).to_contain_text(nearest["properties"]["ten"])
    expect(first).to_contain_text(re.compile(r"Số đo lúc 28/02/2025 23:00 \(\d+ (tháng|năm) trước\)"))
    expect(first.locator("[data-state]")).to_have_text("Không có số liệu mới")
    expect(first.locator(".bd-badge-good")).to_have_count(0)
    expect(first).not_to_contain_text("Hoạt động")
    expect(first.locator(".bd-air-stale")).to_contain_text(re.compile(r"AQI \d+ (Tốt|Trung bình|Kém|Xấu) vào lúc đó"))
    expect(first).to_contain_text("Quyết định 1459/QĐ-TCMT")
    expect(first.locator(".bd-readings")).to_contain_text(re.compile(r"trung bình 24 giờ .*QCVN 05:2023/BTNMT"))
    expect(first.locator(".bd-readings")).to_contain_text("PM2.5 (µg/m³)" + str(nearest["latest"]["pm25"]).replace(".", ","))
    first.get_by_text("Biểu đồ các lần đo gần nhất").click()
    chart = first.locator("figure").first
    expect(chart.get_by_role("img")).to_have_attribute("aria-label", re.compile(r"^PM2.5 .*: từ [\d,]+ đến [\d,]+, lần cuối "))
    chart.get_by_text("Xem bảng số").click()
    expect(chart.locator("tbody tr").first).to_contain_text("28/02/2025 23:00")
    picture(page, "station")
    drawn(page)
    page.locator(".bd-pin", has_text=re.compile("^1$")).dispatch_event("click")
    if viewport == PHONE:
        # The list lies over the map there, and shows the row itself.
        return expect(page.locator("#found-1")).to_have_class(re.compile("is-chosen"))
    popup = page.locator(".bd-popup[data-ready]")
    expect(popup).to_contain_text(nearest["properties"]["ten"])
    expect(popup.get_by_role("img").first).to_be_visible()
    picture(page, "station-popup")


def test_a_camera_tells_its_state_and_asks_nobody_for_its_picture(visit: Callable[..., Page]) -> None:
    """Its state is as old as the data, so it has no colour of now; why there is no picture is said; no request leaves the portal."""
    page = visit("/map?theme=camera-giao-thong&f.trang_thai=Mất kết nối")
    expect(items(page).first.locator("[data-state]")).to_have_text("Mất kết nối · tính đến 20/02/2025")
    expect(items(page).first.locator("[data-state]")).to_have_class(re.compile("bd-badge-quiet"))
    expect(page.locator("#found-title")).to_have_text("Tìm thấy 25")
    expect(items(page).first.locator("[data-no-picture]")).to_have_text("Không có ảnh: đây là camera mẫu, địa chỉ ảnh không có thật.")
    assert page.locator("main img").count() == 0


@both_widths
def test_clusters_hold_everything_in_view(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """A whole layer is clusters whose number is the layer's; zoomed in, fewer are in view."""
    page = visit("/map?layer=nha-thuoc&layer=quan-trac-moi-truong", viewport=viewport)
    shown = drawn(page)
    expect(page.locator("[data-map-count]")).to_have_text(re.compile(r"^62[34] trong khung nhìn$"))
    assert shown.get_attribute("data-form") == "rows"
    picture(page, "clusters")
    for _ in range(4):
        page.get_by_role("button", name="Phóng to").click()
    # Each of the four movements may be counted on its way: only the last one's number stays.
    expect(page.locator("[data-map-count]")).to_have_text(re.compile(r"^[1-9]\d? trong khung nhìn$"), timeout=15000)
    fewer = int(shown.get_attribute("data-in-view") or "")
    assert 0 < fewer < 100


@both_widths
def test_large_layers_are_drawn_from_tiles(visit: Callable[..., Page], viewport: dict[str, int]) -> None:
    """Three layers with 1,400 rows in view: tiles draw all of them, no row is asked for but those of the list; a tap opens a card."""
    page = visit("/about", viewport=viewport)
    tiles: list[str] = []
    page.on("request", lambda request: tiles.append(request.url) if "/tiles/WebMercatorQuad/" in request.url else None)
    page.goto(page.url.replace("/about", "/map?theme=nha-thuoc&theme=y-te&theme=mat-hang-thiet-yeu"))
    shown = drawn(page)
    expect(page.locator("[data-map-count]")).to_have_text(re.compile(r"^1\.(400|39\d) trong khung nhìn$"))
    expect(shown).to_have_attribute("data-form", "tiles")
    page.wait_for_timeout(1500)
    assert {url.partition("/collections/")[2].partition("/")[0] for url in tiles} == {"nha-thuoc", "co-so-y-te", "diem-hang-thiet-yeu"}
    assert all(re.search(r"\?v=\d+$", url) for url in tiles)
    picture(page, "tiles")


def test_an_address_restores_the_view(visit: Callable[..., Page]) -> None:
    """Ticked, typed and chosen by one visitor, copied, opened by another: the same rows in the same order, the same ticks."""
    page = visit("/map")
    filters(page)
    page.locator("#layer-nha-thuoc").check()
    page.locator("#layer-co-so-y-te").check()
    page.get_by_label("Xã, phường, huyện").fill("thuan an")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator("#found-title")).to_contain_text("Thành phố Thuận An")
    filters(page)
    page.locator(".bd-filter summary", has_text="Loại hình").click()
    page.locator("input[name='f.loai_hinh'][value='Quầy thuốc']").check()
    expect(page.locator("#found-title")).to_have_text(re.compile(r"^Tìm thấy \d\d · Thành phố Thuận An$"))
    # The panel lies over the end of the list until it is closed.
    filters(page)
    page.get_by_text("Chia sẻ kết quả này").click()
    link = page.locator("#finder-link").text_content() or ""
    names = items(page).locator("h3").all_inner_texts()
    assert all("Quầy thuốc" in name for name in names)
    other = visit(urllib.parse.urlsplit(link)._replace(scheme="", netloc="").geturl())
    assert items(other).locator("h3").all_inner_texts() == names
    expect(other.locator("#found-title")).to_contain_text("Thành phố Thuận An")
    assert other.locator("input[value=nha-thuoc]").is_checked()
    assert other.locator("input[name='f.loai_hinh'][value='Quầy thuốc']").is_checked()
    page.go_back()
    expect(page.locator("input[name='f.loai_hinh']:checked")).to_have_count(0)


def looked_at(page: Page, address: str) -> list[float]:
    """Longitude, zoom of the view whose rows a page's map asks for first, from the box in its question."""
    with page.expect_request(lambda request: "bbox=" in request.url, timeout=60000) as asked:
        page.goto(address)
    west, _, east, _ = urllib.parse.parse_qs(urllib.parse.urlsplit(asked.value.url).query)["bbox"][0].split(",")
    frame = page.locator("[data-finder-map]").bounding_box()
    assert frame
    # The world is 512 pixels wide at zoom 0.
    return [(float(west) + float(east)) / 2, math.log2(360 * frame["width"] / 512 / (float(east) - float(west)))]


def test_an_address_restores_where_the_map_looks(visit: Callable[..., Page]) -> None:
    """Moved and zoomed by one visitor: the address, the shared link and the embedded page look there; the list is the same."""
    page = visit("/map?theme=nha-thuoc")
    canvas = drawn(page).locator("canvas")
    assert "view=" not in page.url
    page.get_by_role("button", name="Phóng to").click()
    expect(page).to_have_url(re.compile(r"view=106\.65\d+,11\.\d+,\d+\.\d\d$"))
    canvas.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"view=106\.(6[6-9]|[78])\d+,11\.\d+,\d+\.\d\d$"))
    link = page.locator("#finder-link").text_content() or ""
    assert link == page.url
    framed = link.replace("&view", "&embed=1&view").replace("&", "&amp;")
    assert f'src="{framed}"' in (page.locator("#finder-embed").text_content() or "")
    longitude, _, zoom = (float(number) for number in link.rpartition("view=")[2].split(","))
    other = visit("/")
    for address in (link, f"{link}&embed=1"):
        assert looked_at(other, address) == pytest.approx([longitude, zoom], abs=0.01)
        assert items(other).locator("h3").all_inner_texts() == items(page).locator("h3").all_inner_texts()


def test_a_question_that_moves_nothing_keeps_the_view_in_the_address(visit: Callable[..., Page]) -> None:
    """An answer about a place moves the map and needs no view in the address; a layer more moves nothing, and its address tells it."""
    page = visit("/map?theme=nha-thuoc")
    drawn(page)
    page.get_by_role("button", name="Phóng to").click()
    expect(page).to_have_url(re.compile("view="))
    view = page.url.rpartition("view=")[2]
    filters(page)
    page.locator("#layer-co-so-y-te").check()
    expect(page).to_have_url(re.compile(f"layer=co-so-y-te.*view={re.escape(view)}#found$"))
    assert page.locator("#finder-link").text_content() == page.url.removesuffix("#found")
    page.get_by_label("Tìm gì, ở đâu").fill("thuan an")
    page.get_by_label("Tìm gì, ở đâu").press("Enter")
    expect(page.locator("#found-title")).to_contain_text("Thành phố Thuận An")
    expect(page).not_to_have_url(re.compile("view="))


def test_the_way_to_the_whole_page_looks_where_the_embedded_map_does(visit: Callable[..., Page]) -> None:
    """Moved in somebody else's page, opened in the portal: the same part of the map."""
    page = visit("/map?theme=nha-thuoc&embed=1")
    drawn(page)
    page.get_by_role("button", name="Phóng to").click()
    expect(page).to_have_url(re.compile("view="))
    whole = page.locator("[data-whole-page]").get_attribute("href") or ""
    assert (whole.rpartition("view=")[2], "embed" in whole) == (page.url.rpartition("view=")[2], False)


def test_embedded_in_somebody_elses_page(visit: Callable[..., Page], portal_url: str) -> None:
    """Only with embed=1 may another page frame the finder; it has no header there, and its links stay in it."""
    page = visit("/map?theme=nha-thuoc&embed=1")
    expect(page.locator("header, form")).to_have_count(0)
    expect(items(page)).to_have_count(20)
    page.get_by_role("link", name="Xem tiếp").click()
    expect(page).to_have_url(re.compile("embed=1"))
    policies = {path: framing(portal_url + path) for path in ("/map?embed=1", "/map", "/")}
    assert policies == {"/map?embed=1": (["*"], None), "/map": (["'none'"], "DENY"), "/": (["'none'"], "DENY")}


def test_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    """The first result within three Tabs; from the field to a number to call; then the map itself: what holds in its middle, and back."""
    page = visit("/map?theme=nha-thuoc")
    drawn(page)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Chuyển đến kết quả đầu tiên")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Hiện trên bản đồ: 1")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("^/feature/nha-thuoc/"))
    page.get_by_label("Tìm gì, ở đâu").focus()
    page.keyboard.type("thuan an")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_be_focused()
    expect(page.locator("#found-title")).to_contain_text("Thành phố Thuận An")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Hiện trên bản đồ: 1")
    page.keyboard.press("Enter")
    expect(items(page).first).to_have_class(re.compile("is-chosen"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("^tel:"))
    page.get_by_role("region", name=re.compile("^Bản đồ; phím mũi tên")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bd-popup[data-ready]")).to_be_focused()
    expect(page.locator(".bd-popup")).to_contain_text("Thành phố Thuận An")
    picture(page, "keyboard")
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name=re.compile("^Bản đồ; phím mũi tên"))).to_be_focused()


@both_widths
def test_without_javascript(visit: Callable[..., Page], viewport: dict[str, int], portal_url: str) -> None:
    """The same rows in the same order as the API's; layers, filters, places and pages are fields and links."""
    page = visit("/map", viewport=viewport, java_script_enabled=False)
    filters(page)
    page.get_by_label(re.compile("^Y tế")).check()
    page.get_by_label("Xã, phường, huyện").fill("thu dau mot")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator("#found-title")).to_contain_text("Thành phố Thủ Dầu Một")
    filters(page)
    page.locator(".bd-filter summary", has_text="Hình thức").click()
    page.get_by_label(re.compile("^Tư nhân")).check()
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.get_by_text("Bản đồ cần JavaScript")).to_be_visible()
    asked = search(portal_url, layer="co-so-y-te", within="718@2024", filters='{"hinh_thuc": "Tư nhân"}')
    assert items(page).locator("h3").all_inner_texts() == [feature["properties"]["ten"] for feature in asked["features"]]
    page.get_by_role("link", name="Xem tiếp").click()
    expect(items(page)).to_have_count(min(20, asked["count"] - 20))
    picture(page, "no-javascript")


def test_without_webgl(visit: Callable[..., Page], portal_url: str) -> None:
    """A browser that cannot draw says so; the list is all there."""
    page = visit("/about")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{portal_url}/map?theme=nha-thuoc")
    expect(page.locator("[data-finder-map]")).to_contain_text("Trình duyệt này không vẽ được bản đồ. Danh sách có đủ nội dung.")
    expect(items(page)).to_have_count(20)


def test_in_english(visit: Callable[..., Page]) -> None:
    """The same in English: sentences, choices, the map's buttons; what is Vietnamese is marked as such."""
    page = visit(f"/en/map?theme=nha-thuoc&always_open=true&{NEAR}")
    expect(page.locator("#found-title")).to_have_text("21 found")
    expect(items(page).first).to_contain_text("Open now")
    expect(items(page).first.locator("h3 a")).to_have_attribute("lang", "vi")
    drawn(page)
    expect(page.get_by_role("button", name="Zoom in")).to_be_visible()
    page.locator(".bd-pin", has_text=re.compile("^1$")).dispatch_event("click")
    expect(page.locator(".bd-popup[data-ready]")).to_contain_text("Directions")
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    picture(page, "english")


def test_at_four_hundred_percent(visit: Callable[..., Page]) -> None:
    """320 pixels wide: no sideways scrolling with the choices and a popup open; the list and a number to call are reached."""
    page = visit(f"/map?theme=nha-thuoc&{NEAR}", viewport={"width": 320, "height": 256})
    drawn(page)
    filters(page)
    page.locator(".bd-filter summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    filters(page)
    page.locator(".bd-pin", has_text=re.compile("^1$")).dispatch_event("click")
    expect(page.locator(".bd-popup[data-ready]")).to_contain_text("Thành phố Thủ Dầu Một")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    items(page).first.get_by_role("link", name=re.compile("^0274")).scroll_into_view_if_needed()
    picture(page, "zoom")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_with_an_open_popup(visit: Callable[..., Page], scheme: str) -> None:
    """A card open, then filters and choices: no violation, light and dark."""
    page = visit(f"/map?theme=nha-thuoc&{NEAR}", color_scheme=scheme, bypass_csp=True)
    drawn(page)
    page.locator(".bd-pin", has_text=re.compile("^2$")).dispatch_event("click")
    expect(page.locator(".bd-popup[data-ready]")).to_contain_text("Chỉ đường")
    assert found_by_axe(page, scheme) == []
    picture(page, f"popup-{scheme}")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    filters(page)
    page.locator(".bd-filter summary").first.click()
    assert found_by_axe(page, scheme) == []
    picture(page, f"filters-{scheme}")
