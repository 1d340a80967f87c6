"""What is sent is what Standard Webhooks says, and what follows from an answer is what our table says. No database."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from ckanext.binhduong.core.outbound.client import Answer
from ckanext.binhduong.core.outbound.faults import CALL_FAULTS, CallFailed
from ckanext.binhduong.webhooks.outbox import events, outcome, signing
from tests.webhooks.receiver import Message

NOW = datetime(2026, 11, 30, 7, 0, 0, 123456, UTC).replace(tzinfo=None)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_published_vector():
    """Secret, id, time, body and signature of the specification's own libraries."""
    then = datetime.fromtimestamp(1614265330, UTC).replace(tzinfo=None)
    headers = signing.headers_of("msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', [SECRET], then)
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_secrets_sign_one_message():
    """Each alone is enough, a third is not; Vietnamese letters are signed as they are sent."""
    old, new = signing.new_secret(), signing.new_secret()
    body = signing.body_of("dataset.changed", NOW, 7, {"name": "Nhà thuốc"})
    message = Message("/", signing.headers_of("msg_1", body, [new, old], NOW), body.encode())
    assert (message.is_signed_by(old), message.is_signed_by(new), message.is_signed_by(signing.new_secret())) == (True, True, False)
    assert json.loads(body) == {
        "type": "dataset.changed",
        "timestamp": "2026-11-30T07:00:00.123Z",
        "data": {"sequence": 7, "name": "Nhà thuốc"},
    }


def test_a_secret_has_256_bits():
    """And its prefix."""
    assert len(base64.b64decode(signing.new_secret().removeprefix("whsec_"), validate=True)) == 32


@pytest.mark.parametrize(
    ("status", "fault", "strained", "gone"),
    [
        (200, "", False, False),
        (204, "", False, False),
        (302, "redirects", False, False),
        (400, "refused", False, False),
        (401, "sign-in", False, False),
        (404, "gone", False, False),
        (408, "refused", True, False),
        (410, "gone", False, True),
        (429, "refused", True, False),
        (500, "broken", False, False),
        (503, "broken", True, False),
    ],
)
def test_what_an_answer_means(status: int, fault: str, strained: bool, gone: bool):
    """2xx takes the message; a server under strain is left alone; 410 is the end."""
    found = outcome.of_answer(Answer(status, "", {"retry-after": "120"}))
    assert (found.fault, found.status, found.strained, found.gone) == (fault, status, strained, gone)
    assert found.pause == (timedelta(minutes=2) if strained else None)


def test_every_fault_has_words():
    """Whatever the client says."""
    assert all(outcome.of_failure(CallFailed(fault)).fault in outcome.FAULTS for fault in CALL_FAULTS)


def test_pauses_grow_to_a_bound():
    """Of a message to six hours, of an address to one, and to six where it asks for them."""
    minutes = [outcome.pause_of_delivery(each) / timedelta(minutes=1) for each in (1, 2, 3, 4, 20)]
    assert minutes == [1, 2, 4, 8, 360]
    of_address = [outcome.pause_of_webhook(each, None) / timedelta(minutes=1) for each in (1, 2, 20)]
    assert of_address == [1, 2, 60]
    assert outcome.pause_of_webhook(1, timedelta(hours=2)) == timedelta(hours=2)
    assert outcome.pause_of_webhook(1, timedelta(days=2)) == timedelta(hours=6)


@pytest.mark.parametrize(
    ("failing", "tried", "bound", "ends"),
    [(5, 1, 5, True), (9, 0.9, 5, False), (4.9, 3, 5, False), (0, 0, 0, True)],
    ids=["five days", "a new message", "not long enough", "at once"],
)
def test_when_failures_end_a_webhook(failing: float, tried: float, bound: float, ends: bool):
    """After days without a message taken, at one that was tried for a day."""
    assert outcome.is_failing_for_good(*(timedelta(days=each) for each in (failing, tried, bound))) is ends


@pytest.mark.parametrize(
    ("types", "agency", "dataset", "wanted"),
    [
        (["dataset.changed"], None, None, True),
        (["dataset.deleted"], None, None, False),
        (["dataset.changed"], "a", None, True),
        (["dataset.changed"], "b", None, True),
        (["dataset.changed"], "c", None, False),
        (["dataset.changed"], None, "d", True),
        (["dataset.changed"], None, "e", False),
        (["dataset.changed"], "c", "d", False),
    ],
)
def test_who_wants_an_event(types: list[str], agency: str | None, dataset: str | None, wanted: bool):
    """By type, agency and dataset together; of a dataset that moved both agencies' listeners."""
    moved = events.changed(events.Named("d", "nha-thuoc", "a", "so-y-te", "https://x.vn"), NOW, "b", is_new=False)
    assert moved.is_wanted(types, agency, dataset) is wanted
