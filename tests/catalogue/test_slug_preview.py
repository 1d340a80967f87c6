"""The form's slug preview, in a real browser: the same address as the server would make."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ckanext.binhduong.vn import slug

SCRIPT = Path(__file__).parents[2] / "ckanext-binhduong/ckanext/binhduong/catalogue/assets/slug.js"

TITLES = [
    "Cơ sở y tế tỉnh Bình Dương",
    "Đường Thủ Dầu Một (2024)",
    "Nhà thuốc, quầy thuốc – GPP",
    "  Quy hoạch: ô đất 1/500  ",
    "Giá m² đất",
    "Ðất ở",
]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page with our script over CKAN's object, nothing else."""
    page = chromium.new_page()
    page.add_script_tag(content="window.jQuery = {url: {}};")
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("title", TITLES)
def test_preview_is_the_servers_slug(page: Page, title: str, form: str) -> None:
    """Composed or decomposed, no letter is lost."""
    given = unicodedata.normalize(form, title)
    assert page.evaluate("title => jQuery.url.slugify(title, true)", given) == slug(title)


def test_half_typed_title_keeps_its_hyphen(page: Page) -> None:
    """While somebody types, the hyphen at the end stays; CKAN asks for that with the second argument."""
    assert page.evaluate("jQuery.url.slugify('Sở ', false)") == "so-"
