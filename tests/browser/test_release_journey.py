"""An officer sends the next file of a layer; a reader sees what changed, on pages and in the feed; what breaks programs is asked about."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import found_by_axe, without_barriers
from tests.browser.conftest import DESK, PHONE, WIDTHS, Officer
from tests.browser.test_officer import new_dataset, sign_in, wait_for
from tests.browser.test_officer_journeys import choose, fill_in, publish, sign_in_here

FIRST = """ma,ten,kinh_do,vi_do
A1,Điểm một,106.6512,10.9812
A2,Điểm hai,106.6522,10.9822
A3,Điểm ba,106.6532,10.9832
"""
SECOND = """ma,ten,kinh_do,vi_do
A1,Điểm một,106.6512,10.9912
A2,Điểm hai (mới),106.6522,10.9822
A4,Điểm bốn,106.6542,10.9842
"""
THIRD = "ma,kinh_do,vi_do\nA1,106.6512,10.9912\nA4,106.6542,10.9842\n"
ATOM = "{http://www.w3.org/2005/Atom}"


def send(page: Page, address: str, file: Path) -> None:
    """Upload another file to a resource through CKAN's own form."""
    page.goto(address)
    page.get_by_role("link", name="Sửa tài nguyên").click()
    page.get_by_role("button", name="Bỏ").first.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Cập nhật tài nguyên").click()
    page.goto(address)


def read_until(page: Page, text: str) -> None:
    """Read the page again until it says ``text``, within a minute."""
    for _ in range(30):
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(2000)
        page.reload()
    raise AssertionError(f"never “{text}”: {page.locator('main').inner_text()[:800]}")


def look_at(page: Page, name: str) -> None:
    """On a phone and on a desk: a picture is kept, axe finds nothing, nothing needs sideways scrolling."""
    folder = Path(os.environ["PORTAL_VAR"]) / "pictures" / "releases"
    folder.mkdir(parents=True, exist_ok=True)
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.screenshot(path=folder / f"{name}-{viewport['width']}.png", full_page=True)
        assert found_by_axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def feed_of(page: Page, portal_url: str) -> list[ET.Element]:
    """The entries of the feed that a page names in its head."""
    href = page.locator("head link[type='application/atom+xml']").get_attribute("href") or ""
    return ET.fromstring(page.request.get(portal_url + href).text()).findall(f"{ATOM}entry")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three files of one layer: the first, the next, and one without the column ``ten``."""
    paths = [tmp_path / f"diem-{number}.csv" for number in (1, 2, 3)]
    for path, text in zip(paths, (FIRST, SECOND, THIRD), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_a_reader_sees_what_the_next_release_changed(
    visit: Callable[..., Page], portal_url: str, officer: Officer, files: list[Path]
) -> None:
    """Release 2 has its page of differences and its entry in the feed; release 3 lacks a column, waits for a yes and is flagged."""
    page = visit("/user/login")
    sign_in(page, officer)
    new_dataset(page, portal_url, officer)
    page.locator("input[type=file]").set_input_files(files[0])
    page.locator("[name=name]").fill("Các điểm")
    page.locator("[name=key_column]").fill("ma")
    page.locator("button[name=save][value=go-metadata]").click()
    page.wait_for_url(re.compile(rf"/dataset/{officer.mark}$"))
    page.get_by_role("link", name="Các điểm").first.click()
    address = page.url
    read_until(page, "Bản phát hành đầu tiên.")
    send(page, address, files[1])

    reader = visit(f"{address.removeprefix(portal_url)}/releases", bypass_csp=True)
    read_until(reader, "Thêm 1 dòng; bớt 1 dòng; sửa 2 dòng (1 dời chỗ, xa nhất 1.106 m).")
    look_at(reader, "history")
    newest = feed_of(reader, portal_url)[0]
    assert newest.findtext(f"{ATOM}title") == "Các điểm: bản 2 / release 2"
    assert (newest.findtext(f"{ATOM}summary") or "").endswith("1 row added; 1 row removed; 2 rows changed (1 moved, 1,106 m at most).")

    reader.get_by_role("link", name="Xem thay đổi so với bản 1").click()
    expect(reader.locator("h1")).to_have_text("Thay đổi từ bản 1 đến bản 2")
    expect(reader.locator("#changed tbody tr")).to_have_text(
        [re.compile(r"A1\s*dời 1,1 km\s*vi_do\s*10,9812\s*10,9912"), "A2tenĐiểm haiĐiểm hai (mới)"]
    )
    expect(reader.locator("#added tbody td")).to_have_text(["A4", "Điểm bốn", "106,6542", "10,9842"])
    expect(reader.locator("#removed tbody td")).to_have_text(["A3", "Điểm ba", "106,6532", "10,9832"])
    look_at(reader, "difference")

    send(page, address, files[2])
    wait_for(page, "held")
    expect(page.locator("#release")).to_contain_text("Tệp không còn cột “ten”")
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Điểm bốn")
    page.get_by_role("button", name="Xác nhận và công bố").click()
    reader.goto(f"{address}/releases")
    read_until(reader, "Bớt 1 dòng; bỏ cột “ten”.")
    expect(reader.locator(".bd-releases > li").first).to_contain_text("Thay đổi phá vỡ")
    assert [category.get("term") for category in feed_of(reader, portal_url)[0].findall(f"{ATOM}category")] == ["breaking-change"]


@WIDTHS
def test_an_editor_from_nothing_to_a_roll_back(
    visit: Callable[..., Page], officer: Officer, tmp_path: Path, viewport: dict[str, int]
) -> None:
    """From the officer's home: a broken file, the fixed one, the next release by its key, the differences, back to the first."""
    page = visit("/co-quan", viewport=viewport, bypass_csp=True)
    form, forgot = page.locator("#field-login"), page.get_by_role("link", name="Quên mật khẩu?")
    assert form.bounding_box()["y"] < forgot.bounding_box()["y"]  # type: ignore[index]
    sign_in_here(page, officer)
    page.locator("main").get_by_role("link", name="Tải dữ liệu lên").click()
    rows = [f"A{number},Trạm {number},{number}.5" for number in range(1, 6)]
    broken, fixed, second = (tmp_path / name for name in ("tram-loi.csv", "tram.csv", "tram-2.csv"))
    broken.write_text("\n".join(["ma,ten,dien_tich", *rows, "A5,Trạm 6,6.5"]), encoding="utf-8")
    fixed.write_text("\n".join(["ma,ten,dien_tich", *rows]), encoding="utf-8")
    second.write_text("\n".join(["ma,ten,dien_tich", *rows[:3], "A4,Trạm 4,1234.5", "A6,Trạm 6,6.5"]), encoding="utf-8")
    choose(page, broken)
    expect(page.locator("[data-severity=warning]")).to_contain_text("A5")
    assert page.locator("[name=key_column]").input_value() == ""
    page.goto(page.url.split("/upload")[0] + "/co-quan")
    page.get_by_role("link", name="tram-loi.csv").click()
    choose(page, fixed)
    expect(page.locator("[name=key_column]")).to_have_value("ma")
    expect(page.locator("[name=contact_name]")).to_have_value("Sở Y tế tỉnh Bình Dương")
    fill_in(page, officer, officer.mark)
    publish(page)
    page.goto(page.url.split("/upload")[0] + "/co-quan")
    row = page.locator(".bd-office > li").filter(has_text=officer.mark)
    expect(row).to_contain_text("tram.csv")
    without_barriers(page)
    row.get_by_role("link", name="Tải bản tiếp theo").click()
    choose(page, second)
    publish(page)
    page.get_by_role("link", name="Xem như người đọc").click()
    read_until(page, "Xem thay đổi")  # a job compares, after the table is public
    page.locator("#releases").get_by_role("link", name=re.compile("Có gì|So với|đổi")).first.click()
    expect(page.locator("#summary")).to_contain_text("1")
    expect(page.locator("#changed")).to_contain_text("1.234,5")
    page.goto(re.sub(r"/releases/.*", "/releases", page.url))
    page.get_by_text("Công bố lại bản 1").first.click()
    without_barriers(page)
    page.get_by_role("button", name="Đồng ý, công bố lại bản 1").click()
    expect(page.locator("[data-loading=published]")).to_contain_text("bản số 3", timeout=240000)
