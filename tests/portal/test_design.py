"""The page of components: in development only, with the colours that the pages really have."""

import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import changed_config

import ckanext.binhduong.portal

CSS = Path(ckanext.binhduong.portal.__file__).parent / "assets" / "css"


def colours(text: str) -> dict[str, str]:
    """The colour tokens that a block of a style sheet sets."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", text))


def test_the_page_shows_the_pages_dark_colours() -> None:
    """What tokens.css says for a device's preference, design.css says for a part of the page; the light ones are tokens.css's own."""
    light, dark = (CSS / "tokens.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    block = re.search(r'\[data-scheme="dark"\] {(.*?)}', (CSS / "design.css").read_text("utf-8"), re.S)
    assert block is not None
    wanted = colours(dark.split("data-bs-theme")[0])
    assert (colours(block[1]), len(wanted)) == (wanted, 16)
    assert '[data-scheme="light"] {' in light
    assert colours(light).keys() == wanted.keys()


def test_in_production_there_is_no_such_page(portal_url: str) -> None:
    """404, like any address that is none."""
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{portal_url}/docs/design")
    assert caught.value.code == 404


@pytest.mark.usefixtures("with_plugins")
def test_in_development_every_component_stands_twice(app) -> None:
    """Once light and once dark, each colour with its name."""
    with changed_config("debug", True):
        page = BeautifulSoup(app.get("/docs/design").body, "html.parser")
    for scheme in ("light", "dark"):
        part = page.select_one(f"[data-scheme={scheme}]")
        assert part is not None
        assert len(part.select(".bd-swatch")) == 16
        for component in (
            ".bd-button-main",
            ".bd-badge-sample",
            ".bd-note-bad",
            ".bd-search",
            ".bd-panel",
            ".bd-finding-error",
            ".bd-table",
        ):
            assert part.select(component), component
