"""Every public page of the live portal is wholly in the reader's language, whoever wrote the words."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag

from tests.portal.catalogues import core_messages, own_messages, vietnamese

PAGES = (
    *("/", "/dataset/", "/dataset/?q=qqzz", "/dataset/nha-thuoc", "RESOURCE", "/about"),
    *("/organization/", "/organization/so-y-te", "/group/", "/group/nha-thuoc"),
    *("/map", "/map?theme=nha-thuoc&near=106.6512,10.9804", "/map?place=di+an"),
    *("/user/login", "/user/reset", "/khong-co-trang-nay"),
    *(
        "RESOURCE?tab=chart",
        "RESOURCE?tab=columns",
        "RESOURCE?q=an&sort=-ten&filter=dien_tich_m2:from:20&column=loai_hinh&layout=cards",
        "/dataset/?q=di%20an",
    ),
    *(
        "/feature/nha-thuoc/NT0001",
        "/feature/nha-thuoc/khong-co",
        "/place",
        "/plan",
        "/plan?q=10.9804,106.6512",
        "/plan?q=LO-25741-01",
        "/place/718@2024",
        "/place/25747@2025",
        "/organization/?theme=y-te",
    ),
)
#: Attributes whose value a person sees or hears.
_SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-asking", "data-refused", "data-failed")
_UNSPOKEN = {"script", "style", "code", "pre", "svg"}
#: Letters that only Vietnamese has among the two languages (with any tone mark).
_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{3}")
_FIELD = re.compile(r"\{\w*\}|%\(\w+\)s|%s")


def is_vietnamese(text: str) -> bool:
    """Whether half of a text's words have Vietnamese letters: English sentences keep the names of places."""
    words = text.replace("Bình Dương", "Binh Duong").split()
    return 2 * sum(1 for word in words if _VIETNAMESE.search(word)) >= len(words)


@pytest.fixture(scope="module")
def resource_page(portal_url: str) -> str:
    """The path of a table's page."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id=nha-thuoc") as answer:
        resource = json.load(answer)["result"]["resources"][0]
    return f"/dataset/nha-thuoc/resource/{resource['id']}"


def fetch(address: str) -> BeautifulSoup:
    """Read a page, an error page too."""
    try:
        with urllib.request.urlopen(address) as answer:
            return BeautifulSoup(answer.read(), "html.parser")
    except urllib.error.HTTPError as error:
        return BeautifulSoup(error.read(), "html.parser")


def spoken(page: Tag, page_language: str) -> Iterator[str]:
    """What a reader of the page reads or hears, without the parts that are marked as another language."""
    for node in page.descendants:
        holder = node if isinstance(node, Tag) else node.parent
        if holder is None or holder.name in _UNSPOKEN or holder.find_parent(_UNSPOKEN) or _language(holder) != page_language:
            continue
        if isinstance(node, Tag):
            yield from (str(node[name]) for name in _SPOKEN if node.get(name))
        elif type(node) is NavigableString and node.strip():
            yield " ".join(node.split())


def _language(tag: Tag) -> str:
    marked = tag if tag.get("lang") else tag.find_parent(lang=True)
    return str(marked["lang"]) if isinstance(marked, Tag) else ""


def english_only() -> re.Pattern[str]:
    """A pattern of every English message whose Vietnamese differs; a placeholder stands for any text."""
    known = vietnamese()
    messages = {entry.msgid for entry in core_messages()} | own_messages()
    differing = [message for message in messages if known.get(message, message) != message and _WORD.search(_FIELD.sub("", message))]
    return re.compile("|".join(".+".join(re.escape(part) for part in _FIELD.split(message)) for message in differing))


@pytest.mark.parametrize("path", PAGES)
def test_vietnamese_pages_have_no_english(portal_url: str, resource_page: str, path: str) -> None:
    """No text or label of a Vietnamese page is an untranslated message."""
    page = fetch(portal_url + path.replace("RESOURCE", resource_page))
    pattern = english_only()
    assert _language(page.body) == "vi"
    assert [text for text in spoken(page, "vi") if pattern.fullmatch(text)] == []


@pytest.mark.parametrize("path", PAGES)
def test_english_pages_mark_what_is_vietnamese(portal_url: str, resource_page: str, path: str) -> None:
    """A Vietnamese text of an English page stands in an element marked `lang="vi"`."""
    page = fetch(f"{portal_url}/en{path.replace('RESOURCE', resource_page)}")
    assert _language(page.body) == "en"
    assert [text for text in spoken(page, "en") if is_vietnamese(text)] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_itself_in_the_other_language(portal_url: str, resource_page: str, path: str) -> None:
    """The switch of a Vietnamese page leads to the same page in English."""
    path = path.replace("RESOURCE", resource_page)
    switch = fetch(portal_url + path).select_one("a.bd-language")
    assert switch is not None
    # "%40" and "@", "%20" and "+" are two spellings of one address.
    assert unquote_plus(str(switch["href"]).removeprefix(portal_url)) == unquote_plus(f"/en{path}")
