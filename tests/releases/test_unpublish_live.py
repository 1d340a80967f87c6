"""What leaves the public is gone from every address, and back when it returns: on the running portal, through nginx, as a stranger asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

AGENCY = f"co-quan-{uuid.uuid4().hex[:8]}"
"""Of this run alone: what another test left of the catalogue's agencies, as a rule that asks for approval, does not matter."""
ONE = "ma,ten,vi_do,kinh_do\nA1,Nhà thuốc Một,10.9804,106.6512\nA2,Nhà thuốc Hai,11.0501,106.7002\n"
TWO = f"{ONE}A3,Nhà thuốc Ba,11.1201,106.6003\n"
SECONDS = 300

# {name} is the dataset's, {id} the resource's; what each gives while the dataset is public.
SURFACES = {
    "the dataset's page": "/dataset/{name}",
    "the resource's page": "/dataset/{name}/resource/{id}",
    "the dataset by the API": "/api/3/action/package_show?id={name}",
    "the rows": "/api/3/action/datastore_search?resource_id={id}",
    "the dictionary": "/api/3/action/datastore_info?id={id}",
    "the dump": "/datastore/dump/{id}",
    "the download": "/dataset/{name}/resource/{id}/download/ban.csv",
    "a release's file": "/dataset/{name}/resource/{id}/release/1/ban.csv",
    "an export of the newest": "/dataset/{name}/resource/{id}/export.csv",
    "the list of releases": "/api/3/action/release_list?id={id}",
    "the list of files": "/api/3/action/release_files?id={id}",
    "the page of releases": "/dataset/{name}/resource/{id}/releases",
    "the difference": "/dataset/{name}/resource/{id}/releases/1/2.json",
    "the resource's feed": "/dataset/{name}/resource/{id}/releases.atom",
    "the dataset's feed": "/dataset/{name}/releases.atom",
    "the metadata": "/dataset/{name}.ttl",
    "the shapes": "/api/3/action/feature_search?layer={name}",
}
RESOURCES_ONLY = [name for name, path in SURFACES.items() if "{id}" in path] + ["the shapes"]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_arguments: Any) -> None:
        """Go nowhere; the caller gets the status as an error."""


@dataclass
class Portal:
    """The running portal, asked as an administrator or as a stranger."""

    url: str
    token: str

    def call(self, action: str, **data: Any) -> Any:
        """Call an action as the administrator."""
        return json.loads(self._ask(f"/api/3/action/{action}", json.dumps(data).encode(), {"Content-Type": "application/json"}))["result"]

    def send(self, action: str, content: str, **fields: str) -> Any:
        """Call an action with a file, as the administrator."""
        edge = uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="upload"; filename="ban.csv"\r\n\r\n{content}\r\n--{edge}--\r\n')
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return json.loads(self._ask(f"/api/3/action/{action}", "".join(parts).encode(), headers))["result"]

    def _ask(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        question = urllib.request.Request(f"{self.url}{path}", body, {"Authorization": self.token, **headers})
        with urllib.request.urlopen(question, timeout=60) as answer:
            return answer.read()

    def status(self, path: str) -> int:
        """Ask for a path as a stranger; a redirect is an answer of its own (to the sign-in page, for one)."""
        try:
            with urllib.request.build_opener(_Stay).open(f"{self.url}{path}", timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def wait_for(self, happened: Callable[[], bool], what: str) -> None:
        """Ask until something has happened."""
        deadline = time.monotonic() + SECONDS
        while not happened():
            assert time.monotonic() < deadline, what
            threading.Event().wait(0.5)


@pytest.fixture(scope="module")
def portal(portal_url: str) -> Iterator[Portal]:
    """The running portal with a token of its administrator, which is taken back at the end."""
    made = _ckan("user", "token", "add", "admin", "thu-nghiem", "expires_in=1", "unit=3600")
    token = made.split()[-1]
    portal = Portal(portal_url, token)
    portal.call("organization_create", name=AGENCY, title="Cơ quan thử nghiệm")
    yield portal
    portal.call("organization_purge", id=AGENCY)
    _ckan("user", "token", "revoke", json.loads(_part(token))["jti"])


def _part(token: str) -> bytes:
    middle = token.split(".")[1]
    return urlsafe_b64decode(middle + "=" * (-len(middle) % 4))


def _ckan(*words: str) -> str:
    command = [str(Path(sys.executable).parent / "ckan"), "-c", os.environ["CKAN_INI"], *words]
    return subprocess.run(command, text=True, check=True, capture_output=True, timeout=600).stdout


@pytest.fixture(scope="module")
def shared(portal: Portal) -> Iterator[tuple[str, str]]:
    """A dataset that comes back from each way but the last."""
    yield from _published(portal)


@pytest.fixture
def published(portal: Portal, shared: tuple[str, str], way: str) -> Iterator[tuple[str, str]]:
    """The dataset's name and the resource's id; what is purged is its own."""
    if way == "purged":
        yield from _published(portal)
    else:
        yield shared


def _published(portal: Portal) -> Iterator[tuple[str, str]]:
    """A public dataset with a layer of two releases, its files and its difference; gives the dataset's name and the resource's id."""
    name = f"thu-nghiem-{uuid.uuid4().hex[:8]}"
    required = {"title": "Thử nghiệm", "notes": "Mô tả", "theme": "nha-thuoc", "license_id": "CC-BY-4.0", "data_kind": "sample"}
    contact = {"contact_name": "Phòng Nghiệp vụ", "contact_email": "nghiep-vu@so-y-te.example"}
    portal.call("package_create", name=name, owner_org=AGENCY, **required, **contact)
    resource_id = portal.send("resource_create", ONE, package_id=name, name="Bản", key_column="ma")["id"]
    _wait_for_release(portal, resource_id, 1)
    portal.send("resource_patch", TWO, id=resource_id)
    _wait_for_release(portal, resource_id, 2)
    deadline = time.monotonic() + SECONDS
    while wrong := _wrong(portal, name, resource_id, list(SURFACES), {200}):
        assert time.monotonic() < deadline, wrong
        threading.Event().wait(0.5)
    yield name, resource_id
    if portal.status(f"/api/3/action/package_show?id={name}") == 200:
        portal.call("dataset_purge", id=name)


def _wait_for_release(portal: Portal, resource_id: str, number: int) -> None:
    status = lambda: portal.call("release_status", id=resource_id)["number"]  # noqa: E731
    portal.wait_for(lambda: status() == number, f"release {number} is not published")


def _wrong(portal: Portal, name: str, resource_id: str, surfaces: list[str], expected: set[int]) -> dict[str, int]:
    """Ask for surfaces as a stranger; give those that do not answer as expected."""
    found = {surface: portal.status(SURFACES[surface].format(name=name, id=resource_id)) for surface in surfaces}
    return {surface: status for surface, status in found.items() if status not in expected}


WAYS: dict[str, tuple[Callable[[Portal, str, str], Any], Callable[[Portal, str, str], Any] | None, list[str]]] = {
    "private": (
        lambda portal, name, _id: portal.call("package_patch", id=name, private=True),
        lambda portal, name, _id: portal.call("package_patch", id=name, private=False),
        list(SURFACES),
    ),
    "draft": (
        lambda portal, name, _id: portal.call("package_patch", id=name, state="draft"),
        lambda portal, name, _id: portal.call("package_patch", id=name, state="active"),
        list(SURFACES),
    ),
    "deleted": (
        lambda portal, name, _id: portal.call("package_delete", id=name),
        lambda portal, name, _id: portal.call("package_patch", id=name, state="active"),
        list(SURFACES),
    ),
    "purged": (lambda portal, name, _id: portal.call("dataset_purge", id=name), None, list(SURFACES)),
    "resource deleted": (lambda portal, _name, id_: portal.call("resource_delete", id=id_), None, RESOURCES_ONLY),
}
"""The way out, the way back if there is one, and the addresses that it concerns; the last has no way back."""


@pytest.mark.parametrize("way", list(WAYS))
def test_every_address_goes_and_comes_back(portal: Portal, published: tuple[str, str], way: str) -> None:
    """As soon as the change is answered no address of the data gives a stranger anything; when the dataset is public again, all do."""
    name, resource_id = published
    leave, come_back, surfaces = WAYS[way]
    leave(portal, name, resource_id)
    assert _wrong(portal, name, resource_id, surfaces, {302, 401, 403, 404, 409, 410}) == {}
    if come_back:
        come_back(portal, name, resource_id)
        assert _wrong(portal, name, resource_id, surfaces, {200}) == {}
