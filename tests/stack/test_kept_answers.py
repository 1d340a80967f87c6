"""Kept answers through nginx on the live portal of `make test`: the second reader gets the first one's, and none an old one."""

from __future__ import annotations

import hashlib
import json
import struct
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser

from stack import settings
from stack.commands.ckan_command import ckan
from stack.commands.portal import wait_for_group
from stack.commands.seed import waiting_jobs
from stack.instance import Instance, from_environment
from stack.services import supervision

MARK = "giu-cau-tra-loi"
HIT, AWAY = "portal; hit", "portal; hit; detail=portal-away"
NGINX_FORMAT = 5
"""The format of nginx's kept files."""
CSV = "ma,ten\n{}\n"
HIDDEN = "bi-mat-tu-nay"


class Portal:
    """The live portal as an anonymous reader and as its administrator, by a token."""

    def __init__(self, url: str, token: str, jobs: Callable[[], int]) -> None:
        self.url, self.token, self._jobs = url, token, jobs

    def settled(self) -> None:
        """Wait for the jobs that a change queued: what they write raises the version too."""
        for _ in range(300):
            if not self._jobs():
                return
            time.sleep(0.2)
        pytest.fail("jobs are left after a minute")

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers (names in lower case) and text."""
        return _send(urllib.request.Request(self.url + path, headers=headers))

    def kept(self, path: str) -> str:
        """The text of an answer that is kept now; a web process that reads the DataStore for the first time raises the version."""
        self.settled()
        for _ in range(6):
            status, headers, text = self.get(path)
            if (status, headers.get("cache-status")) == (200, HIT):
                return text
        pytest.fail(f"{path} is not kept: {status} {headers}")

    def call(self, action: str, **values: Any) -> Any:
        """An action as the administrator."""
        head = {"Authorization": self.token, "Content-Type": "application/json"}
        status, _, text = _send(urllib.request.Request(f"{self.url}/api/3/action/{action}", json.dumps(values).encode(), head))
        assert status == 200, text
        return json.loads(text)["result"]

    def upload(self, **fields: str) -> dict[str, Any]:
        """A resource with a CSV file; returns when it is published."""
        text, edge = fields.pop("text"), uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="upload"; filename="a.csv"\r\n\r\n{text}\r\n--{edge}--\r\n')
        head = {"Authorization": self.token, "Content-Type": f"multipart/form-data; boundary={edge}"}
        action = "resource_patch" if "id" in fields else "resource_create"
        status, _, answer = _send(urllib.request.Request(f"{self.url}/api/3/action/{action}", "".join(parts).encode(), head))
        assert status == 200, answer
        return json.loads(answer)["result"]

    def released(self, resource: str, number: int) -> None:
        """Wait until a release is published."""
        for _ in range(300):
            shown = self.call("resource_show", id=resource)
            if (shown.get("release_number"), shown.get("release_state")) == (number, "published"):
                return
            time.sleep(0.3)
        pytest.fail(f"release {number} was not published: {shown}")

    def publish(self, dataset: str, text: str = "1,hang-dau") -> tuple[str, str]:
        """The addresses of a published file of a dataset: as it was uploaded, and as an export."""
        resource = self.upload(package_id=dataset, name="Bảng", text=CSV.format(text))["id"]
        self.released(resource, 1)
        base = f"/dataset/{dataset}/resource/{resource}"
        for _ in range(300):
            if self.get(f"{base}/export.csv")[0] == 200:
                return f"{base}/download/a.csv", f"{base}/export.csv"
            time.sleep(0.2)
        pytest.fail("the export is not made")


def _send(request: urllib.request.Request) -> tuple[int, dict[str, str], str]:
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read().decode()


@pytest.fixture(scope="module")
def instance(portal_url: str) -> Instance:
    """The instance whose portal runs."""
    return from_environment()


@pytest.fixture(scope="module")
def portal(portal_url: str, instance: Instance) -> Iterator[Portal]:
    """The portal, with an agency of this module's own that is purged at the end."""
    printed = ckan(instance, ["user", "token", "add", "admin", MARK])
    secrets = settings.ensure_secrets(instance)
    portal = Portal(portal_url, printed.split()[-1], lambda: waiting_jobs(instance, secrets))
    _remove(portal)
    portal.call("organization_create", name=MARK, title="Cơ quan thử")
    yield portal
    _remove(portal)


def _remove(portal: Portal) -> None:
    head = {"Authorization": portal.token, "Content-Type": "application/json"}
    found = portal.call("package_search", fq=f"name:{MARK}*", include_private=True, include_drafts=True, rows=100)["results"]
    for each in found:
        portal.call("dataset_purge", id=each["id"])
    _send(urllib.request.Request(f"{portal.url}/api/3/action/organization_purge", json.dumps({"id": MARK}).encode(), head))


@pytest.fixture
def dataset(portal: Portal) -> Callable[..., str]:
    """Return a function that makes a dataset of this module's agency and returns its name."""

    return partial(_make, portal)


def _make(portal: Portal, **fields: Any) -> str:
    name = f"{MARK}-{uuid.uuid4().hex[:10]}"
    texts = {"title": "Đầu tiên", "notes": "Thử", "license_id": "vn-open", "data_kind": "sample", "theme": "nha-thuoc"}
    contact = {"contact_name": "Cơ quan", "contact_email": "a@example.vn"}
    portal.call("package_create", name=name, owner_org=MARK, **texts | contact | fields)
    portal.settled()
    return name


def test_the_second_reader_gets_the_same_without_ckan(portal: Portal, dataset: Callable[..., str]):
    """With the headers that the first one got, the security headers among them."""
    name = dataset()
    for path in (f"/dataset/{name}", f"/api/3/action/package_show?id={name}", f"/dataset/{name}.ttl", "/feeds/dataset.atom", "/"):
        first, second = portal.get(path), portal.get(path)
        volatile = {"cache-status", "date", "content-length", "connection", "x-request-id"}
        assert second[1]["cache-status"] == HIT, path
        assert {name: value for name, value in first[1].items() if name not in volatile}.items() <= second[1].items()
        assert (first[0], first[2]) == (second[0], second[2])
        assert second[1]["x-content-type-options"] == "nosniff"
        assert portal.get(path, **{"If-None-Match": second[1]["etag"]})[0] == 304


def test_tiles_are_kept(portal: Portal):
    """A tile is one statement for all its readers; the map's layer of the seed has one."""
    layer = portal.call("layer_list")[0]["id"]
    tile = f"/geo/collections/{layer}/tiles/WebMercatorQuad/9/240/407"
    assert portal.kept(tile) == portal.get(tile)[2]


def test_who_has_a_cookie_or_token_is_never_answered_from_it(portal: Portal, dataset: Callable[..., str]):
    """Nor does his answer reach others."""
    name = dataset(private=True)
    path = f"/api/3/action/package_show?id={name}"
    own = portal.get(path, Authorization=portal.token)
    stranger = portal.get(path)
    public = f"/dataset/{dataset()}"
    portal.kept(public)
    assert (own[0], "cache-status" in own[1], stranger[0]) == (200, False, 403)
    assert ["cache-status" in portal.get(public, **head)[1] for head in ({"Cookie": "a=b"}, {"Authorization": portal.token})] == [
        False,
        False,
    ]


def test_languages_and_types_are_kept_apart(portal: Portal, dataset: Callable[..., str]):
    """The same dataset in two languages, and one address in two forms."""
    name = dataset()
    assert '<html lang="vi"' in portal.kept(f"/dataset/{name}")
    assert '<html lang="en"' in portal.kept(f"/en/dataset/{name}")
    forms = [portal.get(f"/dataset/{name}", Accept=kind)[1]["content-type"].partition(";")[0] for kind in ("text/html", "text/turtle") * 2]
    assert forms == ["text/html", "text/turtle"] * 2


def test_a_created_dataset_is_everywhere_at_once(portal: Portal, dataset: Callable[..., str]):
    """Lists, searches, the agency's page and the feed that were kept before it was made name it."""
    lists = [
        f"/organization/{MARK}",
        "/feeds/dataset.atom",
        "/api/3/action/package_list",
        f"/api/3/action/package_search?fq=organization:{MARK}",
    ]
    for path in lists:
        portal.kept(path)
    name = dataset()
    assert [path for path in lists if name not in portal.get(path)[2]] == []


def test_a_changed_title_is_read_at_once(portal: Portal, dataset: Callable[..., str]):
    """Ten changes in a row, each read by the next request: page, English page, API, metadata, search."""
    name = dataset()
    paths = [
        f"/dataset/{name}",
        f"/en/dataset/{name}",
        f"/api/3/action/package_show?id={name}",
        f"/dataset/{name}.ttl",
        f"/dataset/?q={name}",
    ]
    for number in range(10):
        for path in paths:
            portal.get(path)
        portal.call("package_patch", id=name, title=f"Change{number}x", title_en=f"Change{number}x")
        assert [path for path in paths if f"Change{number}x" not in portal.get(path)[2]] == []


def test_agency_theme_membership_and_activity(portal: Portal, dataset: Callable[..., str]):
    """A new name of the agency is on its datasets' pages; a theme's text on its page; an activity in the list."""
    name = dataset()
    page, theme, activity = f"/dataset/{name}", "/group/chuyen-doi-so", f"/dataset/activity/{name}"
    for path in (page, theme, activity):
        portal.kept(path)
    before = portal.call("group_show", id="chuyen-doi-so")["description"]
    portal.call("organization_patch", id=MARK, title="Cơ quan đổi tên")
    portal.call("group_patch", id="chuyen-doi-so", description="Mô tả đã đổi.")
    portal.call("package_patch", id=name, title="Việc mới làm")
    try:
        found = [
            text in portal.get(path)[2] for path, text in ((page, "Cơ quan đổi tên"), (theme, "Mô tả đã đổi."), (activity, "Việc mới làm"))
        ]
    finally:
        portal.call("group_patch", id="chuyen-doi-so", description=before)
    assert found == [True, True, True]
    portal.kept(theme)
    portal.call("package_patch", id=name, theme="chuyen-doi-so")
    assert "Việc mới làm" in portal.get(theme)[2]


def test_published_and_rolled_back_rows(portal: Portal, dataset: Callable[..., str]):
    """Once a release is reported as published, rows are read from it; so is the former one after a roll-back."""
    name = dataset()
    resource = portal.upload(package_id=name, name="Bảng", text=CSV.format("1,hang-dau"))["id"]
    portal.released(resource, 1)
    paths = [f"/api/3/action/datastore_search?resource_id={resource}", f"/dataset/{name}/resource/{resource}"]
    for path in paths:
        assert "hang-dau" in portal.kept(path)
    portal.upload(id=resource, text=CSV.format("1,hang-sau"))
    portal.released(resource, 2)
    rows = [json.loads(portal.get(paths[0])[2])["result"]["records"][0]["ten"], "hang-sau" in portal.get(paths[1])[2]]
    portal.call("release_rollback", id=resource, number=1)
    portal.released(resource, 3)
    assert [*rows, json.loads(portal.get(paths[0])[2])["result"]["records"][0]["ten"]] == ["hang-sau", True, "hang-dau"]


@pytest.mark.parametrize("withdraw", [("package_patch", {"private": True}), ("package_delete", {})], ids=["private", "deleted"])
def test_a_withdrawn_dataset_is_gone_before_the_call_returns(portal: Portal, dataset: Callable[..., str], withdraw: tuple[str, dict]):
    """Twenty readers read it all the time; none that begins after the call's return gets it, on no address, its files' included."""
    name = dataset(title="Bí mật từ nay")
    files = portal.publish(name, f"1,{HIDDEN}")
    paths = [f"/dataset/{name}", f"/api/3/action/package_show?id={name}", f"/dataset/{name}.ttl", f"/organization/{MARK}"]
    stop, late = threading.Event(), []
    returned = [float("inf")]

    def read(number: int) -> None:
        path = [*paths, *files][number % 6]
        # All twenty together stay below the 100 reads a second that nginx lets one address have.
        while not stop.wait(0.4):
            began = time.monotonic()
            status, _, text = portal.get(path)
            if began > returned[0] and any(secret in text for secret in ("Bí mật từ nay", "\\u00ed m", HIDDEN)):
                late.append((path, status))

    for path in paths:
        portal.kept(path)
    readers = [threading.Thread(target=read, args=(number,)) for number in range(20)]
    for reader in readers:
        reader.start()
    try:
        time.sleep(1)
        portal.call(withdraw[0], id=name, **withdraw[1])
        returned[0] = time.monotonic()
        time.sleep(1.5)
    finally:
        stop.set()
        for reader in readers:
            reader.join(60)
    assert late == []
    assert [portal.get(path)[0] in (403, 404, 410) for path in (*paths[:3], *files)] == [True] * 5


@pytest.fixture(scope="module")
def files(portal: Portal) -> tuple[str, str]:
    """The addresses of a published file: as it was uploaded, and as an export."""
    return portal.publish(_make(portal), f"1,{uuid.uuid4().hex}")


def test_files_are_sent_as_without_it(portal: Portal, files: tuple[str, str]):
    """Conditions and ranges are for the bytes; a part of the table, who has a cookie, and a new file are asked for each time."""
    download, export = files
    status, headers, text = portal.get(download)
    assert (status, text[:7], headers["content-disposition"]) == (200, "ma,ten\n", 'attachment; filename="a.csv"')
    assert headers["cache-status"].startswith("portal; ")
    assert [portal.get(download, **head)[0] for head in ({"If-None-Match": headers["etag"]}, {"If-None-Match": "*"})] == [304, 304]
    assert portal.get(download, **{"If-Match": '"another"'})[0] == 412
    part = portal.get(download, Range="bytes=0-1")
    assert (part[0], part[2], part[1]["content-range"]) == (206, "ma", f"bytes 0-1/{len(text)}")
    assert portal.get(download, Range="bytes=999-")[0] == 416
    assert [
        "cache-status" in portal.get(address, **head)[1] for address, head in ((f"{export}?limit=1", {}), (export, {"Cookie": "a=b"}))
    ] == [
        False,
        False,
    ]
    newer = CSV.format(f"2,{uuid.uuid4().hex}")
    portal.upload(id=download.split("/")[4], text=newer)
    portal.released(download.split("/")[4], 2)
    assert portal.get(download)[2] == newer


def test_a_damaged_file_is_not_sent_from_what_was_kept(portal: Portal, files: tuple[str, str], instance: Instance):
    """Cut short on the disk: CKAN, asked again after a second, says so. Gone, as in quarantine: at once."""
    download = files[0]
    content = portal.get(download)[2].encode()
    digest = hashlib.sha256(content).hexdigest()
    stored = instance.var / "storage" / "releases" / "files" / digest[:2] / digest
    stored.chmod(0o644)
    stored.write_bytes(content[:-1])
    for _ in range(100):
        status, _, text = portal.get(download)
        if status == 500:
            break
        time.sleep(0.1)
    assert (status, "bị hỏng" in text) == (500, True)
    stored.write_bytes(content)
    stored.chmod(0o444)
    assert portal.get(download)[0] == 200
    aside = stored.rename(stored.with_suffix(".aside"))
    assert portal.get(download)[0] in (500, 503)
    aside.rename(stored)


def test_a_change_by_a_form(portal: Portal, dataset: Callable[..., str], admin_password: str):
    """A dataset deleted on its page by a signed-in administrator is gone for readers."""
    import http.cookiejar

    name = dataset()
    portal.kept(f"/dataset/{name}")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    opener.addheaders = [("Origin", portal.url), ("Sec-Fetch-Site", "same-origin")]
    opener.open(f"{portal.url}/user/login", urllib.parse.urlencode({"login": "admin", "password": admin_password}).encode()).read()
    page = opener.open(f"{portal.url}/dataset/delete/{name}").read().decode()
    token = page.partition('name="_csrf_token"')[2].partition('value="')[2].partition('"')[0]
    opener.open(f"{portal.url}/dataset/delete/{name}", urllib.parse.urlencode({"_csrf_token": token, "delete": "1"}).encode()).read()
    assert portal.get(f"/dataset/{name}")[0] == 410


def _grow_older(instance: Instance, seconds: int) -> None:
    """Have what nginx kept be older than it is: the second number of each of its files is the second until which the answer is fresh."""
    for path in (instance.var / "nginx/kept").glob("*/*/*"):
        with path.open("r+b") as file:
            version, fresh_until = struct.unpack("qq", file.read(16))
            assert version == NGINX_FORMAT
            file.seek(0)
            file.write(struct.pack("qq", version, fresh_until - seconds))


@pytest.mark.restarts_services
def test_while_the_web_groups_are_away_the_last_answers_stay(
    portal: Portal, dataset: Callable[..., str], files: tuple[str, str], instance: Instance, chromium: Browser
):
    """With a mark, and a note on a page, for what was read since the last change, a file too; never for what was withdrawn, or for who is
    signed in."""
    secrets = settings.ensure_secrets(instance)
    withdrawn, stays = dataset(), dataset()
    file, hidden = files[0], portal.publish(withdrawn)[0]
    portal.kept(f"/dataset/{withdrawn}")
    portal.get(hidden)
    portal.call("package_patch", id=withdrawn, private=True)
    short = "/api/3/action/layer_list"
    page = chromium.new_page()
    note = page.get_by_text("Cổng dữ liệu đang tạm gián đoạn")
    for path in (f"/dataset/{stays}", short, "/map"):
        portal.kept(path)
    # A regular job that finds something to do in this minute would raise the version.
    supervision.stop(instance, secrets, "worker")
    page.goto(f"{portal.url}/map")
    shown = [note.is_visible()]
    text = portal.get(file)[2]
    for name in supervision.WEB:
        supervision.stop(instance, secrets, name)
    try:
        kept = portal.get(f"/dataset/{stays}")
        gone = portal.get(f"/dataset/{withdrawn}")
        own = portal.get(f"/dataset/{stays}", Cookie="a=b")
        sent, part = portal.get(file), portal.get(file, Range="bytes=0-1")
        refused = [portal.get(hidden), portal.get(file, Cookie="a=b"), portal.get(f"{file}?a=b")]
        _grow_older(instance, seconds=62)  # what says "open now" is kept for a minute
        old = portal.get(short)
        answer = page.goto(f"{portal.url}/map")
        shown.append(note.is_visible())
        plain = portal.get("/map")[2]
    finally:
        supervision.start(instance, secrets, "worker")
        for name in supervision.WEB:
            supervision.start(instance, secrets, name)
            wait_for_group(instance, name)
    assert [each[0] for each in (kept, gone, own, old)] == [200, 503, 503, 200]
    assert (kept[1]["cache-status"], old[1]["cache-status"], old[1]["warning"]) == (HIT, AWAY, '111 - "Revalidation Failed"')
    assert (answer and answer.headers.get("server-timing"), shown) == ("portal-away", [False, True])
    assert '<p class="bd-note" id="portal-away" role="status">' in plain
    assert (sent[0], sent[2], part[0], part[2]) == (200, text, 206, "ma")
    assert sent[1]["cache-status"].startswith(HIT)
    assert [(each[0], "Cổng dữ liệu tạm thời gián đoạn" in each[2]) for each in refused] == [(503, True)] * 3
    assert portal.get(short)[1]["cache-status"] == "portal; fwd=uri-miss"
