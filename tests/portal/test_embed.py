"""A view of a table in a frame of another page: rows, chart and map as its address says, without the portal around them."""

import json
import re
import urllib.request
from html import unescape
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag

from ckanext.binhduong.portal.embed.framing import binhduong_frame
from tests.portal.test_finder_page import ask

VIEW = [("filter", "loai_hinh:is:Quầy thuốc"), ("sort", "-dien_tich_m2"), ("show", "ten"), ("show", "dien_tich_m2")]


@pytest.fixture(scope="module")
def table(portal_url: str) -> str:
    """The address of the pharmacies' table."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id=nha-thuoc") as answer:
        return f"{portal_url}/dataset/nha-thuoc/resource/{json.load(answer)['result']['resources'][0]['id']}"


def page_of(address: str, status: int = 200) -> BeautifulSoup:
    """The page at an address, with the status that it must have."""
    answered, _, page = ask(address)
    assert answered == status
    return page


def headings(page: BeautifulSoup) -> list[str]:
    """The titles of the columns of the page's table."""
    return [heading.get_text().strip(" ▲▼") for heading in page.select(".bd-rows thead th")]


@pytest.mark.parametrize(("path", "notes"), [("/", 1), ("/dataset/nha-thuoc", 1), ("TABLE", 1), ("/map", 1), ("TABLE/embed", 0)])
def test_a_page_carries_the_note_of_a_kept_copy(portal_url: str, table: str, path: str, notes: int) -> None:
    """Hidden, for the page's script to show while the portal is away; frames in others' pages have none."""
    found = page_of(path.replace("TABLE", table) if "TABLE" in path else portal_url + path).select("#portal-away[hidden][role=status]")
    assert len(found) == notes


def test_rows_stand_in_a_frame_as_on_the_page(table: str) -> None:
    """The same rows, columns and order as on the page of the table; the filter is told in words, and no form is there."""
    whole, framed = (page_of(f"{table}{end}?{urlencode(VIEW)}") for end in ("", "/embed"))
    assert headings(framed) == headings(whole) == ["Tên", "Diện tích (m²)"]
    assert [row.get_text(" ") for row in framed.select(".bd-rows tbody tr")] == [
        row.get_text(" ") for row in whole.select(".bd-rows tbody tr")
    ]
    assert [" ".join(each.get_text().split()) for each in framed.select(".bd-embed-filters li")] == ["Loại hình là Quầy thuốc"]
    assert framed.select("form, header, footer, nav.bd-crumbs") == []


def test_the_order_changes_in_the_frame_and_rows_open_outside(table: str) -> None:
    """Other pages may not stand in that frame: every link opens outside it but those to other views of the frame."""
    page = page_of(f"{table}/embed?{urlencode(VIEW)}")
    base = page.find("base")
    assert isinstance(base, Tag)
    assert dict(base.attrs) == {"target": "_blank"}
    inside = {str(link["href"]).partition("?")[0] for link in page.select("main a[target=_self]")}
    outside = {re.sub(r"NT\d+$", "NT…", str(link["href"]).partition("?")[0]) for link in page.select("main a:not([target])")}
    path = "/" + table.split("/", 3)[3]
    assert (inside, outside) == ({f"{path}/embed"}, {path, "/feature/nha-thuoc/NT…"})


def test_a_chart_stands_in_a_frame_as_on_the_page(table: str) -> None:
    """The kind of chart and what is drawn are in the address; the numbers are below it as on the page."""
    view = "tab=chart&draw=loai_hinh&measure=dien_tich_m2"
    whole, framed = (page_of(f"{table}{end}?{view}") for end in ("", "/embed"))
    assert framed.select_one("#chart-title") == whole.select_one("#chart-title")
    assert framed.select_one(".bd-chart-table") == whole.select_one(".bd-chart-table")


def test_a_map_fills_its_frame(table: str) -> None:
    """The map of the filtered rows, without the way to the finder."""
    page = page_of(f"{table}/embed?tab=map&filter=loai_hinh:is:Qu%E1%BA%A7y thu%E1%BB%91c".replace(" ", "+"))
    assert "filter=loai_hinh" in str(page.select_one("[data-map-now]")["data-rows"])  # type: ignore[index]
    assert page.select(".bd-embed-map .bd-actions") == []


def test_a_frame_says_whose_data_it_shows(table: str) -> None:
    """Samples are marked; the day of the data and the way to the whole page, with the same view, stand below."""
    foot = page_of(f"{table}/embed?tab=chart&draw=loai_hinh").select_one(".bd-embed-foot")
    assert foot is not None
    assert "DỮ LIỆU MẪU" in foot.get_text()
    link = foot.find("a")
    assert isinstance(link, Tag)
    assert str(link["href"]).endswith("?tab=chart&draw=loai_hinh#data")


def test_a_frame_speaks_the_language_of_its_address(table: str) -> None:
    """English below /en; what a wrong question gets is said in it too."""
    english = table.replace("/dataset/", "/en/dataset/")
    page = page_of(f"{english}/embed?filter=khong_co:is:1", 400)
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert "khong_co" in page.select_one("[role=alert]").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(("dataset", "resource"), [("nha-thuoc", "khong-co"), ("khong-co", "khong-co")])
def test_there_is_no_frame_of_what_is_not_there(portal_url: str, dataset: str, resource: str) -> None:
    """404, with what to do, on a page that no other page may frame."""
    status, headers, page = ask(f"{portal_url}/dataset/{dataset}/resource/{resource}/embed")
    assert (status, headers["X-Frame-Options"]) == (404, "DENY")
    assert "Không có bảng công khai này" in page.get_text()


def test_the_page_gives_the_code_of_its_view(table: str) -> None:
    """Whole addresses with the filters, columns and order of the page."""
    code = page_of(f"{table}?{urlencode(VIEW)}").select_one("#view-embed")
    assert code is not None
    address = re.search(r'src="([^"]+)"', code.get_text())
    assert address is not None
    assert unescape(address[1]) == f"{table}/embed?{urlencode(VIEW)}"


def test_the_code_of_a_frame_is_html() -> None:
    """What stands in an address or a title cannot end an attribute."""
    code = binhduong_frame("https://x.vn/map?q=a&b", 'Bản đồ "x" <b>', 400, "geolocation")
    frame = BeautifulSoup(code, "html.parser").find("iframe")
    assert isinstance(frame, Tag)
    assert (frame["src"], frame["title"], frame["allow"]) == ("https://x.vn/map?q=a&b", 'Bản đồ "x" <b>', "geolocation")
