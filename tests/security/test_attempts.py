"""The sliding window of attempts, on a real Redis with times of our own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ckanext.binhduong.security.sign_in.attempts import Attempt, Attempts, Refused, network_of


@pytest.fixture
def attempts(redis_store):
    """Three in sixty seconds."""
    return Attempts(redis_store, limit=3, window=60)


def test_the_limit_holds_and_says_how_long(attempts):
    """The fourth within the window is refused until the first leaves it."""
    for moment in (1000.0, 1010.0, 1020.0):
        assert isinstance(attempts.enter("a", now=moment), Attempt)
    assert attempts.enter("a", now=1030.0) == Refused(30)
    assert isinstance(attempts.enter("a", now=1060.5), Attempt)


def test_hammering_does_not_lengthen_the_wait(attempts):
    """What is refused is not counted."""
    for moment in (1000.0, 1000.0, 1000.0, 1030.0, 1040.0, 1050.0):
        attempts.enter("a", now=moment)
    assert isinstance(attempts.enter("a", now=1061.0), Attempt)


def test_what_succeeded_is_taken_back(attempts):
    """A success leaves the counter as it was."""
    for _ in range(9):
        entered = attempts.enter("a")
        assert isinstance(entered, Attempt)
        attempts.take_back([entered])


def test_a_burst_of_parallel_attempts_is_held_to_the_limit(attempts):
    """Counting before trying: of thirty at once three go through."""
    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(lambda _: attempts.enter("a"), range(30)))
    assert sum(isinstance(outcome, Attempt) for outcome in outcomes) == 3


def test_one_refusing_counter_leaves_the_others_alone(attempts):
    """An attempt refused for the account is not counted for the address."""
    for _ in range(3):
        attempts.enter("account")
    for _ in range(5):
        assert isinstance(attempts.enter_all(["address", "account"]), Refused)
    assert isinstance(attempts.enter("address"), Attempt)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("Unknown", "Unknown"),
    ],
)
def test_what_one_party_is_counted_by(address, network):
    """An IPv6 subscriber has a /64; an IPv4 address written as IPv6 is the same address."""
    assert network_of(address) == network
