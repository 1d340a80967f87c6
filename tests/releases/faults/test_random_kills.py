"""Random kills: a few in ``make test``, twenty in ``make test-all``, as many as one likes in ``make faults`` (``N``, ``SEED``)."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish import jobs
from tests.releases.conftest import act, add, file
from tests.releases.faults import killing
from tests.releases.faults.checking import Content, assert_whole, geo_reader, left_over, look, repair_as_after_ten_minutes

pytestmark = [pytest.mark.usefixtures("clean"), pytest.mark.slow, pytest.mark.restarts_services]

VICTIMS = ("worker", "worker", "worker", "PostgreSQL's process", "PostgreSQL")
STAGES = {
    "check": "releases.publish.from_file.ingest.check_file",
    "canonical file": "releases.canonical.archive.keep_canonical",
    "load": "releases.publish.staging.build",
    "swap": "releases.publish.swap._swap",
    "telling CKAN": "releases.publish.from_file.finish",
}
"""What a job was doing when it was killed: the last of these that it had begun. The check takes most of a job's time, so a kill's moment is
chosen as a stage and a time after its beginning: all of them get their share."""


@pytest.fixture
def checked_once() -> None:
    """Each file is checked as it is in the portal: some of the kills are to meet the check."""


@pytest.fixture
def number(sample: Callable[[Sequence[int], int], list[int]]) -> int:
    """How many kills."""
    return int(os.environ.get("FAULTS_N") or len(sample(range(20), 3)))


def test_random_kills(dataset: dict[str, Any], app: Any, capsys: pytest.CaptureFixture[str], number: int) -> None:
    """After each of N kills at random moments readers have one release whole; after the repair it is the new one and nothing is left."""
    seed = int(os.environ.get("FAULTS_SEED", "1"))
    chosen = random.Random(seed)
    history = {1: Content("đợt 1", 300)}
    resource_id = add(dataset, history[1].file, "nha-thuoc.csv", key_column="ma")["id"]
    seconds, outcomes = _unhurried(resource_id, history), Counter()
    for _at in range(number):
        current = max(history)
        release_id = _change(chosen, resource_id, history)
        victim, beginning = chosen.choice(VICTIMS), chosen.choice(("start", *STAGES))
        stage = _kill(release_id, victim, beginning, chosen.uniform(0, seconds / len(STAGES)))
        with geo_reader() as geo:
            pair = (current, history[current]), (current + 1, history[current + 1])
            outcome = assert_whole(look(resource_id, geo, app), *pair)
            outcomes[victim, stage, outcome] += 1
            repair_as_after_ten_minutes()
            assert assert_whole(look(resource_id, geo, app), *pair) == "new"
        assert left_over() == []
    with capsys.disabled():
        _print(outcomes, number, seed, seconds)


def _unhurried(resource_id: str, history: dict[int, Content]) -> float:
    """Publish release 2 without a kill and give the seconds that its job took, which are those of the kills to come."""
    release_id = _upload(resource_id, history)
    began = time.monotonic()
    os.waitpid(killing.in_a_process(lambda: jobs.run(release_id)), 0)
    return time.monotonic() - began


def _upload(resource_id: str, history: dict[int, Content]) -> str:
    number = max(history) + 1
    history[number] = Content(f"đợt {number}", 300 + number)
    act("resource_patch", id=resource_id, upload=file(history[number].file, "nha-thuoc.csv"))
    return Release.waiting()[0].id


def _change(chosen: random.Random, resource_id: str, history: dict[int, Content]) -> str:
    """Upload the next file, or bring an old one back; give the waiting release."""
    current = max(history)
    others = [number for number, content in history.items() if content != history[current]]
    if chosen.random() < 0.7 or not others:
        return _upload(resource_id, history)
    back = chosen.choice(others)
    history[current + 1] = history[back]
    act("release_rollback", id=resource_id, number=back)
    return Release.waiting()[0].id


def _kill(release_id: str, victim: str, beginning: str, after: float) -> str:
    """Run a release's job and kill the victim so many seconds after a stage has begun; give the stage that the job had come to."""
    reader, writer = os.pipe()
    pid = killing.in_a_process(lambda: _noting(writer, lambda: jobs.run(release_id)))
    os.close(writer)
    stage = _stage_after(reader, beginning, after)
    {"worker": lambda: os.kill(pid, signal.SIGKILL), "PostgreSQL": killing.kill_postgres}.get(victim, killing.kill_any_backend)()
    os.waitpid(pid, 0)
    # Not sooner: a job that outlives PostgreSQL goes on noting.
    os.close(reader)
    killing.wait_for_postgres()
    return stage


def _stage_after(reader: int, beginning: str, after: float) -> str:
    """Wait until the time after the stage's beginning has passed or the job is over; give the stage that it has come to by then."""
    stages = ["start"]
    deadline = None
    while True:
        if deadline is None and beginning in stages:
            deadline = time.monotonic() + after
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([reader], [], [], left)[0]:
            return stages[-1]
        noted = os.read(reader, 4096).decode().splitlines()
        if not noted:
            return "over"
        stages += noted


def _noting(writer: int, work: Callable[[], None]) -> None:
    """Do work and note in a pipe which stage it has begun."""
    with pytest.MonkeyPatch.context() as patch:
        for stage, function in STAGES.items():
            killing.wrap(patch, killing.Instant(function), lambda stage=stage: os.write(writer, f"{stage}\n".encode()))  # type: ignore[misc]
        work()


def _print(outcomes: Counter[tuple[str, str, str]], number: int, seed: int, seconds: float) -> None:
    print(f"\n{number} kills, seed {seed}, a job of {seconds:.1f} s; after every kill one release whole, after every repair the new one.\n")
    print("| killed | while | old release | new, CKAN does not know | new release |")
    print("|---|---|---|---|---|")
    for victim in sorted(set(VICTIMS)):
        for stage in ("start", *STAGES, "over"):
            found = [outcomes[victim, stage, outcome] for outcome in ("old", "between", "new")]
            if any(found):
                print(f"| {victim} | {stage} | {' | '.join(map(str, found))} |")
