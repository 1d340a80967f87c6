"""Take the pictures of this folder from a running, seeded portal.

``PORTAL_URL=http://127.0.0.1:5000 .tools/venv/bin/python docs/pictures/take.py``
"""

import os
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = {1440: 900, 390: 844}
PAGES = {
    "home": "/",
    "search": "/dataset/?q=xay+dung",
    "dataset": "/dataset/nha-thuoc",
    "map": "/map?theme=nha-thuoc&near=106.6512,10.9804&radius=5000",
    "planning": "/map?theme=quy-hoach&within=724%402024",
    "theme": "/group/moi-truong",
    "agency": "/organization/so-y-te",
    "error": "/khong-co-trang-nay",
}


def take(page: Page, address: str, file: Path) -> None:
    """One picture of what a visitor sees first; a map is waited for."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if page.locator("[data-map]:not([hidden])").count():
        page.locator("[data-map][data-drawn]").wait_for()
        page.wait_for_timeout(1500)
    page.screenshot(path=file)


def main() -> None:
    """Every page at both widths, ``<page>-<width>.png``."""
    portal, folder = os.environ["PORTAL_URL"], Path(__file__).parent
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for width, height in WIDTHS.items():
            page = chromium.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
            for name, path in PAGES.items():
                take(page, portal + path, folder / f"{name}-{width}.png")
        chromium.close()


if __name__ == "__main__":
    main()
