"""What a page of the live portal sends, and what it says when a question makes no sense."""

import gzip
import json
import re
import urllib.error
import urllib.request

import pytest
from bs4 import BeautifulSoup

PAGES = ("/", "/dataset/", "/dataset/nha-thuoc", "/group/", "/organization/", "/about", "/map?theme=nha-thuoc")


def read(address: str) -> BeautifulSoup:
    """A page that answers 200."""
    with urllib.request.urlopen(address) as answer:
        return BeautifulSoup(answer.read(), "html.parser")


@pytest.mark.parametrize("path", [*PAGES, "/user/login"])
def test_pages_have_no_inline_scripts_or_handlers(portal_url: str, path: str) -> None:
    """The content security policy allows scripts from files only; data in the page is not a script."""
    page = read(portal_url + path)
    inline = [script for script in page.find_all("script") if not script.get("src") and "json" not in str(script.get("type"))]
    assert inline == []
    assert [tag.name for tag in page.find_all() if any(name.startswith("on") for name in tag.attrs)] == []


@pytest.mark.parametrize(("path", "limit"), [("/", 150_000), ("/dataset/nha-thuoc", 250_000)])
def test_pages_are_light(portal_url: str, path: str, limit: int) -> None:
    """What a first visit transfers (page, styles, scripts, every font and image it names; bytes, compressed) stays within the budget."""
    page = read(portal_url + path)
    files = [tag["href"] for tag in page.find_all("link", rel=lambda rel: rel and rel[0] in {"stylesheet", "preload", "icon"})]
    files += [tag["src"] for tag in page.find_all(["script", "img"]) if tag.get("src")]
    icons = {re.sub("#.*", "", str(tag["href"])) for tag in page.find_all("use")}
    assert sum(_transferred(portal_url + str(file)) for file in {path, *map(str, files), *icons}) <= limit


def test_a_visitor_waits_for_three_style_sheets(portal_url: str) -> None:
    """The font's, CKAN's, ours; the four files of letters that every page has are asked for at once. Activities have their own sheet."""
    page = read(portal_url + "/dataset/nha-thuoc")
    sheets = [
        re.sub(r"^[0-9a-f]{8}[-_]", "", str(tag["href"]).rpartition("/")[2].partition("?")[0])
        for tag in page.find_all("link", rel="stylesheet")
    ]
    assert sheets == ["be-vietnam-pro.css", "main.css", "portal.css"]
    assert len(page.find_all("link", rel="preload")) == 4
    assert "activity.css" in str(read(portal_url + "/dataset/activity/nha-thuoc").head)


def _transferred(address: str) -> int:
    """The size of an answer's body as sent to a browser that takes gzip."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
        assert answer.headers.get("Content-Encoding") != "gzip" or gzip.decompress(body)
    return len(body)


def test_a_dataset_says_the_code_that_reads_it(portal_url: str) -> None:
    """The address in "use it in code" answers with the dataset's rows."""
    code = read(f"{portal_url}/dataset/nha-thuoc").select_one("#code-curl").get_text()
    address = re.findall(r"curl -f '([^']+)'", code)[0]
    with urllib.request.urlopen(address) as answer:
        assert json.load(answer)["result"]["count"] == 600


@pytest.mark.parametrize(("path", "status"), [("/khong-co", 404), ("/dataset/khong-co", 404), ("/dataset/new", 403)])
def test_error_pages_keep_their_status(portal_url: str, path: str, status: int) -> None:
    """A page that is not there, or not for everybody, says so with the right status."""
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(portal_url + path)
    assert error.value.code == status


@pytest.mark.parametrize(
    ("path", "notice"),
    [
        ("/organization/so-y-te", "Cơ quan này đã kết thúc hoạt động ngày 30/06/2025."),
        (
            "/organization/so-giao-thong-van-tai",
            "Cơ quan này đã kết thúc hoạt động ngày 28/02/2025. Công việc được tiếp nối tại Sở Xây dựng tỉnh Bình Dương.",
        ),
        ("/en/organization/so-y-te", "This agency ended on 30 Jun 2025."),
    ],
)
def test_a_former_agency_says_that_it_ended(portal_url: str, path: str, notice: str) -> None:
    """An agency whose last day is past says so, and names its successor where one is known."""
    said = read(portal_url + path).select_one("main .bd-note")
    assert said is not None
    assert " ".join(said.get_text().split()) == notice


@pytest.mark.parametrize(("path", "badge"), [("/organization/", "Cơ quan cũ"), ("/en/organization/", "Former agency")])
def test_the_list_marks_former_agencies(portal_url: str, path: str, badge: str) -> None:
    """Who looks for an agency sees which ones are no more."""
    card = read(portal_url + path).find("a", href=re.compile("/organization/so-y-te$")).find_parent("li")
    assert card.select_one(".bd-badge").get_text() == badge


def test_a_search_that_finds_nothing_offers_no_control_without_use(portal_url: str) -> None:
    """Neither filters nor an order for no dataset; both are there for some."""
    for words, shown in (("qqzz", 0), ("nha+thuoc", 1)):
        page = read(f"{portal_url}/dataset/?q={words}")
        assert len(page.select("main .bd-facets-toggle")) == shown, words
        assert len(page.select("main .bd-facets")) == shown, words
    assert len(read(f"{portal_url}/dataset/?q=qqzz").select("main .bd-sort")) == 0
    assert len(read(f"{portal_url}/dataset/").select("main .bd-sort")) == 1


@pytest.mark.parametrize("path", ["/organization/so-y-te?sort=zz", "/group/nha-thuoc?sort=zz"])
def test_an_unknown_order_is_answered_with_a_message(portal_url: str, path: str) -> None:
    """A sort that the search does not know is told to the reader; it is no error of the portal."""
    assert "Không hiểu yêu cầu" in read(portal_url + path).select_one("main .bd-note-bad").get_text()


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/khong-co-trang-nay", 404, "Không có trang này"),
        ("POST", "/dataset/nha-thuoc", 405, "Địa chỉ này không nhận yêu cầu kiểu đó"),
        ("GET", "/en/khong-co", 404, "There is no such page"),
    ],
)
def test_error_pages_speak_to_people(portal_url: str, method: str, path: str, status: int, title: str) -> None:
    """A refused request has a title in the reader's language, and nothing of Python's in its text."""
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(urllib.request.Request(portal_url + path, method=method))
    page = BeautifulSoup(error.value.read(), "html.parser").find("main")
    assert (error.value.code, page.find("h1").get_text()) == (status, title)
    assert page.select_one(".bd-note") is None


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("/dataset/?page=x", "page phải là số nguyên từ 1 trở lên, ví dụ page=2."),
        ("/en/dataset/?page=x", "page must be a whole number from 1 on, for example page=2."),
    ],
)
def test_a_refusal_of_ckan_names_the_parameter_in_the_readers_language(portal_url: str, path: str, note: str) -> None:
    """CKAN has this text in English only."""
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(portal_url + path)
    page = BeautifulSoup(error.value.read(), "html.parser").find("main")
    assert (error.value.code, page.select_one(".bd-note").get_text()) == (400, note)
