"""The finder's page as the server writes it: what is wrong in an address is told; cards and points are fragments; readings have charts."""

import urllib.error
import urllib.parse
import urllib.request
from email.message import Message

import pytest
from bs4 import BeautifulSoup


def ask(address: str) -> tuple[int, Message, BeautifulSoup]:
    """Give an answer's status, headers and content, also of a refusal."""
    request = urllib.request.Request(urllib.parse.quote(address, safe=":/?&=,@%+"), headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, BeautifulSoup(answer.read(), "html.parser")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, BeautifulSoup(error.read(), "html.parser")


@pytest.mark.parametrize(
    ("address", "status", "vi", "en"),
    [
        ("/map?theme=nha-thuoc&within=999@2024", 400, "Không có đơn vị hành chính mã “999@2024”", "no administrative unit “999@2024”"),
        ("/map?theme=nha-thuoc&cursor=abc", 400, "cursor không đọc được", "cursor cannot be read"),
        ("/map?near=abc", 400, "Không hiểu điểm “abc”", "point “abc” could not be understood"),
        ("/map?near=106.6,10.9&radius=xa", 400, "“xa” không phải là khoảng cách", "“xa” is no distance"),
        ("/map?theme=nha-thuoc&view=106.6,10.9", 400, "khung nhìn bản đồ “106.6,10.9”", "map’s view “106.6,10.9”"),
        ("/map?theme=khong-co", 400, "Không có chủ đề “khong-co”", "no theme “khong-co”"),
        ("/map?layer=khong-co", 400, "Không có lớp dữ liệu “khong-co”", "no layer “khong-co”"),
        ("/map?place=qqzz", 400, "tên “qqzz”", "is called “qqzz”"),
        ("/map?theme=nha-thuoc&f.mau=xanh", 400, "không lọc được theo «mau»", "cannot filter by «mau»"),
        ("/map?theme=nha-thuoc&f.loai_hinh=abc", 400, "không có giá trị «abc»", "has no value «abc»"),
        ("/map?theme=quy-hoach&open_now=true", 400, "không lớp nào được hỏi ghi giờ mở cửa", "none of the layers asked has opening hours"),
        ("/map?theme=nha-thuoc&open_now=co", 400, "open_now không có giá trị “co”", "“co” is no value of open_now"),
        ("/map?theme=nha-thuoc&themes=x", 200, "bỏ qua: themes", "left out: themes"),
        ("/map?theme=nha-thuoc&q=qqzz", 200, "Không tìm thấy", "Nothing found"),
    ],
)
def test_what_is_wrong_in_an_address_is_told(portal_url: str, address: str, status: int, vi: str, en: str) -> None:
    """Nothing is ignored: the page names it in the reader's language, keeps the form, and lists nothing where it did not understand."""
    for prefix, words in (("", vi), ("/en", en)):
        answered, _, page = ask(portal_url + prefix + address)
        content = page.find(id="content")
        assert answered == status
        assert content is not None
        assert words in content.get_text(" ")
        assert page.find(id="finder-form") is not None
        assert bool(page.select(".bd-found-item")) is (status == 200 and "qqzz" not in address)


def test_a_unit_typed_over_another_is_the_new_one(portal_url: str) -> None:
    """The form sends the chosen unit's id with its name; the name alone decides when it was typed over."""
    kept = ask(f"{portal_url}/map?theme=nha-thuoc&within=25942@2025&place=Phường Dĩ An")[2]
    typed = ask(f"{portal_url}/map?theme=nha-thuoc&within=25942@2025&place=thuan an")[2]
    assert "Phường Dĩ An (danh mục 2025)" in kept.get_text(" ")
    assert "gần đúng" in kept.get_text(" ")
    assert "Thành phố Thuận An (danh mục 2024)" in typed.get_text(" ")


@pytest.mark.parametrize(
    ("words", "chips", "rest"),
    [
        ("nhà thuốc dĩ an", ["Trong Thành phố Dĩ An", "Nhà thuốc"], ""),
        ("nha thuoc o thuan an dang mo", ["Trong Thành phố Thuận An", "Nhà thuốc"], ""),
        ("hiệu thuốc", ["Nhà thuốc"], ""),
        ("trạm y tế thuận an", ["Trong Thành phố Thuận An"], "trạm y tế"),
        ("Nhà thuốc Mẫu 001", [], "Nhà thuốc Mẫu 001"),
    ],
)
def test_the_one_field_is_understood(portal_url: str, words: str, chips: list[str], rest: str) -> None:
    """A theme and a place become chips that can be taken away; the words that remain stay in the field."""
    page = ask(f"{portal_url}/map?q={words}")[2]
    assert [chip.get_text(" ", strip=True).partition(" ✕")[0] for chip in page.select("#finder-chips a")] == chips
    field = page.find(id="finder-q")
    assert field is not None
    assert field["value"] == rest
    assert page.find(id="filter-open").has_attr("checked") is ("dang mo" in words)  # type: ignore[union-attr]
    assert page.select(".bd-found-item")


def test_words_in_quotation_marks_are_looked_for_as_they_are(portal_url: str) -> None:
    """A pharmacy may be called like a place: the panel leads to exactly the words, which are one chip then."""
    read = ask(f"{portal_url}/map?q=nhà thuốc dĩ an")[2]
    literal = next(link["href"] for link in read.select("#finder-panel a") if "đúng những chữ này" in link.get_text())
    page = ask(portal_url + urllib.parse.unquote(str(literal)))[2]
    assert [chip.get_text(" ", strip=True).partition(" ✕")[0] for chip in page.select("#finder-chips a")] == ['"nhà thuốc dĩ an"']


def test_a_theme_typed_takes_the_place_of_the_layers_chosen(portal_url: str) -> None:
    """What is typed last is meant; the unit chosen before stays until another is named."""
    page = ask(f"{portal_url}/map?layer=co-so-y-te&within=724@2024&q=nhà thuốc")[2]
    assert [box["value"] for box in page.select("input[name=layer][checked]")] == ["nha-thuoc"]
    assert "Trong Thành phố Dĩ An" in page.find(id="finder-chips").get_text(" ")  # type: ignore[union-attr]


def test_the_bare_page_offers_the_layers(portal_url: str) -> None:
    """Links with a sign and a number, a map beside them, no ticks outside the panel; embedded there is no form at all."""
    page = ask(f"{portal_url}/map")[2]
    choices = page.select(".bd-layer-choices a")
    assert any(choice["href"] == "/map?theme=nha-thuoc" and "600" in choice.get_text() for choice in choices)
    assert all(choice.select(".bd-sign svg") for choice in choices)
    assert page.select("[data-finder-map]")
    assert {box.find_parent(class_="bd-more-panel") is not None for box in page.select("input[name=layer]")} == {True}
    assert ask(f"{portal_url}/map?theme=nha-thuoc&embed=1")[2].select("form, header, footer") == []


def test_near_a_point_is_near_a_place(portal_url: str) -> None:
    """The point of the address is called by its commune; outside the province by its numbers."""
    chips = [
        ask(f"{portal_url}/map?theme=nha-thuoc&near={point}")[2].select("#finder-chips a")[0] for point in ("106.6512,10.9804", "108,16")
    ]
    assert [chip.get_text(" ", strip=True).partition(" ✕")[0] for chip in chips] == ["Gần Phường Phú Cường", "Gần 108.0,16.0"]


def test_a_card_is_the_row_of_the_list(portal_url: str) -> None:
    """The popup's words are those of the list, without a page around them; the mark of a sample, which the list has once, is its own."""
    row = ask(f"{portal_url}/map?layer=nha-thuoc")[2].select(".bd-found-item")[0]
    status, headers, card = ask(f"{portal_url}/map/card/nha-thuoc/NT0001")
    assert (status, headers["X-Robots-Tag"], headers["Set-Cookie"], card.find("main")) == (200, "noindex", None, None)
    said = card.get_text(" ", strip=True).replace("DỮ LIỆU MẪU ", "", 1)
    assert row.get_text(" ", strip=True).startswith(said[:60])
    assert ask(f"{portal_url}/map/card/nha-thuoc/khong-co")[0] == 404


def test_a_point_tells_where_it_is(portal_url: str) -> None:
    """The communes of both lists; outside the province that is said; an unreadable point is 400."""
    inside = ask(f"{portal_url}/map/point?at=106.65,10.98&theme=nha-thuoc")[2]
    assert "Phường Phú Cường, Thành phố Thủ Dầu Một (2024)" in inside.get_text(" ")
    assert "Phường Thủ Dầu Một (2025)" in inside.get_text(" ")
    link = inside.find("a", string=lambda text: bool(text) and "Tìm gần điểm này" in text) or inside.select("a[data-finder-link]")[0]
    assert link["href"] == "/map?theme=nha-thuoc&near=106.65,10.98"
    assert "Ngoài Bình Dương" in ask(f"{portal_url}/map/point?at=108,16")[2].get_text(" ")
    assert ask(f"{portal_url}/map/point?at=abc")[0] == 400


def test_every_station_of_a_page_has_its_chart(portal_url: str) -> None:
    """Twenty stations, each with at least two quantities and 48 readings, the newest first in the table."""
    page = ask(f"{portal_url}/map?theme=moi-truong")[2]
    stations = page.select(".bd-found-item")
    assert len(stations) == 20
    for station in stations:
        assert len(station.select("figure svg path")) >= 2
    times = [row.select("td")[0].get_text() for row in stations[0].select("figure")[0].select("tbody tr")]
    assert times[0] == "28/02/2025 23:00"
    assert len(times) <= 48
