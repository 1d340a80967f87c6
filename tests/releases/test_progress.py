"""How far a file is that waits or is being loaded: for its editors alone, in the action and on the page, with and without a queue."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from redis.exceptions import ConnectionError as NoRedisError

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.releases.ledger import progress
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.ledger.progress import Progress
from ckanext.binhduong.releases.publish import staging
from tests.releases.conftest import POINTS, act, as_anonymous, file, run_jobs
from tests.releases.test_precedence import between

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def queued(dataset: dict[str, Any]) -> list[str]:
    """Two resources whose files wait in the queue."""
    tk.get_job_queue("publish").empty()
    made = [act("resource_create", package_id=dataset["id"], name=name, upload=file(POINTS, "a.csv")) for name in ("Một", "Hai")]
    return [resource["id"] for resource in made]


def far(resource_id: str) -> Any:
    """What the resource's editors are told of its newest file."""
    return act("release_status", id=resource_id)["attempt"]["progress"]


def start(resource_id: str) -> Release:
    """Have a resource's newest file be in the making."""
    release = Release.latest(resource_id)
    assert release
    release.state = "running"
    model.Session.commit()
    return release


def test_a_waiting_file_says_how_many_come_before_it(queued: list[str]) -> None:
    """The first of two waits for none, the second for one."""
    assert [far(each) for each in queued] == [{"step": "waiting", "waits_for": "queue", "ahead": ahead} for ahead in (0, 1)]


def test_a_file_out_of_the_queue_waits_for_its_resource(queued: list[str]) -> None:
    """A job that found another one at the same resource comes back later."""
    tk.get_job_queue("publish").empty()
    assert far(queued[0]) == {"step": "waiting", "waits_for": "resource", "ahead": None}


def test_a_file_that_could_not_be_queued_waits_for_the_repair(queued: list[str]) -> None:
    """Without a job in the ledger the next repair queues it."""
    release = Release.latest(queued[0])
    assert release
    release.job_id = None
    model.Session.commit()
    assert far(queued[0]) == {"step": "waiting", "waits_for": "repair", "ahead": None}


def test_a_job_tells_its_steps(queued: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """While rows are copied their number and share are told, then that they are indexed; afterwards nothing is."""
    told: list[Any] = []
    between(monkeypatch, staging, "_copy", lambda: told.append(far(queued[0])))
    between(monkeypatch, staging, "_index", lambda: told.append(far(queued[0])))
    model.Session.commit()
    run_jobs()
    assert told == [
        {"step": "loading", "rows": 0, "of": 3, "percent": 0},
        {"step": "indexing", "rows": 3, "of": 3, "percent": 100},
    ]
    assert far(queued[0]) is None


def test_the_public_is_not_told(queued: list[str]) -> None:
    """What is being loaded is its editors' business; the answer that everybody gets has no such word."""
    run_jobs()
    assert not {"attempt", "progress"} & set(as_anonymous("release_status", id=queued[0]))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([("checking", 60_000, 200_000)], "Đang kiểm tra các dòng: 60.000/200.000 dòng (30%)"),
        ([("reading", 20_000, None)], "Đang đọc tệp: 20.000 dòng"),
        ([("indexing", 200_000, 200_000)], "Đang lập chỉ mục để tra cứu: 200.000 dòng"),
    ],
)
def test_the_page_says_it_in_words(queued: list[str], app: Any, told: list[Any], words: str) -> None:
    """The page of the loading shows rows and per cent without any script."""
    release = start(queued[0])
    for step in told:
        Progress(release.id).at(*step)
    assert words in " ".join(page(app, queued[0]).split())


def test_the_page_says_for_what_a_file_waits(queued: list[str], app: Any) -> None:
    """Files before it are counted; there is no bar of what has not begun."""
    shown = page(app, queued[1])
    assert "Chờ 1 tệp gửi trước." in shown
    assert "<progress" not in shown


def page(app: Any, resource_id: str) -> str:
    """The page of a resource's loading as an administrator reads it."""
    token = act("api_token_create", user="quan-tri", name="doc")["token"]
    return app.get(f"/upload/loading/{resource_id}", headers={"Authorization": token}).body


def test_rows_are_written_at_most_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new step is written at once, rows of the same step after a second."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    one = progress.Progress("thu-nghiem")
    seen = []
    for seconds, done in ((0, 0), (0.4, 10), (0.8, 20), (1.2, 30), (1.3, 5), (1.4, 9)):
        now[0] = 100 + seconds
        one.read(done, 40)
        seen.append(progress.read("thu-nghiem"))
    rows = [(each["step"], each["rows"]) for each in seen if each]
    assert rows == [("reading", 0)] * 3 + [("reading", 30), ("checking", 5), ("checking", 5)]


def test_without_a_queue_the_job_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told and nothing fails when Redis does not answer."""

    def silent() -> Any:
        raise NoRedisError

    monkeypatch.setattr(redis_client, "client", silent)
    progress.Progress("thu-nghiem").at("loading", 1, 2)
    assert progress.read("thu-nghiem") is None
