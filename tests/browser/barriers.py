"""What axe says of a page, in light and dark, and whether it needs sideways scrolling when it is enlarged."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["SCHEMES", "found_by_axe", "without_barriers"]

SCHEMES = ("light", "dark")
_ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: In the dark a page has other colours and nothing else.
_RUN = {"light": _ALL, "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_axe = Axe()


def found_by_axe(page: Page, scheme: str = "light") -> list[tuple[str, str]]:
    """Return the broken rules of WCAG 2.0 to 2.2 (A, AA) and of good practice, in the dark those about colours, each with its element.

    Args:
        page: opened with ``bypass_csp=True``: the page's own policy keeps axe's script out; bypassing it changes nothing that axe looks at.
        scheme: ``light`` or ``dark``; the page is switched to it, as a device does at nightfall.
    """
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    # Without the second, axe sends every element that breaks no rule.
    found = _axe.run(page, options={"runOnly": _RUN[scheme], "resultTypes": ["violations"]}).response["violations"]
    return [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]


def without_barriers(page: Page) -> None:
    """Axe finds nothing in light and dark, and nothing needs sideways scrolling at 320 pixels (400 % of 1280)."""
    assert {scheme: found_by_axe(page, scheme) for scheme in reversed(SCHEMES)} == {"dark": [], "light": []}
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if size:
        page.set_viewport_size(size)
