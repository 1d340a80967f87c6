"""Take the pictures of this folder, the main pages at both widths, from a running, seeded portal.

``PORTAL_URL=http://127.0.0.1:5000 PORTAL_ADMIN_PASSWORD=… .tools/venv/bin/python docs/pictures/take.py``

The password is the first administrator's, as ``make up`` prints it: the upload page is for officers.
"""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = {1440: 900, 390: 844}
PAGES = {
    "home": "/",
    "search": "/dataset/?q=di+an",
    "dataset": "/dataset/nha-thuoc",
    "resource": "RESOURCE?q=thuan+an&sort=-dien_tich_m2#data",
    "feature": "/feature/nha-thuoc/NT0001",
    "place": "/place/718@2024",
    "map": "/map?theme=nha-thuoc&near=106.6512,10.9804&radius=5000",
    "map-layers": "/map?theme=nha-thuoc&theme=y-te&theme=mat-hang-thiet-yeu",
    "planning": "/map?theme=quy-hoach&within=724@2024",
    "stations": "/map?theme=moi-truong",
    "upload": "/upload",
    "members": "/organization/manage_members/so-y-te",
    "api": "/docs/api",
    "error": "/khong-co-trang-nay",
}
#: Pages that only somebody who is signed in sees.
FOR_OFFICERS = {"upload", "members"}


def take(page: Page, address: str, file: Path) -> None:
    """One picture of what a visitor sees first; a map is waited for."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if page.locator("[data-map]:not([hidden])").count():
        page.locator("[data-finder-map][data-in-view], [data-map][data-drawn]:not([data-finder-map])").wait_for()
        page.wait_for_timeout(1500)
    page.screenshot(path=file)


def sign_in(page: Page, portal: str) -> None:
    """As the first administrator, through the form."""
    page.goto(f"{portal}/user/login")
    page.locator("[name=login]").fill("admin")
    page.locator("[name=password]").fill(os.environ["PORTAL_ADMIN_PASSWORD"])
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_load_state("networkidle")


def resource_path(page: Page, portal: str) -> str:
    """The path of the pharmacies' table."""
    dataset = page.request.get(f"{portal}/api/3/action/package_show?id=nha-thuoc").json()["result"]
    return f"/dataset/nha-thuoc/resource/{dataset['resources'][0]['id']}"


def take_all(chromium: Browser, portal: str, folder: Path, width: int, height: int) -> None:
    """Every page at one width, ``<page>-<width>.png``."""
    visitor, officer = (chromium.new_page(viewport={"width": width, "height": height}, locale="vi-VN") for _ in range(2))
    sign_in(officer, portal)
    for name, path in PAGES.items():
        address = portal + path.replace("RESOURCE", resource_path(visitor, portal))
        take(officer if name in FOR_OFFICERS else visitor, address, folder / f"{name}-{width}.png")


def main() -> None:
    """Every page at both widths."""
    portal, folder = os.environ["PORTAL_URL"], Path(__file__).parent
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for width, height in WIDTHS.items():
            take_all(chromium, portal, folder, width, height)
        chromium.close()


if __name__ == "__main__":
    main()
