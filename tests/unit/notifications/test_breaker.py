"""A breaker opens when a provider is away, lets one delivery try at a time, and closes when that one arrived."""

from services.notifications.breaker import FAILURES, WAITS, Breaker


def opened() -> Breaker:
    breaker = Breaker("test")
    for _ in range(FAILURES):
        assert breaker.admits(0.0)
        breaker.failed(0.0)
    return breaker


def test_a_few_failures_open_nothing_and_a_success_forgets_them() -> None:
    breaker = Breaker("test")
    for _ in range(3):
        for _ in range(FAILURES - 1):
            breaker.failed(0.0)
        assert breaker.admits(0.0)
        breaker.succeeded()
    assert not breaker.open


def test_an_outage_opens_it_and_nothing_is_admitted_until_it_is_time_for_a_probe() -> None:
    breaker = opened()
    assert breaker.open
    assert not breaker.admits(0.0)
    wait = breaker.wait(0.0)
    assert 0 < wait <= WAITS.first
    assert breaker.admits(wait)


def test_one_probe_at_a_time() -> None:
    breaker = opened()
    assert breaker.admits(60.0)
    assert [breaker.admits(60.0), breaker.refuses(90.0)] == [False, True]
    breaker.undecided()
    assert breaker.admits(60.0)


def test_a_probe_that_fails_makes_the_next_one_wait_longer_up_to_a_limit() -> None:
    breaker, at, waits = opened(), 0.0, []
    for _ in range(20):
        at += 100.0
        assert breaker.admits(at)
        breaker.failed(at)
        waits.append(breaker.wait(at))
    assert waits[0] < waits[3] < waits[6]
    assert WAITS.most / 2 <= waits[-1] <= WAITS.most


def test_a_probe_that_arrives_lets_everything_go_and_the_next_outage_begins_anew() -> None:
    breaker = opened()
    assert breaker.admits(60.0)
    breaker.succeeded()
    assert all(breaker.admits(60.0) for _ in range(100))
    for _ in range(FAILURES):
        breaker.failed(60.0)
    assert breaker.wait(60.0) <= WAITS.first
