"""The pages of the live portal about rows: a resource's tabs, a feature, a place; without JavaScript."""

import json
import re
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag

from ckanext.binhduong.vn import sort_key


def read(address: str) -> Tag:
    """The main part of a page that answers 200."""
    with urllib.request.urlopen(address) as answer:
        found = BeautifulSoup(answer.read(), "html.parser").find("main")
    assert isinstance(found, Tag)
    return found


@pytest.fixture(scope="module")
def table(portal_url: str) -> str:
    """The address of the pharmacies' table."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id=nha-thuoc") as answer:
        return f"{portal_url}/dataset/nha-thuoc/resource/{json.load(answer)['result']['resources'][0]['id']}"


def column(page: Tag, title: str) -> list[str]:
    """The cells of a column of the page's table."""
    place = [heading.get_text().strip(" ▲▼") for heading in page.select(".bd-rows thead th")].index(title)
    return [row.find_all(["th", "td"])[place].get_text() for row in page.select(".bd-rows tbody tr")]


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def test_rows_are_filtered_and_sorted_by_the_address(table: str) -> None:
    """A form's filter, typed as Vietnamese numbers are, joins the words; the order is the column's; the count is of what answers."""
    page = read(f"{table}?q=thuan+an&column=dien_tich_m2&condition=to&value=30,5&sort=-dien_tich_m2")
    areas = [float(area.replace(",", ".")) for area in column(page, "Diện tích (m²)")]
    assert areas == sorted(areas, reverse=True)
    assert 0 < max(areas) <= 30.5
    assert words(page.select_one("#rows-title")) == f"{len(areas)} dòng"
    assert [" ".join(chip.get_text(" ").split()) for chip in page.select(".bd-filters a")] == [
        "“thuan an” ✕ bỏ",
        "Diện tích (m²) đến 30,5 ✕ bỏ",
    ]


def test_the_next_page_goes_on(table: str) -> None:
    """600 rows are 24 pages of 25; the second begins after the first."""
    first = read(f"{table}?sort=ma")
    following = first.select_one(".bd-pages a[rel~=next]")
    assert words(first.select_one(".bd-pages span")) == "Trang 1 trên 24"
    second = read(table.partition("/dataset")[0] + str(following["href"]))
    assert (column(first, "Mã")[-1], column(second, "Mã")[0]) == ("NT0025", "NT0026")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("column=dien_tich_m2&condition=from&value=1.5", "“1.5” không hợp với cột “Diện tích (m²)”. Viết số như 1.234,5."),
        ("column=ngay_cap_phep&condition=is&value=2024", "Viết ngày dạng dd/mm/yyyy, ví dụ 31/01/2025."),
        ("filter=gia:is:1", "filters nêu cột “gia” không có trong bảng"),
        ("sort=gia", "sort nêu cột “gia” không có trong bảng"),
        ("show=ten&show=gia", "Bảng không có cột “gia”; mọi cột đang hiện."),
        ("page=0", "Không có trang này của bảng; đây là trang đầu."),
        ("tab=chart&draw=ten", "column nêu cột “ten” không vẽ được thành biểu đồ"),
    ],
)
def test_a_wrong_question_is_told(table: str, arguments: str, said: str) -> None:
    """On the page, in the reader's language alone, with what to write instead."""
    note = words(read(f"{table}?{quote(arguments, safe='=&:')}").select_one("[role=alert]"))
    assert said in note
    assert " / " not in note


def test_the_values_of_a_column_are_offered_and_ticked(table: str) -> None:
    """A column without a value brings its values, counted; a ticked one filters. Numbers have a range instead, names no list."""
    chosen = read(f"{table}?column=loai_hinh&condition=contains&value=&until=")
    assert [words(tick) for tick in chosen.select(".bd-row-filter .bd-ticks label")] == ["Nhà thuốc (442)", "Quầy thuốc (158)"]
    ticked = read(f"{table}?column=loai_hinh&condition=contains&tick={quote('Quầy thuốc')}")
    assert words(ticked.select_one("#rows-title")) == "158 dòng"
    number = read(f"{table}?column=dien_tich_m2&condition=contains")
    assert number.select_one("#rows-condition [selected]")["value"] == "between"
    assert "Giá trị của cột này không được liệt kê" in words(read(f"{table}?column=ten&condition=contains").select_one(".bd-row-filter"))


def test_ranges_and_several_values_in_one_question(table: str) -> None:
    """A range is two filters that can be taken away alone; values with semicolons are any of them."""
    page = read(
        f"{table}?column=dien_tich_m2&condition=between&value=30,5&until=20&layout=cards&filter=loai_hinh:among:{quote('x,Quầy thuốc')}"
    )
    chips = [words(chip) for chip in page.select(".bd-filters a")]
    assert chips == ["Loại hình là một trong x; Quầy thuốc ✕ bỏ", "Diện tích (m²) từ 30,5 ✕ bỏ", "Diện tích (m²) đến 20 ✕ bỏ"]
    assert words(page.select_one("#rows-title")) == "0 dòng"


def test_columns_are_chosen_and_rows_become_cards(table: str) -> None:
    """In the table's order, in each link of the page; a card has the row's facts and leads to its page."""
    page = read(f"{table}?show=dien_tich_m2&show=ten&sort=ten")
    assert [words(heading) for heading in page.select(".bd-rows thead th")] == ["Tên ▲", "Diện tích (m²)"]
    assert "show=ten&show=dien_tich_m2" in str(page.select_one(".bd-pages a")["href"]).replace(
        "show=dien_tich_m2&show=ten", "show=ten&show=dien_tich_m2"
    )
    card = read(f"{table}?show=dien_tich_m2&show=ma&layout=cards").select(".bd-row-cards > li")[0]
    assert (words(card), str(card.select_one("h3 a")["href"])) == ("NT0001 Diện tích (m²) 123,8", "/feature/nha-thuoc/NT0001")


def test_a_row_of_a_table_without_a_map_has_an_address(portal_url: str) -> None:
    """By its key: the link shows exactly that row."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id=so-lieu-chuyen-doi-so") as answer:
        resource = json.load(answer)["result"]["resources"][0]["id"]
    row = read(f"{portal_url}/dataset/so-lieu-chuyen-doi-so/resource/{resource}").select_one(".bd-rows tbody tr")
    assert isinstance(row, Tag)
    shown = read(portal_url + str(row.select_one("th a")["href"])).select(".bd-rows tbody tr")
    assert [words(each) for each in shown] == [words(row)]


def test_english_pages_are_told_in_english(table: str) -> None:
    """The same message, and English numbers."""
    page = read(table.replace("/dataset", "/en/dataset") + "?column=dien_tich_m2&condition=from&value=1,5")
    assert words(page.select_one("[role=alert]")) == "“1,5” does not fit the column “Floor area (m²)”. Write a number as 1,234.5."


def test_the_chart_has_its_numbers_as_a_table(table: str) -> None:
    """Of 600 rows each is in one bar or said to be empty; a histogram is also a picture with a name."""
    counts = read(f"{table}?tab=chart")
    assert words(counts.select_one("#chart-title")) == "Số dòng theo Loại hình"
    assert sum(int(cell.get_text()) for cell in counts.select(".bd-chart-table tbody td.bd-number")) == 600
    bins = read(f"{table}?tab=chart&draw=dien_tich_m2")
    assert bins.select_one("svg[role=img]")["aria-labelledby"] == "chart-title"
    assert len(bins.select("svg rect")) == len(bins.select(".bd-chart-table tbody tr"))


def test_the_chart_follows_the_filters(table: str) -> None:
    """The same filters as in the table."""
    assert "Trong 158 dòng." in words(read(f"{table}?tab=chart&filter=loai_hinh:is:{quote('Quầy thuốc')}"))


def test_the_columns_are_documented(table: str) -> None:
    """Titles in both languages, notes, type, how full, and the most frequent values."""
    page = read(f"{table}?tab=columns")
    kind = words(page.select_one("#column-loai_hinh"))
    assert kind.startswith("Loại hình loai_hinh Kind Nhà thuốc hoặc quầy thuốc Kiểu chữ (text) Có giá trị 100 % Số giá trị khác nhau 2")
    assert "Nhà thuốc × 442 Quầy thuốc × 158" in kind


def ask(address: str, accept: str = "") -> tuple[Any, str, str]:
    """An answer's document, its type and its Vary."""
    request = urllib.request.Request(address, headers={"Accept": accept} if accept else {})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer), answer.headers.get_content_type(), answer.headers["Vary"]


@pytest.mark.parametrize(
    ("suffix", "accept", "kind"),
    [
        ("", "application/geo+json", "application/geo+json"),
        ("", "application/ld+json;q=0.9, text/html;q=0.1", "application/ld+json"),
        (".geojson", "", "application/geo+json"),
        (".jsonld", "text/html", "application/ld+json"),
    ],
)
def test_a_feature_for_programs(portal_url: str, suffix: str, accept: str, kind: str) -> None:
    """By suffix or `Accept`; caches are told that it depends on the latter."""
    document, given, vary = ask(f"{portal_url}/feature/nha-thuoc/NT0001{suffix}", accept)
    assert (given, "Accept" in vary) == (kind, True)
    assert (document.get("id") or document["identifier"]) == "NT0001"


def test_a_feature_for_people(portal_url: str) -> None:
    """Its facts under the dictionary's names, a number to call, its lasting address, where it lies, and that it is a sample."""
    page = read(f"{portal_url}/feature/nha-thuoc/NT0001")
    said = words(page)
    assert words(page.find("h1")) == "Nhà thuốc Mẫu 001"
    assert "Dòng này được tạo ra để minh họa cổng dữ liệu." in said
    assert page.select_one("a[href='tel:02740000001']")
    assert str(page.select_one("a[rel=bookmark]")["href"]) == f"{portal_url}/feature/nha-thuoc/NT0001"
    assert page.select_one("a[href='/place/25741@2024']")
    assert "Diện tích (m²) 123,8" in said


@pytest.mark.parametrize(("path", "said"), [("/feature/nha-thuoc/KHONG", "tìm theo tên"), ("/place/999@2024", "ví dụ 718@2024")])
def test_what_is_not_there_says_what_to_do(portal_url: str, path: str, said: str) -> None:
    """404, and where to look next."""
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(portal_url + path)
    assert error.value.code == 404
    assert said in error.value.read().decode()


def test_a_dissolved_district_tells_its_successors(portal_url: str) -> None:
    """With the share of its area that each got, its parts, what is in it, and the data about it."""
    page = read(f"{portal_url}/place/718@2024")
    said = words(page)
    assert "Đơn vị này kết thúc ngày 30/06/2025." in said
    assert "Phường Bình Dương – 38,4 % diện tích" in said
    assert page.select_one(".bd-note a[href='/place/25747@2025']")
    assert len(page.select(".bd-places li")) == 14
    assert "Danh sách nhà thuốc, quầy thuốc (dữ liệu mẫu): 168" in said
    assert "Điểm wifi công cộng ở thành phố Thủ Dầu Một (dữ liệu mẫu)" in words(page.select_one("#place-data").find_parent("section"))


def test_the_counts_of_a_place_have_their_source_and_day(portal_url: str) -> None:
    """Each layer that was counted leads to its dataset and says of when it is, and whether it is a sample."""
    sources = read(f"{portal_url}/place/718@2024").select_one("#place-sources")
    counts = read(f"{portal_url}/place/718@2024").select(".bd-cards .bd-card p")
    assert sources is not None
    assert "/dataset/nha-thuoc" in [link["href"] for link in sources.find_all("a")]
    assert "(dữ liệu mẫu, tính đến 20/02/2025)" in words(sources)
    assert len(sources.find_all("a")) == sum(len(paragraph.find_all("br")) + 1 for paragraph in counts)


def test_a_new_unit_says_that_its_boundary_is_approximate(portal_url: str) -> None:
    """And what it was made from."""
    said = words(read(f"{portal_url}/en/place/25747@2025"))
    assert "The boundary is approximate" in said
    assert "Made from" in said


def test_the_identifier_of_a_place_leads_people_to_its_page(portal_url: str) -> None:
    """By 303; programs get the document itself."""
    document, kind, _ = ask(f"{portal_url}/id/place/718@2024", "application/geo+json")
    assert (kind, document["properties"]["id"]) == ("application/geo+json", "718@2024")
    request = urllib.request.Request(f"{portal_url}/id/place/718@2024", headers={"Accept": "text/html"})
    with urllib.request.urlopen(request) as answer:
        assert answer.url == f"{portal_url}/place/718@2024"


def test_all_places_are_listed(portal_url: str) -> None:
    """101 units of 2024 and 37 of 2025, each with its page."""
    page = read(f"{portal_url}/place")
    lists = {str(link["href"]).rpartition("@")[2]: 0 for link in page.select("a[href*='/place/'][href*='@']")}
    for link in {str(link["href"]) for link in page.select("a[href*='/place/'][href*='@']")}:
        lists[link.rpartition("@")[2]] += 1
    assert lists == {"2024": 101, "2025": 37}


def test_one_box_finds_places_and_rows_too(portal_url: str) -> None:
    """Typed without marks, beside the datasets; a page further or a filter shows datasets only."""
    page = read(f"{portal_url}/dataset/?q=di+an")
    assert [words(link) for link in page.select("#hits-places + ul a")][:2] == ["Thành phố Dĩ An", "Phường Dĩ An"]
    assert words(page.select(".bd-hits section")[1].find_all("p")[-1]) == "Có 283 kết quả trên bản đồ →"
    assert read(f"{portal_url}/dataset/?q=di+an&theme=y-te").select_one(".bd-hits") is None


def test_the_home_page_says_how_complete_the_catalogue_is(portal_url: str) -> None:
    """Real and sample data add up to all datasets, each with a link to exactly these."""
    page = read(f"{portal_url}/")
    figures = {words(part.find("dt")): part.find("a") for part in page.select(".bd-figures > div")}
    number = {label: int(link.get_text().replace(".", "")) for label, link in figures.items()}
    assert number["có dữ liệu thật"] + number["có dữ liệu mẫu"] == number["tập dữ liệu"] == 14
    found = read(portal_url + str(figures["có dữ liệu mẫu"]["href"])).find("h1")
    assert words(found) == f"{number['có dữ liệu mẫu']} tập dữ liệu"
    assert "bản phát hành 1 · Số liệu đến " in words(page.select_one(".bd-new li"))


def test_the_home_page_has_an_entry_for_each_person(portal_url: str) -> None:
    """Who looks for a place, downloads, builds or publishes: the first two have a list, the third the API, the fourth signs in first."""
    links = {words(link.find("strong")): str(link["href"]) for link in read(f"{portal_url}/").select(".bd-entries a")}
    assert links == {"Tìm một nơi": "/map", "Tải dữ liệu": "/dataset/", "Làm ứng dụng": "/docs/api", "Đăng dữ liệu": "/co-quan"}


def test_agencies_are_filtered_by_theme_and_in_order(portal_url: str) -> None:
    """Those with data about health; all of them as a Vietnamese dictionary has them; an unknown theme is told."""
    assert [words(card) for card in read(f"{portal_url}/organization/?theme=y-te").select(".bd-card-title")] == ["Sở Y tế tỉnh Bình Dương"]
    names = [words(card) for card in read(f"{portal_url}/organization/").select(".bd-card-title")]
    assert names == sorted(names, key=sort_key)
    assert "zz" in words(read(f"{portal_url}/organization/?theme=zz").select_one("[role=alert]"))


def test_a_dataset_says_what_it_is_and_how_fresh(portal_url: str) -> None:
    """One sentence, what one may do with it in plain words, its age, what is like it, where it lies."""
    page = read(f"{portal_url}/dataset/nha-thuoc")
    assert words(page.select_one(".bd-summary")) == "600 dòng trong 1 tệp, dữ liệu mẫu do cổng này tạo ra, về Tỉnh Bình Dương."
    assert "Dùng tự do, không điều kiện" in words(page.select_one(".bd-badges"))
    assert words(page.select_one("[data-fresh=none]")) == "Không cam kết cập nhật"
    assert words(page.select_one(".bd-dates")).startswith("Số liệu đến 20/02/2025 (")
    assert words(page.select("#related-title + ul li")[0]).startswith("Cơ sở khám bệnh, chữa bệnh (dữ liệu mẫu)")
    assert page.select_one("aside a[href='/place/74@2024']")


@pytest.mark.parametrize("name", ["quan-trac-moi-truong", "don-vi-hanh-chinh-2024", "so-lieu-chuyen-doi-so"])
def test_datasets_of_every_kind_have_a_page(portal_url: str, name: str) -> None:
    """Two tables, many keywords, several layers, no layer."""
    assert read(f"{portal_url}/dataset/{name}").select_one("#citation-title")


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "có thể đã bị bỏ ở bản phát hành mới hơn"), ("/en", "may have been taken out by a newer release")]
)
def test_a_row_that_is_gone_leads_to_its_layer_and_releases(portal_url: str, prefix: str, words: str) -> None:
    """404, with why, and where the rows and the former releases are."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(urllib.request.Request(f"{portal_url}{prefix}/feature/co-so-y-te/khong-co", headers={"Accept": "text/html"}))
    page = BeautifulSoup(caught.value.read(), "html.parser")
    main = page.find("main")
    assert main is not None
    links = [str(tag["href"]) for tag in main.select(".bd-actions a")]
    assert (caught.value.code, words in main.get_text(" ")) == (404, True)
    assert links[0] == f"{prefix}/map?layer=co-so-y-te"
    assert re.fullmatch(rf"{prefix}/dataset/co-so-y-te/resource/[0-9a-f-]+/releases", links[1])
    assert read(portal_url + links[1]).find("h1") is not None


def test_a_row_that_is_gone_is_told_to_programs_as_data(portal_url: str) -> None:
    """404 as JSON for what asks for JSON, and caches keep the two answers apart."""
    json, html = "application/json", "text/html"
    for suffix, accept, kind in (("", json, json), ("", "application/geo+json", json), (".geojson", "*/*", json), ("", "*/*", html)):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(f"{portal_url}/feature/co-so-y-te/khong-co{suffix}", headers={"Accept": accept}))
        headers = caught.value.headers
        assert (caught.value.code, headers.get_content_type()) == (404, kind)
        assert "Accept" in headers.get("Vary", "") or headers["Cache-Control"] == "no-store"


def test_activities_are_chosen_by_links_in_the_readers_language(portal_url: str) -> None:
    """No list box that needs a script, no English word; each link answers."""

    def whole(path: str) -> BeautifulSoup:
        # CKAN's own page: it has no <main>.
        with urllib.request.urlopen(portal_url + path) as answer:
            return BeautifulSoup(answer.read(), "html.parser")

    page = whole("/dataset/activity/co-so-y-te")
    (choices,) = page.select("nav[aria-label='Loại hoạt động']")
    links = {tag.get_text(strip=True): str(tag["href"]) for tag in choices.find_all("a")}
    assert list(links)[:4] == ["Mọi loại hoạt động", "Tập dữ liệu mới", "Sửa tập dữ liệu", "Xóa tập dữ liệu"]
    assert "Công bố bản phát hành" in links
    chosen = whole(links["Sửa tập dữ liệu"]).select_one("nav[aria-label='Loại hoạt động'] [aria-current]")
    assert chosen is not None
    assert chosen.get_text(strip=True) == "Sửa tập dữ liệu"
    assert page.find("select", id="activity_types_filter_select") is None


def test_the_icon_is_where_everybody_looks_for_it(portal_url: str) -> None:
    """Also for those who read no page."""
    with urllib.request.urlopen(f"{portal_url}/favicon.ico") as answer:
        assert (answer.headers["Content-Type"], answer.read(6)) == ("image/x-icon", b"\x00\x00\x01\x00\x03\x00")


def test_feeds_say_their_language(portal_url: str) -> None:
    """CKAN's feeds of datasets hold the titles as the agencies wrote them."""
    with urllib.request.urlopen(f"{portal_url}/feeds/dataset.atom") as answer:
        feed = ET.fromstring(answer.read())
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
