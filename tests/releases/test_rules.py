"""The rules without a database: names, SQL, store, fields."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from psycopg2.sql import SQL, Composable, Composed, Identifier, Literal
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.releases.ledger.resource_fields import becomes_link, is_hidden, polygon
from ckanext.binhduong.releases.naming import attachment, display_file_name, layer_id
from ckanext.binhduong.releases.publish.table_sql import TableSpec, view_columns
from ckanext.binhduong.storage.failures import NoSpace, StoreFailure, TooLarge
from ckanext.binhduong.storage.store import Store

COLUMNS = [
    {"name": "ma", "title": "Mã", "type": "text", "role": "key"},
    {"name": "kinh_do", "title": "X", "type": "decimal", "role": "longitude"},
    {"name": "vi_do", "title": "Y", "type": "decimal", "role": "latitude"},
]


@pytest.mark.parametrize(
    ("dataset", "resource", "taken", "expected"),
    [
        ("nha-thuoc", "Nhà thuốc", set(), "nha-thuoc"),
        ("nha_thuoc", "Nhà thuốc", set(), "nha-thuoc"),
        ("nha-thuoc", "Khu vực", {"nha-thuoc"}, "nha-thuoc--khu-vuc"),
        ("nha-thuoc", "Khu vực", {"nha-thuoc", "nha-thuoc--khu-vuc"}, "nha-thuoc--khu-vuc-2"),
        ("layers", "Lớp", set(), "layers--lop"),
        ("x" * 100, "y", set(), "x" * 63),
        ("x" * 100, "y" * 100, {"x" * 63}, "x" * 39 + "--" + "y" * 22),
    ],
)
def test_layer_id(dataset: str, resource: str, taken: set[str], expected: str) -> None:
    """A layer's id is free, at most 63 bytes, and never the name of the list of layers."""
    assert layer_id(dataset, resource, taken) == expected


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\tệp\\Bảng số 1.xlsx", "Bảng số 1.xlsx"),
        ("a\r\nX: y\x00.csv", "aX: y.csv"),
        ("\u202egnp.exe", "gnp.exe"),
        ("d" * 5000 + ".csv", "d" * 150 + ".csv"),
        ("", "tep"),
    ],
)
def test_display_file_name(sent: str, shown: str) -> None:
    """A sent name is shown without folders, control or direction characters, in bounded length."""
    assert display_file_name(sent) == shown


def test_attachment_quotes_nothing_dangerous() -> None:
    """A name with quotes and line breaks cannot add to the header."""
    assert (
        attachment('a"; filename="b\r\n.csv') == "attachment; filename=\"a-filename-b.csv\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.csv"
    )


def parts_of(statement: Composable) -> list[Composable]:
    """The parts of a statement that psycopg2 writes as they are (SQL) or quotes (Identifier, Literal)."""
    return [leaf for part in statement for leaf in parts_of(part)] if isinstance(statement, Composed) else [statement]


def as_text(statement: Composable) -> str:
    """A statement of harmless names as psycopg2 writes it, without the connection that it needs for that."""
    return "".join(_leaf(part) for part in parts_of(statement))


def _leaf(part: Composable) -> str:
    if isinstance(part, Identifier):
        return ".".join(f'"{name}"' for name in part.strings)
    return f"'{part.wrapped}'" if isinstance(part, Literal) else part.string  # type: ignore[attr-defined]


HOSTILE = "a\"; DROP TABLE x; -- '"


def test_hostile_column_names_are_quoted() -> None:
    """A name or text from a file stands in no statement but where psycopg2 quotes it."""
    columns = [*COLUMNS, {"name": HOSTILE, "title": HOSTILE, "type": "text", "role": None}]
    spec = TableSpec.from_report({"columns": columns, "geometry": {"type": "Point"}}, HOSTILE)
    statements = [spec.create(HOSTILE), spec.create_raw(HOSTILE), spec.fill(HOSTILE, HOSTILE), spec.triggers(HOSTILE)]
    statements += [*spec.comments(HOSTILE, {HOSTILE: {"vi": HOSTILE}}), view_columns([HOSTILE], HOSTILE)]
    parts = [part for statement in statements for part in parts_of(statement)]
    assert not any("DROP TABLE x" in part.string for part in parts if isinstance(part, SQL))
    assert sum("DROP TABLE x" in _leaf(part) for part in parts) > 10


def test_points_are_made_of_their_columns() -> None:
    """Coordinates are binary, the point is made from them at the load and by a trigger after it, other columns have their types."""
    spec = TableSpec.from_report({"columns": COLUMNS, "geometry": {"type": "Point"}})
    assert '"ma" text, "kinh_do" double precision, "vi_do" double precision, _geom geometry(Point, 4326)' in as_text(spec.create("_rel_x"))
    assert 'ST_SetSRID(ST_MakePoint("kinh_do", "vi_do"), 4326) AS _geom FROM "_raw_x"' in as_text(spec.fill("_rel_x", "_raw_x"))
    assert "\"portal\".\"fill_geometry\"('Point', 'kinh_do', 'vi_do')" in as_text(spec.triggers("_rel_x"))


def test_a_table_without_geometry_has_no_hidden_geometry() -> None:
    """No geometry in the report: no `_geom`."""
    assert "_geom" not in as_text(TableSpec.from_report({"columns": COLUMNS[:1], "geometry": None}).create("_rel_x"))


HIDDEN = [
    ({"url_type": "upload", "release_state": "pending", "release_number": ""}, True),
    ({"url_type": "upload", "release_state": "refused"}, True),
    ({"url_type": "upload", "release_state": "refused", "release_number": 1}, False),
    ({"url_type": "upload", "release_state": "published", "release_number": 1}, False),
    ({"url_type": "upload", "release_state": ""}, False),
    ({"url_type": "", "release_state": "refused"}, False),
    ({"url": "https://a.example"}, False),
]
"""Resources, and whether only their agency may see them."""


@pytest.mark.parametrize(("resource", "hidden"), HIDDEN)
def test_is_hidden(resource: dict[str, Any], hidden: bool) -> None:
    """Only an upload that never had an accepted file is hidden."""
    assert is_hidden(resource) is hidden


@pytest.mark.parametrize(
    ("sent", "leaves"),
    [
        ({"url_type": "upload", "url": "a.txt"}, False),
        ({"url_type": "", "url": "a.txt"}, False),
        ({"url_type": "", "url": "https://a.example"}, True),
        ({"url_type": "upload", "url": "https://a.example"}, False),
        ({"url_type": "upload", "url": "https://a.example", "clear_upload": "true"}, True),
        ({"url_type": "", "url": "https://a.example", "upload": "a.txt"}, True),
        ({"url_type": "", "url": "https://a.example", "upload": FileStorage(io.BytesIO(), "")}, True),
        ({"url_type": "", "url": "https://a.example", "upload": FileStorage(io.BytesIO(), "a.txt")}, False),
    ],
    ids=["as stored", "no address", "an address", "shown and sent back", "clears", "a text", "a form without a file", "a file"],
)
def test_a_file_becomes_a_link_when_the_caller_clearly_says_so(sent: dict[str, Any], leaves: bool) -> None:
    """An address elsewhere, or the mark of CKAN's form, and no file that comes instead."""
    assert becomes_link(sent) is leaves


def test_a_single_point_has_an_extent_with_area() -> None:
    """The extent of one point is a box of about a metre, for Solr indexes no empty polygon."""
    assert polygon([106.65, 11.0, 106.65, 11.0])["coordinates"][0][0] == [106.649995, 10.999995]


def test_a_stored_file_is_found_by_its_content(tmp_path: Path) -> None:
    """The same content twice is one file; nothing stays among the incoming."""
    store = Store(tmp_path, reserve=0)
    for _ in range(2):
        place = store.keep(store.receive(io.BytesIO(b"abc"), 10))
    assert place.name == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert [path.read_bytes() for path in tmp_path.glob("files/??/*")] == [b"abc"]
    assert list((tmp_path / "incoming").iterdir()) == []


def test_too_large_a_file_leaves_nothing(tmp_path: Path) -> None:
    """A file over the limit is refused while it arrives."""
    with pytest.raises(TooLarge):
        Store(tmp_path, reserve=0).receive(io.BytesIO(b"abcd"), 3)
    assert list((tmp_path / "incoming").iterdir()) == []


def test_the_reserve_of_the_disk_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upload that would leave less than the reserve free is refused before it is written."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1000, 940, 60))
    store = Store(tmp_path, reserve=0.05)
    store.receive(io.BytesIO(b"1234567890"), 100)
    with pytest.raises(NoSpace):
        store.receive(io.BytesIO(b"12345678901"), 100)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, NoSpace),
        (errno.EDQUOT, NoSpace),
        (errno.EROFS, StoreFailure),
        (errno.EIO, StoreFailure),
        (errno.EACCES, StoreFailure),
    ],
)
@pytest.mark.parametrize("step", ["receive", "take", "keep"])
def test_only_a_full_disk_is_called_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception], step: str
) -> None:
    """Each other error of the disk has a name of its own, and what was received is gone."""
    store = Store(tmp_path, reserve=0)
    received = store.receive(io.BytesIO(b"abc"), 10)

    def refuse(*_arguments: object) -> None:
        raise OSError(number, "…")

    steps = {
        "receive": lambda: store.receive(io.BytesIO(b"abc"), 10),
        "take": lambda: store.take(received.path),
        "keep": lambda: store.keep(received),
    }
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(expected):
        steps[step]()
    left = [] if step == "keep" else [received.path]
    assert list((tmp_path / "incoming").iterdir()) == left


def test_only_checksums_name_files(tmp_path: Path) -> None:
    """A path cannot be smuggled in as a checksum."""
    with pytest.raises(ValueError, match="SHA-256"):
        Store(tmp_path).path("../../etc/passwd")
