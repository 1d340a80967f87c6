"""A full disk is said to be one, and what failed for it is made again when there is room."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg2.errors
import pytest
import sqlalchemy.exc
from ckan import model
from ckan.tests import factories
from werkzeug import formparser

from ckanext.binhduong.core.disk_space import is_full
from ckanext.binhduong.ingest import check
from ckanext.binhduong.releases.canonical import archive
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance import full_disk
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.failures import NoSpace, StoreFailure
from ckanext.binhduong.storage.store import Store
from tests.releases.conftest import MORE_POINTS, POINTS, act, file, run_jobs


def raising(error: BaseException) -> Callable[..., Any]:
    """A function that fails with this error."""

    def fail(*_arguments: Any, **_named: Any) -> Any:
        raise error

    return fail


class _PostgresIsFull(psycopg2.errors.DiskFull):
    pgcode = "53100"


ERRORS = {
    "the store": (NoSpace(), True),
    "the system": (OSError(errno.ENOSPC, "…"), True),
    "a quota": (OSError(errno.EDQUOT, "…"), True),
    "PostgreSQL": (_PostgresIsFull(), True),
    "PostgreSQL below SQLAlchemy": (sqlalchemy.exc.OperationalError("…", {}, _PostgresIsFull()), True),
    "a read-only disk": (OSError(errno.EROFS, "…"), False),
    "another failure of the store": (StoreFailure(), False),
    "a fault": (ValueError("No space left on device"), False),
}


@pytest.mark.parametrize("what", list(ERRORS))
def test_what_a_full_disk_is(what: str) -> None:
    """The store, the system, a quota and PostgreSQL say it each in their way; nothing else does."""
    error, expected = ERRORS[what]
    assert is_full(error) is expected


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("error", [NoSpace(), OSError(errno.ENOSPC, "…"), _PostgresIsFull()], ids=["store", "system", "PostgreSQL"])
def test_a_release_waits_for_room(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """The disk fills after acceptance: the release says so, nothing is tried while it is full, and then it is published."""
    resource = act("resource_create", package_id=dataset["id"], name="Nhà thuốc", upload=file(POINTS, "nha-thuoc.csv"))
    store = settings.store()
    with monkeypatch.context() as full:
        full.setattr(archive, "keep_canonical", raising(error))
        run_jobs()
        status = act("release_status", id=resource["id"])
        assert (status["state"], [each["code"] for each in status["findings"] if each["severity"] == "error"]) == ("failed", ["disk-full"])
        full.setattr(settings, "store", lambda: Store(store.root, reserve=2.0))
        assert full_disk.try_again() == 0
    assert full_disk.try_again() == 1
    assert full_disk.try_again() == 0
    run_jobs()
    status = act("release_status", id=resource["id"])
    assert (status["state"], status["number"], status["rows"]) == ("published", 1, 3)
    assert "disk-full" not in [each["code"] for each in status["findings"]]


@pytest.mark.usefixtures("clean")
def test_a_newer_file_ends_the_waiting(dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a newer file has overtaken is not tried again."""
    resource = act("resource_create", package_id=dataset["id"], name="Nhà thuốc", upload=file(POINTS, "nha-thuoc.csv"))
    with monkeypatch.context() as full:
        full.setattr(archive, "keep_canonical", raising(NoSpace()))
        run_jobs()
    act("resource_patch", id=resource["id"], upload=file(MORE_POINTS, "moi.csv"))
    run_jobs()
    assert full_disk.try_again() == 0
    assert model.Session.query(Release).filter_by(state="published").one().rows == 4


def test_a_check_without_room_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's complaint of a full disk is one when the disk is full; the same words out of a file are not."""
    source = tmp_path / "a.csv"
    source.write_text("ma,ten\n1,a\n")
    monkeypatch.setattr(check, "_run", lambda *_arguments: (1, "OSError: [Errno 28] No space left on device"))
    (tmp_path / "work").mkdir()
    assert check.check_file(source, name="a.csv", work_dir=tmp_path / "work").report["findings"][0]["code"] == "reader-failed"
    monkeypatch.setattr(check.shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        check.check_file(source, name="a.csv", work_dir=tmp_path / "work")
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.usefixtures("clean")
def test_a_full_tmpdir_is_a_clear_answer(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that cannot be kept while it arrives gets 503 with the reason in both languages, not 500."""
    token = factories.SysadminWithToken()["token"]
    monkeypatch.setattr(formparser, "SpooledTemporaryFile", raising(OSError(errno.ENOSPC, "…")))
    sent = {"upload": (io.BytesIO(b"x" * 600_000), "a.csv")}
    answer = app.post("/api/3/action/ingest_check", data=sent, headers={"Authorization": token}, content_type="multipart/form-data")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert "disk is full" in answer.text
    assert "Đĩa của cổng đang đầy" in answer.json["error"]["message"]
