"""Stored files: saved and never shown, under the type we found, by any of their names, only by those who may."""

from __future__ import annotations

import errno
import os
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage import store as store_module
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, as_anonymous, file, replace, stored_files

pytestmark = pytest.mark.usefixtures("clean")

HOSTILE = {
    "trang.html": b"<!doctype html><script>alert(1)</script>",
    "hinh.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "bang.csv": b"a,b\n<script>alert(1)</script>,2\nx,3\n",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_nothing_uploaded_is_shown_by_a_browser(dataset: dict[str, Any], app: Any, name: str) -> None:
    """Whatever a file is and whatever type the caller claims, it is an attachment that no browser interprets."""
    resource = add(dataset, HOSTILE[name], name, mimetype="text/html")
    response = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/download/{name}")
    assert response.status_code == 200
    assert response.data == HOSTILE[name]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_claimed_type_is_ignored(dataset: dict[str, Any], app: Any) -> None:
    """A CSV whose `mimetype` was set to text/html through the API is sent as text/csv."""
    resource = add(dataset, mimetype="text/html")
    act("resource_patch", id=resource["id"], mimetype="text/html")
    response = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/download/nha-thuoc.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_vietnamese_names_are_kept(dataset: dict[str, Any], app: Any) -> None:
    """The address is plain ASCII; the saved file has its Vietnamese name (RFC 6266), in NFC."""
    resource = add(dataset, b"%PDF-1.4\n%%EOF\n", "Quyê\u0301t định số 12.pdf")
    address = resource["url"].split("test.ckan.net", 1)[1]
    assert address.endswith("/download/quyet-dinh-so-12.pdf")
    response = app.get(address)
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"quyet-dinh-so-12.pdf\"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%2012.pdf"
    )


def test_old_names_go_on_working(dataset: dict[str, Any], app: Any) -> None:
    """After a file with another name is published, the old address gives the new file."""
    resource = add(dataset)
    replace(resource, MORE_POINTS, "moi.csv")
    response = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/download/nha-thuoc.csv")
    assert response.data.decode() == MORE_POINTS
    assert response.headers["Content-Disposition"] == 'attachment; filename="moi.csv"'


def test_etag_and_range(dataset: dict[str, Any], app: Any) -> None:
    """A download can be revalidated and continued."""
    resource = add(dataset)
    address = f"/dataset/{dataset['name']}/resource/{resource['id']}/download/nha-thuoc.csv"
    sha256 = resource["hash"].removeprefix("sha256:")
    assert app.get(address, headers={"If-None-Match": f'"{sha256}"'}).status_code == 304
    part = app.get(address, headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data) == (206, b"ma")


def test_nginx_sends_the_file_after_ckans_check(dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind nginx the answer is an internal redirect into the store, with the same headers and no body; strangers get 403."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.accel_redirect", True)
    resource = add(dataset)
    sha256 = resource["hash"].removeprefix("sha256:")
    address = f"/dataset/{dataset['name']}/resource/{resource['id']}/download/nha-thuoc.csv"
    response = app.get(address)
    assert response.headers["X-Accel-Redirect"] == f"/_files/releases/files/{sha256[:2]}/{sha256}"
    assert (response.data, response.headers["X-Content-Type-Options"]) == (b"", "nosniff")
    assert "X-Accel-Expires" not in response.headers
    act("package_patch", id=dataset["id"], private=True)
    assert app.get(address).status_code in (403, 404)


def test_nginx_keeps_what_names_a_file(dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a second, where answers are kept; of a part of a table nothing, nor of what an officer gets. The file has its own marks."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.accel_redirect", True)
    monkeypatch.setitem(tk.config, "ckanext.binhduong.catalogue_version_file", "version")
    base = f"/dataset/{dataset['name']}/resource/{add(dataset)['id']}"
    answers = [
        app.get(f"{base}/{end}") for end in ("download/nha-thuoc.csv", "release/1/nha-thuoc.csv", "export.csv", "export.csv?limit=1")
    ]
    for answer in answers:
        # A stream that nobody reads to its end would hold its transaction for a minute, and the next test's beginning with it.
        answer.close()
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    assert [answer.headers.get("X-Accel-Expires") for answer in answers] == ["1", "1", "1", None]
    assert ["ETag" in answer.headers for answer in answers] == [False, False, False, True]
    assert "X-Accel-Expires" not in app.get(f"{base}/download/nha-thuoc.csv", headers={"Authorization": "a-token"}).headers


def test_a_file_that_was_never_accepted_is_for_its_agency(dataset: dict[str, Any], app: Any) -> None:
    """The public cannot download a first file that was refused."""
    resource = add(dataset, POINTS.replace("10.9804,106.6512", "95.0,406.0"))
    assert app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/download/nha-thuoc.csv").status_code == 403


def test_a_full_disk_is_said_and_leaves_nothing(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up while a file arrives: a clear error, no resource, no remnant."""

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = stored_files()
    monkeypatch.setattr(store_module.os, "fsync", full)
    with pytest.raises(tk.ValidationError) as error:
        act("resource_create", package_id=dataset["id"], name="x", upload=file(POINTS, "a.csv"))
    assert list(error.value.error_dict) == ["upload"]
    monkeypatch.undo()
    assert as_anonymous("package_show", id=dataset["id"])["resources"] == []
    assert stored_files() == before
    assert list((settings.store().root / "incoming").glob("*")) == []
