"""What search engines are given: sitemap, robots.txt, canonical addresses in both languages, Open Graph and schema.org."""

import json
import re
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckanext.binhduong.portal.search_engines import views
from ckanext.binhduong.portal.search_engines.sitemap import LARGEST, Page, index, pages_of, urlset

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PAGES = ("/", "/dataset/", "/dataset/co-so-y-te", "/organization/so-y-te", "/group/y-te", "/map", "/docs/api", "/about")


def fetch(address: str) -> str:
    """A page's text."""
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def soup(address: str) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(fetch(address), "html.parser")


def test_a_page_stands_in_both_languages_with_its_day() -> None:
    """Each address names both and the default, and special characters are written as XML wants them."""
    root = ET.fromstring(urlset("https://a.vn", [Page("/dataset/x&y", "2026-11-22T01:02:03")]))
    assert [url.findtext("s:loc", None, SPACES) for url in root] == ["https://a.vn/dataset/x&y", "https://a.vn/en/dataset/x&y"]
    for url in root:
        assert url.findtext("s:lastmod", None, SPACES) == "2026-11-22"
        assert {link.get("hreflang"): link.get("href") for link in url.findall("x:link", SPACES)} == {
            "vi": "https://a.vn/dataset/x&y",
            "en": "https://a.vn/en/dataset/x&y",
            "x-default": "https://a.vn/dataset/x&y",
        }


def test_many_pages_are_split() -> None:
    """No file holds more than the protocol allows, and the index names them all."""
    pages = [Page(f"/{number}") for number in range(LARGEST // 2 + 1)]
    assert (len(pages_of(pages, 1)), len(pages_of(pages, 2)), pages_of(pages, 3)) == (LARGEST // 2, 1, [])
    root = ET.fromstring(index("https://a.vn", len(pages)))
    assert [each.findtext("s:loc", None, SPACES) for each in root] == ["https://a.vn/sitemap-1.xml", "https://a.vn/sitemap-2.xml"]


def test_every_address_of_llms_txt_answers(portal_url: str) -> None:
    """What is said to programs that read text is true: each link is there, and the two lists of units are named."""
    text = fetch(f"{portal_url}/llms.txt")
    addresses = re.findall(r"\]\((http[^)]+)\)", text)
    assert len(addresses) > 10
    assert [address for address in addresses if not fetch(address)] == []
    assert ("@2024" in text, "@2025" in text, text.startswith("# Cổng dữ liệu")) == (True, True, True)


def test_the_sitemap_names_what_is_public(portal_url: str) -> None:
    """Home, datasets with their day, agencies, themes and features; every sort of page in it answers."""
    root = ET.fromstring(fetch(f"{portal_url}/sitemap.xml"))
    changed = {url.findtext("s:loc", "", SPACES).removeprefix(portal_url): url.findtext("s:lastmod", "", SPACES) for url in root}
    assert {"/", "/en/", "/dataset/co-so-y-te", "/en/organization/so-y-te", "/group/nha-thuoc", "/docs/api"} <= set(changed)
    assert len(changed["/dataset/co-so-y-te"]) == 10
    feature = next(path for path in changed if path.startswith("/feature/"))
    for path in (*PAGES, feature, "/en/dataset/co-so-y-te"):
        assert path in changed
        assert fetch(portal_url + path)


def test_the_sitemap_names_every_row_of_a_layer_with_keys(portal_url: str) -> None:
    """The same rows as feature_search gives, by their keys."""
    with urllib.request.urlopen(f"{portal_url}/sitemap.xml") as answer:
        listed = set(re.findall(rf"<loc>{portal_url}/feature/co-so-y-te/([^<]+)</loc>", answer.read().decode()))
    rows = json.loads(fetch(f"{portal_url}/api/3/action/feature_search?layer=co-so-y-te&limit=1000"))["result"]["features"]
    assert len(rows) > 100
    assert listed == {str(row["id"]) for row in rows}


def test_a_layer_that_was_just_taken_down_is_left_out(app: Any) -> None:
    """It was in the list of layers a moment ago; the sitemap is there all the same."""
    gone = {"id": "da-go", "resource_id": "11111111-2222-3333-4444-555555555555", "key_column": "ma"}
    with app.flask_app.test_request_context("/sitemap.xml"):
        assert list(views._features(gone)) == []


@pytest.mark.parametrize("prefix", ["", "/vi", "/en"])
def test_a_sitemap_is_the_same_for_everybody(portal_url: str, prefix: str) -> None:
    """Any cache may keep it for ten minutes: it carries no visitor's cookie, under no language's address."""
    with urllib.request.urlopen(f"{portal_url}{prefix}/sitemap.xml") as answer:
        assert (answer.headers["Cache-Control"], answer.headers.get_all("Set-Cookie")) == ("max-age=600", None)


def test_robots_are_kept_out_of_lists_and_let_into_pages(portal_url: str) -> None:
    """Filters, the API and uploads are not crawled; pages, styles and scripts are; the sitemap is named."""
    text = fetch(f"{portal_url}/robots.txt")
    lines = text.splitlines()
    assert f"Sitemap: {portal_url}/sitemap.xml" in lines
    assert {"Disallow: /dataset/?", "Disallow: /en/map?", "Disallow: /api/", "Disallow: /upload"} <= set(lines)
    # A browser that draws a page for a search engine needs these, with their ?v=.
    assert not any(line.startswith(("Disallow: /*?", "Disallow: /binhduong", "Disallow: /webassets")) for line in lines)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_itself_in_both_languages(portal_url: str, path: str, prefix: str) -> None:
    """One title, one description, one canonical address without filters, its twin, and what a shared link shows."""
    page = soup(f"{portal_url}{prefix}{path}?q=a" if path == "/dataset/" else f"{portal_url}{prefix}{path}")
    links = {str(tag["hreflang"]): tag["href"] for tag in page.select("link[rel=alternate][hreflang]")}
    assert links == {"vi": portal_url + path, "en": f"{portal_url}/en{path}", "x-default": portal_url + path}
    assert [tag["href"] for tag in page.select("link[rel=canonical]")] == [f"{portal_url}{prefix}{path}"]
    for name in ("og:title", "og:url", "og:site_name", "og:locale", "og:image", "og:type"):
        assert len(page.select(f"meta[property='{name}']")) == 1, name
    description = page.select("meta[name=description]")
    assert len(description) == 1
    assert len(str(description[0]["content"])) >= 40


def test_home_is_a_data_catalogue(portal_url: str) -> None:
    """schema.org's DataCatalog, in the page's language."""
    for prefix, name in (("", "Cổng dữ liệu mở Bình Dương"), ("/en", "Bình Dương open data portal")):
        block = soup(f"{portal_url}{prefix}/").find("script", type="application/ld+json")
        assert block is not None
        facts = json.loads(block.get_text())
        assert (facts["@context"], facts["@type"], facts["name"]) == ("https://schema.org/", "DataCatalog", name)


def test_a_dataset_is_described_with_its_distributions(portal_url: str) -> None:
    """schema.org's Dataset with name, licence, publisher and at least one distribution."""
    block = soup(f"{portal_url}/dataset/co-so-y-te").find("script", type="application/ld+json")
    assert block is not None
    dataset = json.loads(block.get_text())
    assert (dataset["@context"], dataset["@type"]) == ("https://schema.org/", "Dataset")
    assert all(dataset[name] for name in ("name", "license", "publisher"))
    assert {each["@type"] for each in dataset["distribution"]} == {"DataDownload"}


@pytest.mark.parametrize("path", ["/", "/dataset/co-so-y-te", "/dataset/so-lieu-chuyen-doi-so", "/en/dataset/quan-trac-moi-truong"])
def test_the_card_of_a_shared_link_is_there(portal_url: str, path: str) -> None:
    """A picture of 1200 by 630 pixels, as PNG's header says; a dataset's is its own, not all white, and named after it."""
    page = soup(portal_url + path)
    facts = {str(tag.get("property") or tag["name"]): str(tag["content"]) for tag in page.select("meta[property^=og], meta[name^=twitter]")}
    assert facts["twitter:card"] == "summary_large_image"
    assert facts["og:image:alt"] == facts["og:title"]
    with urllib.request.urlopen(facts["og:image"]) as answer:
        picture = answer.read()
        assert answer.headers["Content-Type"] == "image/png"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1200, 630)
    assert ("/dataset/" in path) == ("/dataset/" in facts["og:image"])


def test_a_short_address_leads_to_its_dataset(portal_url: str) -> None:
    """The page names it; what is no code, and a code of nothing, is 404."""
    page = soup(f"{portal_url}/dataset/co-so-y-te")
    short = str(page.select_one("link[rel=shortlink]")["href"])
    assert re.fullmatch(rf"{portal_url}/d/[0-9a-f]{{10}}", short)
    assert page.select_one("#share-address").get_text() == short
    with urllib.request.urlopen(short) as answer:
        assert answer.url == f"{portal_url}/dataset/co-so-y-te"
    for code in ("0000000000", "x", "%25"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            fetch(f"{portal_url}/d/{code}")
        assert caught.value.code == 404
