"""The seed's files through the real nginx: caching, ranges, headers once, formats that programs open."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request
import zipfile
from email.message import Message
from typing import Any

import openpyxl
import pytest

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    """Send a request as it is; errors are answers too."""
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def files_of(portal_url: str, dataset: str) -> dict[tuple[str, str | None], dict[str, Any]]:
    """The files of a seed dataset's first resource by (ending, system of coordinates)."""
    shown = json.loads(ask(f"{portal_url}/api/3/action/package_show?id={dataset}")[2])["result"]
    listed = json.loads(ask(f"{portal_url}/api/3/action/release_files?id={shown['resources'][0]['id']}")[2])["result"]
    return {(file["ext"], file["crs"]): file for file in listed}


@pytest.fixture(scope="module")
def files(portal_url: str) -> dict[tuple[str, str | None], dict[str, Any]]:
    """The files of the pharmacies."""
    return files_of(portal_url, "nha-thuoc")


def test_a_file_is_sent_whole_and_in_part(files: dict[tuple[str, str | None], dict[str, Any]]) -> None:
    """HEAD says the size; an unchanged file is 304; a range is 206; a range that is not there is 416 with every header once."""
    file = files["csv", None]
    status, head, nothing = ask(file["url"], "HEAD")
    assert (status, int(head["Content-Length"]), nothing, file["state"]) == (200, file["size"], b"", "ready")
    assert head["Content-Type"] == "text/csv; charset=utf-8"
    assert (head["X-Content-Type-Options"], head["Content-Security-Policy"]) == ("nosniff", SANDBOX)
    assert (head["Referrer-Policy"], head["Access-Control-Allow-Origin"]) == ("strict-origin-when-cross-origin", "*")
    assert head["Link"].endswith('>; rel="license"')
    assert "no-cache" in head["Cache-Control"]
    assert head["Content-Disposition"].startswith('attachment; filename="nha-thuoc-ban-')
    assert ask(file["url"], **{"If-None-Match": head["ETag"]})[0] == 304
    status, headers, part = ask(file["url"], Range="bytes=0-3")
    assert (status, len(part), headers["Content-Range"]) == (206, 4, f"bytes 0-3/{file['size']}")
    status, headers, _ = ask(file["url"], Range="bytes=99999999-", Origin="https://app.example")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{file['size']}")
    assert {name: headers.get_all(name) for name in headers} == {name: [headers[name]] for name in headers}
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_an_address_with_a_number_is_for_ever(portal_url: str, files: dict[tuple[str, str | None], dict[str, Any]]) -> None:
    """The same bytes under the release's own address, which nobody need ask about again."""
    _, newest, content = ask(files["geojson", None]["url"])
    name = newest["Content-Disposition"].split('"')[1]
    base, _, _ = files["geojson", None]["url"].rpartition("/")
    number = name.split("-ban-")[1].split("-")[0]
    status, headers, same = ask(f"{base}/release/{number}/{name}")
    assert (status, headers["Cache-Control"], same == content) == (200, "public, max-age=31536000, immutable", True)
    assert headers.get_all("Link") == newest.get_all("Link")


def test_formats_open(files: dict[tuple[str, str | None], dict[str, Any]]) -> None:
    """As many rows in the workbook as in the collection; made on request: KML, and a Shapefile in VN-2000."""
    collection = json.loads(ask(files["geojson", None]["url"])[2])
    book = openpyxl.load_workbook(io.BytesIO(ask(files["xlsx", None]["url"])[2]), read_only=True)
    assert book.sheetnames == ["Dữ liệu", "Giới thiệu"]
    assert sum(1 for _ in book["Dữ liệu"].iter_rows()) == len(collection["features"]) + 1
    status, headers, kml = ask(files["kml", None]["url"])
    assert (status, headers["Content-Type"]) == (200, "application/vnd.google-earth.kml+xml")
    assert kml.count(b"<Placemark>") == len(collection["features"])
    status, _, archive = ask(files["shp.zip", "EPSG:9210"]["url"])
    assert status == 200
    assert b"VN-2000" in zipfile.ZipFile(io.BytesIO(archive)).read("nha-thuoc.prj")


def test_a_part_of_the_rows(files: dict[tuple[str, str | None], dict[str, Any]]) -> None:
    """Streamed through nginx, with the licence; a misspelt argument is an error."""
    status, headers, content = ask(f"{files['geojson', None]['url']}?near=106.66,10.98&radius=3000")
    found = json.loads(content)["features"]
    assert (status, headers["Content-Type"], len(found) > 0) == (200, "application/geo+json", True)
    assert headers["Link"].endswith('>; rel="license"')
    assert ask(f"{files['csv', None]['url']}?limt=5")[0] == 400


@pytest.mark.parametrize("dataset", ["nha-thuoc", "quy-hoach", "don-vi-hanh-chinh-2024", "so-lieu-chuyen-doi-so"])
def test_seed_datasets_have_their_files(portal_url: str, dataset: str) -> None:
    """What every release has is there after `make up`."""
    listed = files_of(portal_url, dataset)
    wanted = {"xlsx", "csv", "excel.csv", "geojson", "gpkg", "parquet"} & {ext for ext, _ in listed}
    assert {ext: listed[ext, "EPSG:4326" if ext == "gpkg" else None]["state"] for ext in wanted} == dict.fromkeys(wanted, "ready")
    assert {"xlsx", "csv", "excel.csv", "parquet"} <= wanted
