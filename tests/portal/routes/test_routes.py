"""Every address is decided on: whose page it is, and what a stranger gets there. The table is routes.yaml."""

import json
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path
from typing import Any

import pytest
import yaml

ROUTES: dict[str, dict[str, str | None]] = yaml.safe_load(Path(__file__).with_name("routes.yaml").read_text(encoding="utf-8"))
#: What every page of the portal has and no fragment of CKAN's.
FRAME = '<header class="bd-header">'


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: where an address leads is what is looked at."""


def answer(url: str) -> tuple[int, HTTPMessage, str]:
    """Status, headers and text of what a stranger gets."""
    request = urllib.request.Request(url, headers={"Accept": "text/html"})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=60) as found:
            return found.status, found.headers, found.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode(errors="replace")


@pytest.fixture(scope="module")
def addresses(portal_url: str) -> dict[str, dict[str, str]]:
    """The examples of the table on the live portal, for each kind by endpoint."""
    with urllib.request.urlopen(f"{portal_url}/api/3/action/package_show?id=nha-thuoc") as found:
        resource = next(each["id"] for each in json.load(found)["result"]["resources"] if each["datastore_active"])
    return {
        kind: {endpoint: portal_url + path.format(resource=resource) for endpoint, path in routes.items() if path}
        for kind, routes in ROUTES.items()
    }


def test_every_route_is_in_the_table_once(app):
    """An endpoint without a decision fails, and so does a decision about an endpoint that is gone."""
    served = {rule.endpoint for rule in app.flask_app.url_map.iter_rules() if "GET" in rule.methods}
    decided = [endpoint for routes in ROUTES.values() for endpoint in routes]
    assert sorted(decided) == sorted(served)


def test_pages_are_the_portal_s(addresses):
    """Each page answers everybody with the portal's frame, in Vietnamese."""
    wrong = {}
    for endpoint, address in addresses["pages"].items():
        status, _, text = answer(address)
        if (status, FRAME in text, '<html lang="vi"' in text) != (200, True, True):
            wrong[endpoint] = status
    assert wrong == {}


def test_only_what_is_made_for_frames_may_stand_in_one(addresses):
    """By both headers; what may has no header of the portal, no form and gives no session."""
    may = {}
    for endpoint, address in (addresses["pages"] | addresses["framed"]).items():
        _, headers, text = answer(address)
        framed = "frame-ancestors *" in headers["Content-Security-Policy"]
        assert framed or "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert framed == (headers["X-Frame-Options"] is None)
        if framed:
            may[endpoint] = (FRAME in text, "<form" in text, headers["Set-Cookie"])
    assert may == {"binhduong.embed": (False, False, None)}


def test_officers_pages_are_closed_to_strangers(addresses):
    """A form is never drawn for a stranger: the sign-in, a refusal, or nothing."""
    answers = {endpoint: answer(address)[0] for endpoint, address in addresses["officers"].items()}
    assert {endpoint: status for endpoint, status in answers.items() if status not in (302, 400, 403, 404)} == {}


def test_what_programs_read_is_no_page(addresses):
    """No address for programs answers with a page of CKAN's; what it refuses, it refuses on a page of ours."""
    wrong = {}
    for endpoint, address in addresses["programs"].items():
        status, headers, text = answer(address)
        is_page = headers.get_content_type() == "text/html" and "<html" in text
        if status >= 500 or (is_page and (status < 300 or (status >= 400 and FRAME not in text))):
            wrong[endpoint] = (status, headers.get_content_type())
    assert wrong == {}


def test_moved_pages_lead_to_what_says_the_same(addresses):
    """301, to the page of the same dataset, theme or agency."""
    led = {endpoint: answer(address)[:2] for endpoint, address in addresses["moved"].items()}
    assert {endpoint: (status, headers["Location"].split("/", 3)[3]) for endpoint, (status, headers) in led.items()} == {
        "dataset.groups": (301, "dataset/nha-thuoc"),
        "group.about": (301, "group/y-te"),
        "organization.about": (301, "organization/so-y-te"),
    }


def test_closed_pages_are_not_there(addresses):
    """404 on a page of the portal, for what CKAN has and the portal does not."""
    answers = {endpoint: answer(address) for endpoint, address in addresses["closed"].items()}
    assert {endpoint: status for endpoint, (status, _, text) in answers.items() if status != 404 or FRAME not in text} == {}
