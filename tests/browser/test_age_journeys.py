"""How old data are, as a citizen reads it: a file of 2018 says 2018 wherever it is shown, and no page calls it new."""

import json
import re
import urllib.request
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDTHS, both_widths

Visit = Callable[..., Page]
STOPS = "tram-dung-xe-buyt-2018"


def api(portal_url: str, action: str) -> dict:
    with urllib.request.urlopen(f"{portal_url}/api/3/action/{action}") as answer:
        return json.load(answer)["result"]


@both_widths
def test_a_file_of_2018_says_2018_everywhere(visit: Visit, viewport: dict[str, int], portal_url: str) -> None:
    """Card, agency, dataset, resource, row, map list and citation: the data's day first, the upload's day under its own name."""
    dataset = api(portal_url, f"package_show?id={STOPS}")
    layer = dataset["resources"][0]["layer"]
    row = api(portal_url, f"feature_search?layer={layer}&limit=1")["features"][0]["id"]
    places = {
        f"/dataset/?q={STOPS}": f".bd-result:has(a[href='/dataset/{STOPS}'])",
        f"/organization/{dataset['organization']['name']}": f".bd-result:has(a[href='/dataset/{STOPS}'])",
        f"/dataset/{STOPS}": "main",
        f"/dataset/{STOPS}/resource/{dataset['resources'][0]['id']}": "main",
        f"/feature/{layer}/{row}": "main",
        f"/map?layer={layer}": "#finder-list",
    }
    page = visit("/", viewport=viewport)
    for path, part in places.items():
        page.goto(portal_url + path)
        shown = page.locator(part)
        expect(shown, path).to_contain_text(re.compile(r"Số liệu đến\s*15/07/2018"))
        expect(shown, path).to_contain_text("Đăng trên cổng")
        expect(shown.locator("[data-fresh=none]").first, path).to_have_text("Không cam kết cập nhật")
        expect(shown, path).not_to_contain_text(re.compile("hôm nay|Cập nhật \\d"))
    page.goto(f"{portal_url}/dataset/{STOPS}")
    expect(page.locator("#citation-text")).to_contain_text("(2018)")


@WIDTHS
def test_datasets_are_filtered_by_how_old_they_are(visit: Visit, viewport: dict[str, int], portal_url: str) -> None:
    """The facet says the badge's words; what is left has the badge."""
    page = visit("/dataset/", viewport=viewport)
    if viewport == PHONE:
        page.locator(".bd-facets-toggle summary").click()
    facet = page.locator("details.bd-facet", has=page.locator("summary", has_text="Độ mới"))
    facet.locator("summary").click()
    facet.get_by_role("link", name="Không cam kết cập nhật").click()
    expect(page).to_have_url(re.compile("freshness=none"))
    expect(page.locator(".bd-filters")).to_contain_text("Không cam kết cập nhật")
    assert set(page.locator(".bd-result [data-fresh]").all_inner_texts()) == {"Không cam kết cập nhật"}


def test_pages_api_and_dcat_name_the_same_days(portal_url: str) -> None:
    """One rule: what ``package_show`` says is what the list says, and where the period and the change of the DCAT record end."""
    shown = api(portal_url, "package_show?id=quan-trac-moi-truong")["freshness"]
    assert (shown["state"], shown["data_as_of"], shown["data_as_of_from"], shown["next_expected"]) == ("none", "2025-02-28", "rows", None)
    found = api(portal_url, "package_search?fq=name:quan-trac-moi-truong")["results"][0]
    assert found["freshness"] == shown
    with urllib.request.urlopen(f"{portal_url}/dataset/quan-trac-moi-truong.ttl") as answer:
        turtle = answer.read().decode()
    assert re.search(r'endDate "2025-02-28', turtle)
    assert re.search(rf'dct:modified "{shown["published"]}', turtle)
    with urllib.request.urlopen(f"{portal_url}/dataset/{STOPS}/releases.atom") as answer:
        assert "Số liệu đến 15/07/2018. Không cam kết cập nhật." in answer.read().decode()
