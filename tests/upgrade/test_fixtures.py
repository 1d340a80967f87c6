"""The fixture of the old code is whole, holds what the upgrade must carry over, and has every kind of job that the old code queues.

Nothing here needs a service, CKAN or the old code; restoring it is told in README.md.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import lzma
import re
import tarfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.upgrade import answers
from tests.upgrade.script import rows, script

HERE = Path(__file__).resolve().parent
VAR, JOBS = HERE / "var-5933bb7", HERE / "jobs-5933bb7"
MANIFEST: dict[str, Any] = json.loads((VAR / "manifest.json").read_text(encoding="utf-8"))
EXPECTED = answers.expected(MANIFEST)
JOB_FILES = sorted(JOBS.glob("[0-9]*.json"))
MOST_BYTES = 1_000_000

# Kind → what the pickled job names; written by hand from the code of 5933bb7.
CALLS = {
    "release": "ckanext.binhduong.releases.jobs.run",
    "release-retry": "ckanext.binhduong.releases.jobs.run",
    "watch": "ckanext.binhduong.releases.repair.watch",
    "sweep": "ckanext.binhduong.releases.schedule.run",
    "nightly": "ckanext.binhduong.releases.schedule.run",
    "exports": "ckanext.binhduong.releases.exports.jobs.run",
    "exports-retry": "ckanext.binhduong.releases.exports.jobs.run",
    "comparisons": "ckanext.binhduong.releases.comparisons.jobs.run",
    "comparison-pair": "ckanext.binhduong.releases.comparisons.jobs.run_pair",
    "check": "ckanext.binhduong.releases.flight.run",
    "recount": "ckanext.binhduong.releases.datastore.recount",
    "ckan-count": "ckanext.datastore.logic.action._calculate_record_count",
    "ckan-modified": "ckanext.datastore.logic.action._patch_resource_last_modified",
}


def _job(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _data(job: dict[str, Any]) -> bytes:
    return zlib.decompress(base64.b64decode(job["fields"]["data"]))


def test_every_file_is_the_one_that_was_made():
    """The manifest lists all files with their SHA-256, and no other lies beside them."""
    found = {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in [*VAR.iterdir(), *JOBS.iterdir()]}
    found.pop("var-5933bb7/manifest.json")
    assert found == MANIFEST["files"]


def test_it_stays_small():
    """A clone pays for it once and for all time."""
    assert sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file() and "__pycache__" not in path.parts) < MOST_BYTES


def test_the_packed_storage_holds_the_listed_files():
    """The archive has the manifest's paths with their SHA-256, and a content lies under its own."""
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress((VAR / "storage.tar.xz").read_bytes()))) as archive:
        streams = {member.name: archive.extractfile(member) for member in archive}
        found = {name: hashlib.sha256(stream.read()).hexdigest() for name, stream in streams.items() if stream}
    assert found == MANIFEST["storage"]
    contents = {name: digest for name, digest in found.items() if name.startswith("releases/files/")}
    assert len(contents) == 102
    assert all(name == f"releases/files/{digest[:2]}/{digest}" for name, digest in contents.items())


def test_what_the_ledger_names_is_in_the_storage():
    """Every file that a ready export of the dump names is packed."""
    ready = [row["sha256"] or "" for row in rows("ckan", "public.binhduong_export") if row["state"] == "ready"]
    assert len(ready) == 84
    assert [sha256 for sha256 in ready if f"releases/files/{sha256[:2]}/{sha256}" not in MANIFEST["storage"]] == []


def test_the_catalogue_is_telling():
    """Each state that the old code knows of a dataset, a release and a layer stands in the dump."""
    census = MANIFEST["census"]
    assert census["ckan.packages"] == ["active|f|5", "active|t|1", "deleted|f|1", "draft|f|1"]
    assert census["ckan.releases"] == [
        "held|upload|table|1",
        "pending|table|table|1",
        "pending|upload|table|1",
        "published|rollback|layer|1",
        "published|table|table|1",
        "published|upload|layer|3",
        "published|upload|other|2",
        "published|upload|table|12",
        "refused|upload|table|1",
    ]
    assert census["ckan.exports"] == ["pending|7", "ready|84"]
    assert census["ckan.migrations"] == ["activity|fab3bfdcf830", "binhduong_releases|004", "ckan|9445ce34fc23"]
    assert census["datastore.layers"] == [
        "ban-nhap-thu|f|Point|1|1|ma",
        "da-xoa-thu|f|Point|1|1|ma",
        "khu-thu-gom|t|MultiPolygon|4|4|ma",
        "noi-bo-thu|f|Point|2|1|ma",
        "thu-gom-pin|t|Point|8|2|ma",
        "tram-do-thu|t|Point|3|2|ma",
    ]
    assert census["datastore.changes"] == ["1"]


def test_the_dumps_name_no_path_of_the_machine_that_made_them():
    """Addresses and paths of a workplace have no place in it; the old instance stood at a path that any machine can have."""
    for name in ("ckan", "datastore"):
        assert re.findall(r"/(?:work|home|root)/", script(name)) == []
    assert MANIFEST["var"] == "/tmp/portal-5933bb7/var"


def test_the_dumps_hold_no_password_of_a_role():
    """Roles are the new instance's; users have the throwaway passwords of the manifest, in CKAN's hash."""
    scripts = script("ckan") + script("datastore")
    assert re.findall(r"(?i)(?:create|alter) role \S+ (?:with )?.*password", scripts) == []
    assert MANIFEST["secrets"] == {"admin": "mat-khau-thu-5933bb7", "jwt": "fixture-only-5933bb7-000000000000000000000000000"}


def test_every_kind_of_job_is_there():
    """The kinds that the old code queues, each at least once."""
    assert {job["kind"]: job["path"] for job in map(_job, JOB_FILES)} == CALLS


@pytest.mark.parametrize("path", JOB_FILES, ids=lambda path: path.stem)
def test_a_job_is_as_redis_had_it(path: Path):
    """Its data are what RQ pickled and packed: the function's name and the arguments; it is queued or scheduled, and listed there."""
    job = _job(path)
    data = _data(job)
    assert job["path"].encode() in data
    assert all(argument.encode() in data for argument in job["arguments"] if re.fullmatch(r"[\w-]+", argument))
    lists = json.loads((JOBS / "queue.json").read_text(encoding="utf-8"))
    queued, scheduled = lists["queue"]["rq:queue:ckan:binhduong:default"], lists["scheduled"]["rq:scheduled:ckan:binhduong:default"]
    status = base64.b64decode(job["fields"]["status"]).decode()
    assert (status, job["id"] in queued, job["id"] in scheduled) == (
        ("queued", True, False) if job["scheduled"] is None else ("scheduled", False, True)
    )
    assert base64.b64decode(job["fields"]["origin"]) == b"ckan:binhduong:default"


def test_the_table_of_jobs_lists_the_files():
    """``jobs.json`` has a row for each file, with its kind, dotted path and arguments."""
    told = {row["file"]: row for row in json.loads((JOBS / "jobs.json").read_text(encoding="utf-8"))["jobs"]}
    assert {path.name: {name: value for name, value in _job(path).items() if name != "fields"} for path in JOB_FILES} == {
        name: {key: value for key, value in row.items() if key != "file"} for name, row in told.items()
    }


def test_a_queued_check_carries_its_file_by_its_whole_path():
    """The argument is a pickled ``Flight``; the sent file that it names waits in the packed storage."""
    flights = [_job(path)["arguments"][2] for path in JOB_FILES if _job(path)["kind"] == "check"]
    paths = [re.search(r"PosixPath\('/tmp/portal-5933bb7/var/storage/(.*?)'\)", flight) for flight in flights]
    assert [path and path[1].split("/")[1] for path in paths] == ["incoming", "files"]
    assert all(path and path[1] in MANIFEST["storage"] for path in paths)


def test_each_expected_file_is_in_the_storage():
    """What is asked for by its permanent address has the bytes that are packed; none of it can be made anew by other code unnoticed."""
    files = {name: wanted for name, wanted in EXPECTED.items() if name.startswith("file-")}
    assert len(files) == 88
    assert {wanted["sha256"] for wanted in files.values()} <= set(MANIFEST["storage"].values())


def test_the_rows_expected_are_those_of_the_file_that_waits():
    """The values of the points were not only noted from a portal: they are the file's, read the Vietnamese way."""
    lines = (HERE / "uploads" / "thu-gom-pin-3.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split(";") for line in lines]
    numbers = [float(cell[3].replace(".", "").replace(",", ".")) if cell[3] else None for cell in cells]
    wanted = EXPECTED["json-points-rows"]["is"]
    assert wanted["result.records.*.ma"] == [cell[0] for cell in cells]
    assert wanted["result.records.*.suc_chua_kg"] == numbers
    assert wanted["result.records.*.mo_24h"] == [cell[5] == "có" for cell in cells]


def test_the_sizes_expected_are_those_of_the_files_that_were_sent():
    """The list of releases names the bytes of the files below ``catalogue`` and ``uploads``."""
    sent = ["uploads/thu-gom-pin-3.csv", "uploads/thu-gom-pin-2.csv", "catalogue/thu-gom-pin/thu-gom-pin.csv"]
    assert EXPECTED["json-points-releases"]["is"]["result.*.size"] == [(HERE / name).stat().st_size for name in sent]


def test_what_nobody_may_have_is_asked_for():
    """Private, draft, deleted and retired things are refused with their status."""
    refused = {name: wanted["status"] for name, wanted in EXPECTED.items() if wanted["status"] != 200}
    assert refused == {
        "json-private-layer": 404,
        "json-draft-layer": 404,
        "json-deleted-layer": 404,
        "json-private-rows-anonymous": 403,
        "json-table-difference-retired": 404,
        "pages-page-private-anonymous": 404,
        "pages-page-deleted-anonymous": 404,
        "pages-retired": 410,
        "pages-download-private-anonymous": 403,
    }
