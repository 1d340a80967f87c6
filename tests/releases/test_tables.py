"""What agencies' systems write into a published table becomes a release, and the table keeps CKAN's contract."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.canonical.parquet_table import open_canonical
from ckanext.binhduong.releases.datastore_writes import changes, table_release
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import nightly, repair
from ckanext.binhduong.storage import settings
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, as_anonymous, file, geojson, replace, rows, run_jobs, say_yes

pytestmark = pytest.mark.usefixtures("clean")

NEW_ROW = {"ma": "NT-009", "ten": "Nhà thuốc Phú Giáo", "so_dien_thoai": "0274000009", "vi_do": 11.5, "kinh_do": 106.8}


def upsert(resource: dict[str, Any], *records: dict[str, Any]) -> None:
    """Write rows as an agency's system does."""
    act("datastore_upsert", resource_id=resource["id"], force=True, records=list(records))


def release_now(resource: dict[str, Any]) -> dict[str, Any]:
    """Ask for a release of the table, run its job and give the resource."""
    act("release_create", id=resource["id"])
    run_jobs()
    return act("resource_show", id=resource["id"])


def canonical_rows(resource: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Read the canonical file of a release."""
    release = next(each for each in _releases(resource) if each.number == number)
    assert release.canonical
    opened = open_canonical(settings.store().path(release.canonical))
    return [row for batch in opened.batches() for row in batch.to_pylist()]


def _releases(resource: dict[str, Any]) -> list[Release]:
    return [each for each in model.Session.query(Release).filter_by(resource_id=resource["id"]).all() if each.number]


def test_a_changed_table_becomes_a_release(dataset: dict[str, Any], geo: Any, app: Any) -> None:
    """Rows added, changed and deleted through CKAN's actions are release 2: its files, its counts, its ledger; release 1 keeps its own."""
    resource = add(dataset, key_column="ma")
    upsert(resource, NEW_ROW, {"ma": "NT-001", "ten": "Nhà thuốc Bình An 2", "vi_do": 10.98, "kinh_do": 106.65})
    act("datastore_records_delete", resource_id=resource["id"], force=True, filters={"ma": ["NT-002"]})
    assert act("release_create", id=resource["id"])["state"] == "pending"
    assert as_anonymous("resource_show", id=resource["id"])["release_number"] == 1
    run_jobs()
    after = as_anonymous("resource_show", id=resource["id"])
    assert (after["release_state"], after["release_number"], after["rows"], after["format"]) == ("published", 2, 3, "CSV")
    assert geo("SELECT release, feature_count, extent FROM geo.layers") == [(2, 3, [106.6, 10.98, 106.8, 11.5])]
    names = ["ma", "ten", "so_dien_thoai", "vi_do", "kinh_do"]
    found = [[row[name] for name in names] for row in rows(resource)]
    assert sorted(found) == [
        ["NT-001", "Nhà thuốc Bình An 2", "0274000001", 10.98, 106.65],
        ["NT-003", "Nhà thuốc Minh Tâm", "0274000003", 11.12, 106.6],
        ["NT-009", "Nhà thuốc Phú Giáo", "0274000009", 11.5, 106.8],
    ]
    assert [[row[name] for name in names] for row in canonical_rows(resource, 2)] == found
    assert [row["ma"] for row in canonical_rows(resource, 1)] == ["NT-001", "NT-002", "NT-003"]
    download = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/download/x.csv").text
    assert [row["ma"] for row in csv.DictReader(io.StringIO(download))] == [row[0] for row in found]
    assert app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/release/1/nha-thuoc.csv").text == POINTS
    told = act("release_show", id=resource["id"], number=2)
    assert (told["rows"], told["layer"], [column["title"] for column in told["columns"]]) == (3, "nha-thuoc", names)


def test_nothing_changed_is_refused(dataset: dict[str, Any]) -> None:
    """Without a change there is no release: after an upload, after a release of the table, and for a file that is no table."""
    resource = add(dataset, key_column="ma")
    with pytest.raises(tk.ValidationError) as error:
        act("release_create", id=resource["id"])
    assert "1" in error.value.error_dict["id"][0]
    upsert(resource, NEW_ROW)
    assert release_now(resource)["release_number"] == 2
    plain = add(dataset, b"%PDF-1.4\n%%EOF\n", "qd.pdf")
    for each in (resource, plain):
        with pytest.raises(tk.ValidationError):
            act("release_create", id=each["id"])


def test_it_is_refused_over_http_as_a_conflict(dataset: dict[str, Any], editor: dict[str, Any], app: Any) -> None:
    """The answer is 409 with the reason; strangers get 403."""
    resource = add(dataset, key_column="ma")
    headers = {"Authorization": act("api_token_create", user=editor["name"], name="thu")["token"]}
    refused = app.post("/api/3/action/release_create", json={"id": resource["id"]}, headers=headers)
    assert (refused.status_code, set(refused.json["error"])) == (409, {"__type", "message", "id"})
    assert app.post("/api/3/action/release_create", json={"id": resource["id"]}).status_code == 403


def test_a_release_that_waits_comes_first(dataset: dict[str, Any]) -> None:
    """While an upload waits, the table's content is not released beside it; the upload then replaces what was changed."""
    resource = add(dataset, key_column="ma")
    upsert(resource, NEW_ROW)
    act("resource_patch", id=resource["id"], upload=file(MORE_POINTS, "moi.csv"))
    with pytest.raises(tk.ValidationError):
        act("release_create", id=resource["id"])
    run_jobs()
    assert changes.changed_tables() == []
    assert [row["ma"] for row in rows(resource)][-1] == "NT-004"


def test_a_file_that_waits_for_a_yes_is_not_lost(dataset: dict[str, Any]) -> None:
    """While an upload is held, a changed table becomes no release, by hand or at night; after the yes the file is published."""
    resource = add(dataset, key_column="ma")
    upsert(resource, NEW_ROW)
    replace(resource, "ma,vi_do,kinh_do\nNT-001,10.9804,106.6512\n")
    with pytest.raises(tk.ValidationError) as error:
        act("release_create", id=resource["id"])
    assert "waits for a yes" in error.value.error_dict["id"][0]
    assert nightly.nightly()["changed"] == 0
    say_yes(resource)
    assert (act("resource_show", id=resource["id"])["release_number"], [row["ma"] for row in rows(resource)]) == (2, ["NT-001"])


def test_what_is_written_meanwhile_belongs_to_the_next_release(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that comes while the files are written is not in them, and the table counts as changed again."""
    resource = add(dataset, key_column="ma")
    upsert(resource, NEW_ROW)
    written = table_release._write_files

    def and_then_another(*arguments: Any) -> None:
        upsert(resource, {**NEW_ROW, "ma": "NT-010"})
        written(*arguments)

    monkeypatch.setattr(table_release, "_write_files", and_then_another)
    assert release_now(resource)["rows"] == 4
    monkeypatch.undo()
    assert [row["ma"] for row in canonical_rows(resource, 2)] == ["NT-001", "NT-002", "NT-003", "NT-009"]
    assert changes.changed_tables() == [resource["id"]]
    assert release_now(resource)["rows"] == 5
    assert changes.changed_tables() == []


def test_a_change_that_is_rolled_back_is_none(dataset: dict[str, Any]) -> None:
    """Noting a change is part of it; an empty statement counts, a failed one does not."""
    resource = add(dataset, key_column="ma")
    with pytest.raises(tk.ValidationError):
        upsert(resource, {"ma": "NT-009", "vi_do": "không phải số"})
    assert changes.changed_tables() == []


def test_every_night(dataset: dict[str, Any]) -> None:
    """The nightly job makes releases of the tables that were changed, in the portal's own name, and of no other."""
    changed, same = add(dataset, key_column="ma"), add(dataset, MORE_POINTS, "khac.csv")
    upsert(changed, NEW_ROW)
    assert nightly.nightly()["changed"] == 1
    run_jobs()
    assert act("resource_show", id=changed["id"])["release_number"] == 2
    assert act("resource_show", id=same["id"])["release_number"] == 1
    assert nightly.nightly()["changed"] == 0


def test_a_deleted_resource_becomes_no_release(dataset: dict[str, Any]) -> None:
    """Its changed table is asked about in vain, night after night: no release waits or fails for it, and the next one's is made."""
    gone, other = add(dataset, key_column="ma"), add(dataset, MORE_POINTS, "khac.csv", key_column="ma")
    for each in (gone, other):
        upsert(each, NEW_ROW)
    act("resource_delete", id=gone["id"])
    assert [nightly.nightly()["changed"], nightly.nightly()["changed"]] == [1, 0]
    assert [release.resource_id for release in Release.waiting()] == [other["id"]]
    with pytest.raises(tk.ObjectNotFound):
        act("release_create", id=gone["id"])


def test_what_is_refused_late_is_not_kept(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that is refused after its row was written into the open transaction does not wait for a job."""
    resource = add(dataset, key_column="ma")
    upsert(resource, NEW_ROW)

    def refuse(*_arguments: Any) -> None:
        raise tk.ValidationError({"title": ["…"]})

    monkeypatch.setattr("ckanext.binhduong.releases.logic.action._save_again", refuse)
    assert table_release.ask_changed("") == []
    model.Session.commit()
    assert Release.waiting() == []


def test_whole_degrees_stay_degrees(dataset: dict[str, Any], geo: Any) -> None:
    """A layer whose file had whole degrees in one column is released with its places after a system wrote others."""
    resource = add(dataset, "ma,vi_do,kinh_do\nA,11,106.5\nB,11,107\nC,10,106\n", key_column="ma")
    upsert(resource, {"ma": "Z", "vi_do": 11.0, "kinh_do": 106.6})
    after = release_now(resource)
    assert (after["release_state"], after["release_number"], after["rows"]) == ("published", 2, 4)
    columns = act("release_show", id=resource["id"], number=2)["columns"]
    assert [(column["type"], column["role"]) for column in columns[1:]] == [("decimal", "latitude"), ("decimal", "longitude")]
    assert geo("SELECT release, extent FROM geo.layers") == [(2, [106.0, 10.0, 107.0, 11.0])]


@pytest.mark.parametrize("price", ["2.5", "12345678901234567890.5"])
def test_what_is_not_a_number_is_empty_in_files(dataset: dict[str, Any], app: Any, price: str) -> None:
    """A system may write NaN and infinity into a column of numbers, short or long ones: neither the release nor an export stumbles."""
    resource = add(dataset, f"ma,gia\nA,1.5\nB,{price}\n", key_column="ma")
    upsert(resource, {"ma": "C", "gia": "NaN"}, {"ma": "D", "gia": "Infinity"}, {"ma": "E", "gia": 3.5})
    answer = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/export.csv?limit=10")
    assert (answer.status_code, answer.body.splitlines()) == (200, ["ma,gia", "A,1.5", f"B,{price}", "C,", "D,", "E,3.5"])
    assert release_now(resource)["release_state"] == "published"
    assert [str(row["gia"]) for row in canonical_rows(resource, 2)] == ["1.5", price, "None", "None", "3.5"]


def test_a_new_and_a_deleted_column_are_a_change(dataset: dict[str, Any]) -> None:
    """A table whose columns an agency's system changed is released with the columns it has now."""
    resource = add(dataset, key_column="ma")
    kept = [{"id": name, "type": "text"} for name in ("ma", "ten")] + [{"id": name, "type": "float8"} for name in ("vi_do", "kinh_do")]
    act("datastore_create", resource_id=resource["id"], force=True, fields=[*kept, {"id": "so_giuong", "type": "int8"}], delete_fields=True)
    assert release_now(resource)["release_number"] == 2
    columns = act("release_show", id=resource["id"], number=2)["columns"]
    assert [(column["name"], column["type"], column["role"]) for column in columns][-3:] == [
        ("vi_do", "decimal", "latitude"),
        ("kinh_do", "decimal", "longitude"),
        ("so_giuong", "integer", None),
    ]
    assert list(canonical_rows(resource, 2)[0]) == ["ma", "ten", "vi_do", "kinh_do", "so_giuong", "geometry"]


def test_it_can_be_rolled_back_and_forth(dataset: dict[str, Any], geo: Any) -> None:
    """An upload and a table's release are brought back alike; what was written by a system keeps its types, leading zeros included."""
    source = "ma,ten,so,vi_do,kinh_do\n001,Một,7,10.9804,106.6512\n002,Hai,8,11.0512,106.7001\n"
    resource = add(dataset, source, "nha-thuoc.csv", key_column="ma")
    upsert(resource, {"ma": "003", "ten": "5", "so": 9, "vi_do": 11.2, "kinh_do": 106.5})
    act("datastore_records_delete", resource_id=resource["id"], force=True, filters={"ma": ["001", "002"]})
    assert release_now(resource)["release_number"] == 2
    for number, back, expected in ((3, 1, ["001", "002"]), (4, 2, ["003"])):
        act("release_rollback", id=resource["id"], number=back)
        run_jobs()
        assert act("resource_show", id=resource["id"])["release_number"] == number
        assert [row["ma"] for row in rows(resource)] == expected
        assert geo('SELECT _fid FROM geo."nha-thuoc" ORDER BY 1') == [(fid,) for fid in expected]
    assert rows(resource) == [{"_id": 1, "ma": "003", "ten": "5", "so": 9, "vi_do": 11.2, "kinh_do": 106.5}]


def test_shapes_written_by_a_system(dataset: dict[str, Any], geo: Any) -> None:
    """A polygon that is written as GeoJSON is in the release's files, in the extent, and comes back by a roll-back."""
    ring = [[106.60, 10.90], [106.61, 10.90], [106.61, 10.91], [106.60, 10.90]]
    resource = add(dataset, geojson(ring, ma=["A"]), "vung.geojson", key_column="ma")
    column = next(name for name in rows(resource)[0] if name not in ("_id", "ma"))
    shape = '{"type":"Polygon","coordinates":[[[106.7,11],[106.8,11],[106.8,11.1],[106.7,11]]]}'
    upsert(resource, {"ma": "B", column: shape})
    assert release_now(resource)["rows"] == 2
    assert geo("SELECT extent FROM geo.layers") == [([106.6, 10.9, 106.8, 11.1],)]
    assert [row["ma"] for row in canonical_rows(resource, 2)] == ["A", "B"]
    for back in (1, 2):
        act("release_rollback", id=resource["id"], number=back)
        run_jobs()
    assert geo('SELECT _fid, GeometryType(_geom), ST_XMax(_geom) FROM geo."nha-thuoc" ORDER BY 1') == [
        ("A", "MULTIPOLYGON", 106.61),
        ("B", "MULTIPOLYGON", 106.8),
    ]


@pytest.mark.parametrize(
    "instant", ["datastore_writes.table_release._write_files", "datastore_writes.table_release._record", "publish.from_file.finish"]
)
def test_a_kill_in_between(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch, instant: str) -> None:
    """Killed anywhere, the release is made after the repair, once, and no change is lost."""

    class Crash(BaseException):
        pass

    def crash(*_arguments: Any, **_named: Any) -> None:
        raise Crash

    resource = add(dataset, key_column="ma")
    upsert(resource, NEW_ROW)
    act("release_create", id=resource["id"])
    monkeypatch.setattr(f"ckanext.binhduong.releases.{instant}", crash)
    with pytest.raises(Crash):
        run_jobs()
    monkeypatch.undo()
    model.Session.rollback()
    repair.repair()
    run_jobs()
    after = act("resource_show", id=resource["id"])
    assert (after["release_number"], after["rows"], changes.changed_tables()) == (2, 4, [])
    assert len(canonical_rows(resource, 2)) == 4


def test_tables_of_an_older_portal_are_watched_by_the_repair(dataset: dict[str, Any]) -> None:
    """A published table without the trigger gets it."""
    resource = add(dataset, key_column="ma")
    with datastore_connection.transaction() as cursor:
        cursor.execute(f'DROP TRIGGER znote_change ON public."{resource["id"]}"')
    assert repair.repair()["unwatched"] == 1
    upsert(resource, NEW_ROW)
    assert changes.changed_tables() == [resource["id"]]


def test_ckans_contract(dataset: dict[str, Any]) -> None:
    """On a released table, after a system's writing and after the next upload: filters, ranges, folded words, order, next pages, counts,
    the dictionary in both languages, and the alias."""
    titles = '{"ten": {"vi": "Tên nhà thuốc", "en": "Name", "notes": "Như biển hiệu"}}'
    resource = add(dataset, key_column="ma", columns=titles)
    act("datastore_create", resource_id=resource["id"], force=True, aliases="nha_thuoc_moi_nhat")
    for step, total in ((lambda: upsert(resource, NEW_ROW), 4), (lambda: release_now(resource), 4), (lambda: replace(resource, POINTS), 3)):
        step()
        _assert_contract(resource, total)


def _assert_contract(resource: dict[str, Any], total: int) -> None:
    def search(**query: Any) -> list[str]:
        found = as_anonymous("datastore_search", resource_id=resource["id"], **query)
        if "limit" not in query:
            assert found["total"] == len(found["records"])
        return [row["ma"] for row in found["records"]]

    names = ["NT-001", "NT-002", "NT-003", "NT-009"][:total]
    assert search() == names
    assert search(filters={"ma": ["NT-001", "NT-003"]}) == ["NT-001", "NT-003"]
    assert search(filters={"vi_do": {"gte": 11, "lt": 11.1}}) == ["NT-002"]
    assert search(q="duc hoa") == search(q="Đức Hòa") == ["NT-002"]
    assert search(sort="ma desc") == names[::-1]
    first = as_anonymous("datastore_search", resource_id=resource["id"], limit=2, include_next_page=True)
    assert ([row["ma"] for row in first["records"]], first["total"]) == (names[:2], total)
    assert search(filters=first["next_page"], limit=10) == names[2:]
    info = as_anonymous("datastore_info", resource_id=resource["id"])
    assert info["meta"]["count"] == total
    name = next(field for field in info["fields"] if field["id"] == "ten")["info"]
    assert (name["label"], name["label_en"], name["notes"]) == ("Tên nhà thuốc", "Name", "Như biển hiệu")
    by_alias = as_anonymous("datastore_search", resource_id="nha_thuoc_moi_nhat")
    assert (by_alias["total"], len(by_alias["records"])) == (total, total)
