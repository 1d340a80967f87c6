"""The log becomes counts: of public datasets, each line once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action
from sqlalchemy import event

from ckanext.binhduong.core.catalogue_version.statements import may_change_answers
from ckanext.binhduong.usage import counting, stored
from tests.catalogue.conftest import as_site

pytestmark = pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty log that the job reads."""
    path = tmp_path / "usage.log"
    path.touch()
    monkeypatch.setitem(tk.config, "ckanext.binhduong.usage_log", str(path))
    return path


def write(log: Path, *paths: str, day: str = "2026-11-30") -> None:
    """Append a person's GET of each path, or a whole line."""
    with log.open("a") as end:
        for path in paths:
            end.write(f"{day}T03:00:00+00:00 GET 200 person {path}{'' if path.count(' ') else ' - - -'}\n")


@pytest.fixture
def dataset(make_dataset: Any) -> dict[str, Any]:
    """A public dataset with a resource."""
    return make_dataset(resources=[{"url": "https://example.org/a.csv", "name": "A", "format": "CSV"}])


def shown(dataset: dict[str, Any], **asked: str) -> dict[str, Any]:
    """The figures of November."""
    return call_action("usage_show", id=dataset["id"], **{"from": "2026-11-01", "to": "2026-11-30", **asked})


def test_uses_are_counted_by_day_and_resource(log: Path, dataset: dict[str, Any]) -> None:
    """By the dataset's name or id; a resource's uses are also the dataset's."""
    resource = dataset["resources"][0]["id"]
    write(log, f"/dataset/{dataset['name']}", f"/dataset/{dataset['id']}", f"/dataset/{dataset['name']}/resource/{resource}")
    write(log, f"/datastore/dump/{resource}", f"/api/3/action/table_search {resource} - -", day="2026-11-29")
    assert counting.count_log() == 5
    answer = shown(dataset)
    assert answer["totals"] == {"view": 3, "download": 1, "api": 1}
    assert answer["days"] == [
        {"day": "2026-11-29", "view": 0, "download": 1, "api": 1},
        {"day": "2026-11-30", "view": 3, "download": 0, "api": 0},
    ]
    assert answer["resources"] == [{"id": resource, "view": 1, "download": 1, "api": 1}]


def test_the_most_used_are_those_that_people_use(log: Path, make_dataset: Any) -> None:
    """Pages and files decide, calls of programs are only counted; what is not public any more is left out."""
    little, much, hidden = (make_dataset(resources=[]) for _ in range(3))
    write(log, f"/dataset/{little['id']}", *[f"/api/3/action/package_show - {little['id']} -"] * 9)
    write(log, *[f"/dataset/{much['id']}"] * 2, *[f"/dataset/{hidden['id']}"] * 3)
    counting.count_log()
    as_site("package_patch", id=hidden["id"], private=True)
    assert stored.most_used(date(2026, 11, 1), 5) == [(much["id"], {"view": 2}), (little["id"], {"view": 1, "api": 9})]
    assert stored.most_used(date(2026, 11, 1), 1) == [(much["id"], {"view": 2})]
    assert stored.most_used(date(2026, 12, 1), 5) == []


def test_a_line_counts_once(log: Path, dataset: dict[str, Any]) -> None:
    """A second job finds nothing new; later lines are added."""
    write(log, f"/dataset/{dataset['name']}")
    assert (counting.count_log(), counting.count_log()) == (1, 0)
    write(log, f"/dataset/{dataset['name']}")
    counting.count_log()
    assert shown(dataset)["totals"]["view"] == 2


def test_a_log_without_news_writes_nothing(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that finds nothing commits nothing: it is asked every five minutes."""
    written: list[object] = []
    monkeypatch.setattr(stored, "keep_position", lambda *values: written.append(values))
    assert (counting.count_log(), written) == (0, [])


def test_counts_make_no_page_old_and_are_no_write(log: Path, dataset: dict[str, Any]) -> None:
    """Kept answers stay, and the audit log has no row of it."""
    write(log, f"/dataset/{dataset['name']}")
    before = model.Session.scalar(sa.text("SELECT seq FROM binhduong_audit_head"))
    statements: list[bytes] = []
    with _listening(statements):
        counting.count_log()
    assert [statement for statement in statements if may_change_answers(statement)] == []
    assert any(b"binhduong_usage " in statement for statement in statements)
    assert model.Session.scalar(sa.text("SELECT seq FROM binhduong_audit_head")) == before


@contextmanager
def _listening(statements: list[bytes]) -> Iterator[None]:
    """Collect what is sent to CKAN's database."""

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement.encode())

    event.listen(model.meta.engine, "before_cursor_execute", hear)
    yield
    event.remove(model.meta.engine, "before_cursor_execute", hear)


def test_a_job_that_ends_in_between_counts_nothing(log: Path, dataset: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts and the place in the log are of one transaction: the next job does it all."""
    write(log, f"/dataset/{dataset['name']}")
    with monkeypatch.context() as broken:
        broken.setattr(stored, "keep_position", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            counting.count_log()
    model.Session.rollback()
    assert shown(dataset)["totals"]["view"] == 0
    counting.count_log()
    assert shown(dataset)["totals"]["view"] == 1


def test_what_nobody_may_see_is_not_counted(log: Path, make_dataset: Any, dataset: dict[str, Any]) -> None:
    """Private and deleted datasets, and names of nothing."""
    private = make_dataset(private=True)
    as_site("package_delete", id=dataset["id"])
    write(log, f"/dataset/{private['name']}", f"/dataset/{dataset['name']}", "/dataset/khong-co", "/feature/khong-co/1")
    assert counting.count_log() == 0


@pytest.fixture
def waiting(dataset: dict[str, Any]) -> str:
    """The dataset's resource, whose first file waits for a yes."""
    resource = model.Resource.get(dataset["resources"][0]["id"])
    assert resource
    resource.url_type, resource.extras = "upload", {"release_state": "submitted"}
    model.Session.commit()
    return resource.id


def test_a_file_that_waits_is_not_counted(log: Path, dataset: dict[str, Any], waiting: str) -> None:
    """Only its agency can look at it: neither it nor its dataset has a use."""
    write(log, f"/dataset/{dataset['name']}/resource/{waiting}", f"/dataset/{dataset['name']}")
    assert counting.count_log() == 1
    assert stored.used(dataset["id"], date(2026, 11, 1), date(2026, 11, 30)) == [(date(2026, 11, 30), "", "view", 1)]


def test_a_file_that_waits_is_not_named(dataset: dict[str, Any], waiting: str) -> None:
    """Counts that an older portal made of looks at it stand in no public table."""
    day = date(2026, 11, 30)
    stored.add({(dataset["id"], day, waiting, "view"): 3, (dataset["id"], day, "", "view"): 1})
    assert [(resource, counts) for *_, resource, counts in stored.by_month(day)] == [(("", ""), (1, 0, 0))]


def test_without_a_log_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is empty where no nginx writes one."""
    monkeypatch.setitem(tk.config, "ckanext.binhduong.usage_log", "")
    assert counting.count_log() == 0


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"from": "hôm qua"}, "from"), ({"to": "2026-13-01"}, "to"), ({"from": "2026-12-01"}, "from"), ({"from": "0001-01-01"}, "from")],
)
def test_days_that_cannot_be_are_said(dataset: dict[str, Any], asked: dict[str, str], field: str) -> None:
    """The parameter is named; a span has at most 1,100 days."""
    with pytest.raises(tk.ValidationError) as error:
        shown(dataset, **asked)
    assert list(error.value.error_dict) == [field]


def test_figures_of_a_private_dataset_are_its_agency_s(make_dataset: Any) -> None:
    """Who may not see the dataset does not see how often it was used."""
    private = make_dataset(private=True)
    with pytest.raises(tk.NotAuthorized):
        call_action("usage_show", {"user": factories.User()["name"], "ignore_auth": False}, id=private["id"])


def test_the_page_says_it(log: Path, dataset: dict[str, Any], app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the last thirty days; a dataset that nobody used has no line."""
    page = f"/dataset/{dataset['name']}"
    assert "Lượt dùng trong 30 ngày" not in app.get(page).text
    write(log, page, page, day=f"{datetime.now(UTC):%Y-%m-%d}")
    counting.count_log()
    assert "2 lượt xem" in app.get(page).text
