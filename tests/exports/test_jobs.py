"""The job that makes the files: after the release and apart from it, once, again after a kill, and swept when nothing names them."""

from __future__ import annotations

import json
import os
from itertools import cycle
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from click.testing import CliRunner
from rq.timeouts import JobTimeoutException

from ckanext.binhduong.exports import jobs, make
from ckanext.binhduong.exports.model import Export
from ckanext.binhduong.releases.cli import releases as commands
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from ckanext.binhduong.releases.maintenance import sweep
from ckanext.binhduong.releases.maintenance.repair import repair
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.store import Store
from tests.releases.conftest import MORE_POINTS, TABLE, act, add, replace, stored_files

pytestmark = pytest.mark.usefixtures("clean")

LAYER = {"xlsx", "csv", "excel.csv", "geojson", "gpkg", "parquet"}


def states(resource: dict[str, Any]) -> dict[str, str]:
    """State of each file of the current release."""
    release = Release.current(resource["id"])
    assert release
    return {export.ext: export.state for export in Export.of(release.id)}


def test_a_release_has_its_files(dataset: dict[str, Any]) -> None:
    """A layer gets six files, named by dataset, release and day, under their contents in the store; the Parquet is the canonical file."""
    resource = add(dataset)
    assert states(resource) == dict.fromkeys(LAYER, "pending")
    jobs.run()
    assert states(resource) == dict.fromkeys(LAYER, "ready")
    release = Release.current(resource["id"])
    assert release
    exports = {export.ext: export for export in Export.of(release.id)}
    assert exports["parquet"].sha256 == release.canonical
    assert exports["csv"].name == f"nha-thuoc-ban-1-{make._day(release)}.csv"
    assert exports["csv"].title == f"Nhà thuốc (bản 1, {make._day(release)}).csv"
    assert {export.sha256 for export in exports.values()} <= stored_files()
    content = settings.store().path(str(exports["csv"].sha256)).read_bytes()
    assert content.decode().split("\r\n")[1] == "NT-001,Nhà thuốc Bình An,0274000001,10.9804,106.6512"
    assert exports["csv"].size == len(content)
    collection = json.loads(settings.store().path(str(exports["geojson"].sha256)).read_text())
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [106.6512, 10.9804]}


def test_a_table_without_places_has_no_maps(dataset: dict[str, Any]) -> None:
    """Spreadsheets, CSV and Parquet."""
    resource = add(dataset, TABLE, "bang.csv")
    jobs.run()
    assert states(resource) == dict.fromkeys(LAYER - {"geojson", "gpkg"}, "ready")


def test_the_workbook_knows_its_dataset(dataset: dict[str, Any]) -> None:
    """Agency, licence and kind of data come from the catalogue, titles from the data dictionary."""
    resource = add(dataset, columns=json.dumps({"ten": {"vi": "Tên nhà thuốc", "en": "Name"}}))
    jobs.run()
    release = Release.current(resource["id"])
    assert release
    export = Export.find(release.id, "xlsx", 4326)
    assert export
    with settings.store().path(str(export.sha256)).open("rb") as file:
        book = openpyxl.load_workbook(file)
    said = {row[0].value: row[1].value for row in book["Giới thiệu"].iter_rows(max_row=8)}
    assert (said["Cơ quan cung cấp / Source agency"], said["Giấy phép / Licence"]) == (
        "Cổng dữ liệu mở Bình Dương",
        "Creative Commons Ghi công 4.0 Quốc tế (CC BY 4.0)",
    )
    assert said["Loại dữ liệu / Kind of data"].startswith("Dữ liệu mẫu")
    assert book["Dữ liệu"]["B1"].value == "Tên nhà thuốc"


def test_again_makes_nothing_again(dataset: dict[str, Any]) -> None:
    """The job may run any number of times."""
    resource = add(dataset)
    jobs.run()
    before = [(export.id, export.sha256, export.finished) for export in Export.of(Release.current(resource["id"]).id)]  # type: ignore[union-attr]
    jobs.run()
    jobs.run(Release.current(resource["id"]).id)  # type: ignore[union-attr]
    assert [(export.id, export.sha256, export.finished) for export in Export.of(Release.current(resource["id"]).id)] == before  # type: ignore[union-attr]


def test_a_file_that_fails_stops_nothing(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The release is published, the other files are made, the failure is seen with its number; `repair` has it tried again."""

    def broken(*_arguments: Any) -> Any:
        raise OSError("no")

    monkeypatch.setitem(make.FORMATS, "csv", make.FORMATS["csv"].__class__(**{**vars(make.FORMATS["csv"]), "write": broken}))
    resource = add(dataset)
    jobs.run()
    assert states(resource) == {**dict.fromkeys(LAYER, "ready"), "csv": "failed"}
    export = Export.find(Release.current(resource["id"]).id, "csv", 4326)  # type: ignore[union-attr]
    assert export
    assert len(export.incident or "") == 8
    assert act("release_status", id=resource["id"])["state"] == "published"
    monkeypatch.undo()
    assert repair()["exports"] == 1
    jobs.run()
    assert states(resource) == dict.fromkeys(LAYER, "ready")


@pytest.mark.parametrize(("seconds", "state", "incidents"), [(60, "pending", 0), (1801, "failed", 1)])
def test_the_end_of_the_jobs_time_is_no_files_fault(
    dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch, seconds: int, state: str, incidents: int
) -> None:
    """The file in hand and those behind it stay wanted, and a job waits in the queue to make them; only a file that takes most of a job by
    itself has failed, so that it does not keep the others waiting for ever."""

    def over(*_arguments: Any) -> Any:
        raise JobTimeoutException

    monkeypatch.setitem(tk.config, "ckan.jobs.timeout", 3600)
    monkeypatch.setattr(make, "time", SimpleNamespace(monotonic=cycle([0, seconds]).__next__))
    monkeypatch.setitem(make.FORMATS, "csv", make.FORMATS["csv"].__class__(**{**vars(make.FORMATS["csv"]), "write": over}))
    resource = add(dataset)
    queue = tk.get_job_queue("exports")
    queue.empty()
    with pytest.raises(JobTimeoutException):
        jobs.run()
    assert len([job_id for job_id in queue.get_job_ids() if job_id.startswith("binhduong-exports-")]) == 1
    found = states(resource)
    assert (found["csv"], "pending" in found.values()) == (state, True)
    assert model.Session.query(Export).filter(Export.incident.is_not(None)).count() == incidents
    monkeypatch.undo()
    jobs.run()
    assert {**states(resource), "csv": "ready"} == dict.fromkeys(LAYER, "ready")
    queue.empty()


def test_what_a_killed_worker_left_is_made_again(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill between two files leaves the rest wanted; `repair` finds them and the next job makes only those."""

    class Killed(BaseException):
        pass

    taken = Store.take

    def kill(store: Any, path: Any) -> Any:
        if path.name.endswith("gpkg"):
            raise Killed
        return taken(store, path)

    resource = add(dataset)
    monkeypatch.setattr(Store, "take", kill)
    with pytest.raises(Killed):
        jobs.run()
    monkeypatch.undo()
    model.Session.rollback()
    assert set(states(resource).values()) == {"ready", "pending"}
    assert repair()["exports"] == 1
    jobs.run()
    assert states(resource) == dict.fromkeys(LAYER, "ready")


def test_one_job_serves_all(dataset: dict[str, Any]) -> None:
    """While a job waits in the queue, further releases queue no other."""
    queue = tk.get_job_queue("exports")
    queue.empty()
    add(dataset)
    add(dataset, MORE_POINTS, "them.csv")
    assert len([job_id for job_id in queue.get_job_ids() if job_id.startswith("binhduong-exports-")]) == 1
    jobs.run()
    assert set(model.Session.scalars(sa.select(Export.state))) == {"ready"}
    queue.empty()


def test_a_release_that_nobody_noted_gets_its_files(dataset: dict[str, Any]) -> None:
    """Published before there were files, or with the process killed before it could note them."""
    resource = add(dataset)
    model.Session.execute(sa.delete(Export))
    model.Session.commit()
    assert repair()["exports"] == 1
    jobs.run()
    assert states(resource) == dict.fromkeys(LAYER, "ready")


def test_old_releases_keep_their_files(dataset: dict[str, Any]) -> None:
    """A new release has files of its own; the old one's stay as they are."""
    resource = add(dataset)
    jobs.run()
    first = Release.current(resource["id"])
    assert first
    old = {export.sha256 for export in Export.of(first.id)}
    replace(resource, MORE_POINTS)
    jobs.run()
    second = Release.current(resource["id"])
    assert second
    assert {export.sha256 for export in Export.of(first.id)} == old
    assert len(old & {export.sha256 for export in Export.of(second.id)}) == 0


def _age() -> None:
    for path in (settings.store().root / "files").glob("??/*"):
        os.utime(path, (0, 0))


def test_the_sweeper_keeps_what_is_named(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of releases stay, however old; those of a release whose files were given up go."""
    resource = add(dataset)
    jobs.run()
    monkeypatch.setattr(sweep, "_ORPHAN_AGE", -60.0)
    before = stored_files()
    sweep.sweep()
    assert stored_files() == before
    release = Release.current(resource["id"])
    assert release
    release.retired = utcnow()
    model.Session.commit()
    sweep.sweep()
    assert stored_files() == set()
    assert Export.of(release.id) == []


def test_a_purge_takes_the_files(dataset: dict[str, Any]) -> None:
    """Nothing of a purged dataset stays in the store or in the ledger."""
    add(dataset)
    jobs.run()
    act("dataset_purge", id=dataset["id"])
    assert stored_files() == set()
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(Export)) == 0


def test_the_command(dataset: dict[str, Any]) -> None:
    """`releases export` makes what is not there yet and says where it lies; what cannot be had is an error."""
    resource = add(dataset)
    made = CliRunner().invoke(commands, ["export", resource["id"]]).output.splitlines()
    assert len(made) == 6
    assert {line.split()[0] for line in made} == {"ready"}
    (line,) = (
        CliRunner().invoke(commands, ["export", resource["id"], "--format", "shp.zip", "--vn2000", "--number", "1"]).output.splitlines()
    )
    state, size, name, place = line.split()
    assert (state, name.endswith("-epsg9210.shp.zip"), os.stat(place).st_size) == ("ready", True, int(size))
    assert CliRunner().invoke(commands, ["export", resource["id"], "--format", "csv", "--vn2000"]).exit_code == 1
    assert CliRunner().invoke(commands, ["export", "khong-co"]).exit_code == 1
