"""Every release stays readable, and an old one can be brought back."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance.repair import repair
from ckanext.binhduong.storage import settings
from tests.releases.conftest import MORE_POINTS, POINTS, act, add, as_anonymous, replace, rows, run_jobs

pytestmark = pytest.mark.usefixtures("clean")

OUTSIDE = POINTS.replace("10.9804,106.6512", "95.0,406.0")


def test_releases_are_listed_with_what_they_were(dataset: dict[str, Any]) -> None:
    """The public gets the published releases, newest first, with counts and columns; editors also the refused file and who sent it."""
    resource = add(dataset)
    replace(resource, OUTSIDE, "hong.csv")
    replace(resource, MORE_POINTS, "moi.csv")
    listed = as_anonymous("release_list", id=resource["id"])
    assert [(each["number"], each["name"], each["rows"]) for each in listed] == [(2, "moi.csv", 4), (1, "nha-thuoc.csv", 3)]
    assert [column["name"] for column in listed[0]["columns"]] == ["ma", "ten", "so_dien_thoai", "vi_do", "kinh_do"]
    assert "findings" not in listed[0]
    assert [each["state"] for each in act("release_list", id=resource["id"])] == ["published", "refused", "published"]
    assert as_anonymous("release_show", id=resource["id"], number=1)["sha256"] == resource["hash"].removeprefix("sha256:")
    with pytest.raises(tk.ObjectNotFound):
        as_anonymous("release_show", id=resource["id"], number=3)


def test_rolling_back_publishes_the_old_file_as_a_new_release(dataset: dict[str, Any], geo: Any) -> None:
    """Release 3 has the rows and the download of release 1; bringing back what is published already is refused."""
    resource = add(dataset)
    replace(resource, MORE_POINTS, "moi.csv")
    assert act("release_rollback", id=resource["id"], number=1)["state"] == "pending"
    assert len(rows(resource)) == 4
    run_jobs()
    after = act("resource_show", id=resource["id"])
    assert (after["release_number"], after["rows"], after["hash"]) == (3, 3, resource["hash"])
    assert geo('SELECT count(*) FROM geo."nha-thuoc"') == [(3,)]
    with pytest.raises(tk.ValidationError):
        act("release_rollback", id=resource["id"], number=1)


def _workbook(**sheets: int) -> bytes:
    """A workbook whose sheets have a column ``so`` of numbers from 1 on, each so many."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, count in sheets.items():
        sheet = book.create_sheet(title)
        for cell in ("so", *range(1, count + 1)):
            sheet.append([cell])
    book.save(file)
    return file.getvalue()


def test_rolling_back_reads_the_file_as_it_was_read_then(dataset: dict[str, Any]) -> None:
    """The sheet chosen for release 2 does not change what release 1 was: brought back it has its own rows, and so it has when the same file
    was published with the other sheet."""
    first, second = _workbook(mot=2, hai=3), _workbook(mot=4, hai=5)
    resource = add(dataset, first, "bang.xlsx", read_as='{"sheet": "mot"}')
    assert replace(resource, second, "bang.xlsx", read_as='{"sheet": "hai"}')["rows"] == 5
    assert replace(resource, first, "bang.xlsx")["rows"] == 3
    for number, expected in ((1, [1, 2]), (2, [1, 2, 3, 4, 5]), (3, [1, 2, 3])):
        act("release_rollback", id=resource["id"], number=number)
        run_jobs()
        assert [row["so"] for row in rows(resource)] == expected


def test_the_same_file_read_otherwise_is_a_new_release(dataset: dict[str, Any]) -> None:
    """Another sheet chosen for the very same file is published; the same choice again, in whatever form, is nothing new; nor is the
    file of a table's release, whose types are known."""
    book = _workbook(mot=2, hai=3)
    resource = add(dataset, book, "bang.xlsx", read_as='{"sheet": "mot"}')
    assert replace(resource, book, "bang.xlsx", read_as={"sheet": "hai"})["release_number"] == 2
    assert [row["so"] for row in rows(resource)] == [1, 2, 3]
    assert replace(resource, book, "bang.xlsx", read_as='{"sheet": "hai"}')["release_number"] == 2
    act("datastore_upsert", resource_id=resource["id"], force=True, method="insert", records=[{"so": 9}])
    act("release_create", id=resource["id"])
    run_jobs()
    current = Release.current(resource["id"])
    assert current
    written = settings.store().path(current.sha256).read_bytes()
    assert replace(resource, written, current.name)["release_number"] == 3
    with pytest.raises(tk.ValidationError):
        replace(resource, book, "bang.xlsx", read_as="{")


def test_the_same_file_with_another_key_is_a_new_release(dataset: dict[str, Any]) -> None:
    """The rows' ids come from the key that was chosen for the very same file; sent once more it is nothing new."""
    resource = add(dataset)
    assert replace(resource, POINTS, "nha-thuoc.csv", key_column="ma")["release_number"] == 2
    assert as_anonymous("layer_list")[0]["key_column"] == "ma"
    assert replace(resource, POINTS, "nha-thuoc.csv", key_column="ma")["release_number"] == 2


def test_a_release_that_is_told_again_keeps_its_time(dataset: dict[str, Any]) -> None:
    """The repair of a resource that does not say its release leaves when that was published: file names and retention go by it."""
    resource = add(dataset)
    release = Release.current(resource["id"])
    assert release
    then = release.finished = datetime.fromisoformat("2026-01-02T03:04:05")
    found = model.Session.get(model.Resource, resource["id"])
    found.extras = {**found.extras, "release_state": "running"}
    model.Session.commit()
    assert repair()["resources"] == 1
    assert act("resource_show", id=resource["id"])["release_state"] == "published"
    assert Release.current(resource["id"]).finished == then  # type: ignore[union-attr]


def test_a_plain_file_is_rolled_back_at_once(dataset: dict[str, Any]) -> None:
    """A document's old version is served again without a job."""
    resource = add(dataset, b"%PDF-1.4\none\n%%EOF\n", "qd.pdf")
    replace(resource, b"%PDF-1.4\ntwo\n%%EOF\n", "qd.pdf")
    act("release_rollback", id=resource["id"], number=1)
    assert act("resource_show", id=resource["id"])["hash"] == resource["hash"]


def test_only_editors_roll_back(dataset: dict[str, Any]) -> None:
    """The public reads releases and changes none."""
    resource = add(dataset, b"%PDF-1.4\n%%EOF\n", "qd.pdf")
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("release_rollback", id=resource["id"], number=1)


def test_a_releases_address_never_changes(dataset: dict[str, Any], app: Any) -> None:
    """The address of release 1 gives its bytes after release 2, cached for ever; a wrong name or a private dataset is not served."""
    resource = add(dataset)
    replace(resource, MORE_POINTS, "moi.csv")
    address = f"/dataset/{dataset['name']}/resource/{resource['id']}/release/1/nha-thuoc.csv"
    response = app.get(address)
    assert response.data.decode() == POINTS
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert app.get(address.replace("nha-thuoc.csv", "moi.csv")).status_code == 404
    act("package_patch", id=dataset["id"], private=True)
    assert app.get(address).status_code in (403, 404)


def test_the_list_of_releases_comes_in_parts(dataset: dict[str, Any], statements: list[tuple[str, Any]]) -> None:
    """Newest first, as many as requested, and no report is read whole; a wrong number is refused with its bounds."""
    resource = add(dataset)
    for text in (MORE_POINTS, POINTS.replace("Bình An", "An Bình")):
        replace(resource, text)

    def numbers(**part: Any) -> list[int]:
        return [each["number"] for each in as_anonymous("release_list", id=resource["id"], **part)]

    assert (numbers(), numbers(limit=2), numbers(limit="2", offset=1), numbers(offset=3)) == ([3, 2, 1], [3, 2], [2, 1], [])
    model.Session.expire_all()
    statements.clear()
    assert act("release_list", id=resource["id"])[0]["columns"][0]["name"] == "ma"
    assert not any("binhduong_release.report," in statement or "binhduong_release.report AS" in statement for statement, _ in statements)
    for wrong in ({"limit": 0}, {"limit": 1001}, {"limit": "x"}, {"offset": -1}):
        with pytest.raises(tk.ValidationError):
            numbers(**wrong)
