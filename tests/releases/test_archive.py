"""Every published table has its canonical file in the store, and keeps it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance.nightly import nightly
from ckanext.binhduong.releases.maintenance.repair import repair
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.store import Store
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, as_anonymous, replace, run_jobs, stored_files

pytestmark = pytest.mark.usefixtures("clean")


def canonical(resource: dict[str, Any], number: int) -> archive.Canonical:
    """The canonical file of a resource's release."""
    found = archive.canonical_of(model.Session.query(Release).filter_by(resource_id=resource["id"], number=number).one())
    assert found
    return found


def test_a_published_table_has_its_canonical_file(dataset: dict[str, Any]) -> None:
    """Its rows are those of the table in their order, with key and titles; the release tells its checksum and size."""
    resource = add(dataset, key_column="ma", columns={"ten": {"vi": "Tên"}})
    found = canonical(resource, 1)
    assert (found.rows, found.key, found.titles, found.geometry_type) == (3, "ma", {"ten": {"vi": "Tên"}}, "Point")
    assert next(found.batches()).column("ma").to_pylist() == ["NT-001", "NT-002", "NT-003"]
    shown = as_anonymous("release_show", id=resource["id"], number=1)
    assert (shown["origin"], shown["canonical"], shown["canonical_size"]) == ("upload", found.path.name, found.path.stat().st_size)
    assert as_anonymous("release_list", id=resource["id"])[0]["canonical"] == found.path.name


def test_rolling_back_gives_the_same_canonical_file(dataset: dict[str, Any]) -> None:
    """Release 3 is release 1 again: one content, one file."""
    resource = add(dataset)
    replace(resource, MORE_POINTS)
    act("release_rollback", id=resource["id"], number=1)
    run_jobs()
    listed = act("release_list", id=resource["id"])
    assert [(each["number"], each["origin"]) for each in listed] == [(3, "rollback"), (2, "upload"), (1, "upload")]
    assert listed[0]["canonical"] == listed[2]["canonical"] != listed[1]["canonical"]


def test_a_refused_file_and_a_document_have_none(dataset: dict[str, Any]) -> None:
    """What is no table has no canonical file, and neither has a table whose key is broken."""
    broken = add(dataset, POINTS.replace("NT-002", "NT-001"), key_column="ma")
    document = add(dataset, b"%PDF-1.4\n%%EOF\n", "qd.pdf", name="Quyết định")
    for resource in (broken, document):
        assert [each["canonical"] for each in act("release_list", id=resource["id"])] == [None]


def test_repair_keeps_what_the_ledger_names(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Source and canonical file stay, whatever their age; a canonical file that no release names goes."""
    add(dataset)
    kept = stored_files()
    assert len(kept) == 2
    monkeypatch.setattr("ckanext.binhduong.releases.maintenance.sweep._ORPHAN_AGE", -1.0)
    repair()
    assert stored_files() == kept
    model.Session.execute(sa.update(Release).values(canonical=None))
    model.Session.commit()
    repair()
    assert len(stored_files()) == 1


def test_purging_takes_the_canonical_file_too(dataset: dict[str, Any]) -> None:
    """Nothing of a purged dataset stays in the store."""
    add(dataset)
    act("dataset_purge", id=dataset["id"])
    assert stored_files() == set()


def test_backfill_writes_what_is_missing(dataset: dict[str, Any]) -> None:
    """A table published without a canonical file gets the very same one from its source; one whose source is gone is left."""
    resource = add(dataset, key_column="ma")
    replace(resource, MORE_POINTS)
    before = [each["canonical"] for each in act("release_list", id=resource["id"])]
    model.Session.execute(sa.update(Release).values(canonical=None, canonical_size=None))
    model.Session.commit()
    settings.store().delete(Release.current(resource["id"]).sha256)  # type: ignore[union-attr]
    assert archive.backfill() == {"written": 1, "left": 1, "given up": 0}
    assert [each["canonical"] for each in act("release_list", id=resource["id"])] == [None, before[1]]
    assert Release.current(resource["id"]).unfillable["reason"] == "its source file is gone"  # type: ignore[union-attr, index]
    assert archive.backfill() == {"written": 0, "left": 0, "given up": 1}


def test_what_was_given_up_is_tried_by_other_code_or_on_demand(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that is there again is read on demand; what one version of the code could not read the next one tries."""
    resource = add(dataset)
    model.Session.execute(sa.update(Release).values(canonical=None, canonical_size=None))
    model.Session.commit()
    source = settings.store().path(Release.current(resource["id"]).sha256)  # type: ignore[union-attr]
    away = source.rename(source.with_name("away"))
    assert [archive.backfill()[kind] for kind in ("left", "left", "given up")] == [1, 0, 1]
    monkeypatch.setattr(archive, "code_version", lambda: "next")
    assert archive.backfill()["left"] == 1
    away.rename(source)
    assert archive.backfill() == {"written": 0, "left": 0, "given up": 1}
    assert archive.backfill(again=True) == {"written": 1, "left": 0, "given up": 0}
    assert Release.current(resource["id"]).unfillable is None  # type: ignore[union-attr]


def test_one_that_cannot_be_read_stops_nothing(dataset: dict[str, Any]) -> None:
    """A source file that the disk does not give is left; the night fills the others and does the rest of its work."""
    broken, whole = add(dataset), add(dataset, MORE_POINTS, "khac.csv", name="Khác")
    model.Session.execute(sa.update(Release).values(canonical=None, canonical_size=None))
    model.Session.commit()
    source = settings.store().path(Release.current(broken["id"]).sha256)  # type: ignore[union-attr]
    source.unlink()
    source.mkdir()
    done = nightly()
    assert (done["written"], done["changed"], done["retired"]) == (1, 0, 0)
    assert [each["canonical"] for each in act("release_list", id=broken["id"])] == [None]
    assert canonical(whole, 1).rows == 4


def test_a_full_disk_stops_nothing(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk must keep more than it has, all are left and the night still looks at every layer."""
    add(dataset)
    model.Session.execute(sa.update(Release).values(canonical=None, canonical_size=None))
    model.Session.commit()
    store = settings.store()
    monkeypatch.setattr(settings, "store", lambda: Store(store.root, reserve=2.0))
    assert archive.backfill() == {"written": 0, "left": 1, "given up": 0}
    done = nightly()
    assert (done["written"], done["layers"]) == (0, 1)
