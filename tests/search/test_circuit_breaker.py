"""A circuit breaker: when it opens, whom it lets try, when it closes."""

from __future__ import annotations

import pytest

from ckanext.binhduong.core.connections.circuit_breaker import CircuitBreaker


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The breaker's clock."""
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> CircuitBreaker:
    """A breaker that opens after two failures for two seconds."""
    return CircuitBreaker(failures=2, pause=2.0, clock=clock)


def test_one_failure_does_not_open_it(breaker: CircuitBreaker):
    """A single lost call is no outage."""
    breaker.failed()
    assert (breaker.is_open, breaker.allows()) == (False, True)


def test_a_success_between_failures_keeps_it_closed(breaker: CircuitBreaker):
    """Failures count in a row."""
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert not breaker.is_open


def test_it_refuses_while_open_and_lets_one_try_after_the_pause(breaker: CircuitBreaker, clock: Clock):
    """One call a pause, however many ask."""
    breaker.failed()
    breaker.failed()
    assert [breaker.allows() for _ in range(3)] == [False, False, False]
    clock.now += 2.0
    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_a_failed_attempt_starts_the_pause_anew(breaker: CircuitBreaker, clock: Clock):
    """The pause runs from the end of the attempt, which may itself have waited."""
    breaker.failed()
    breaker.failed()
    clock.now += 2.0
    assert breaker.allows()
    clock.now += 1.0
    breaker.failed()
    clock.now += 1.5
    assert not breaker.allows()
    clock.now += 0.5
    assert breaker.allows()


def test_a_successful_attempt_closes_it(breaker: CircuitBreaker, clock: Clock):
    """Everybody may call again."""
    breaker.failed()
    breaker.failed()
    clock.now += 2.0
    assert breaker.allows()
    breaker.succeeded()
    assert [breaker.allows() for _ in range(3)] == [True, True, True]
