"""What the ledger counts as which broken promise."""

from dataclasses import replace

import pytest

from tests.chaos.caller import Acknowledged, Effect
from tests.chaos.ledger import AT_ONCE, Account, Evidence, Instant, Seen, Thread, account

STREAM = "/postings/post-1"
OPENED, MOVED = Seen(1, b"opened"), Seen(2, b"moved")
TOLD = Effect("post_opened", "post", "post-1", "post-1")
ACKNOWLEDGED = [Acknowledged("postings", "key", 2)]
SENDER = "notifications-consumers-1"
GOOD = Evidence(
    keys={"postings": {"key": 2}},
    stored={STREAM: [OPENED, MOVED]},
    relayed={STREAM: [OPENED, MOVED]},
    pending=0,
    views=[],
    people=[],
    deliveries={"d1": TOLD},
    unsettled={},
    superseded={},
    arrivals={"d1": [Instant(10, SENDER)]},
    crashes=[],
)


def counted(found: Evidence) -> Account:
    return account(ACKNOWLEDGED, {TOLD}, found)


def arrived(*instants: Instant, crashes: tuple[Instant, ...] = ()) -> Evidence:
    return replace(GOOD, arrivals={"d1": instants}, crashes=crashes)


def test_kept_promises_are_no_entry() -> None:
    assert counted(GOOD) == Account()


@pytest.mark.parametrize(
    "lost",
    [
        replace(GOOD, keys={"postings": {}}),
        replace(GOOD, keys={"postings": {"key": 1}}),
        replace(GOOD, relayed={STREAM: [OPENED]}),
        replace(GOOD, relayed={STREAM: [OPENED, Seen(2, b"moved elsewhere")]}),
        replace(GOOD, stored={STREAM: [OPENED]}),
        replace(GOOD, views=["postings.posts post-1"]),
        replace(GOOD, people=["liaison.postings.people anna"]),
        replace(GOOD, deliveries={}, arrivals={}),
        replace(GOOD, arrivals={}),
    ],
    ids=[
        "command", "version", "event", "fact", "store", "view", "record", "delivery", "mail",
    ],
)  # fmt: skip
def test_what_is_missing_or_other_than_promised_is_lost(lost: Evidence) -> None:
    found = counted(lost)
    assert len(found.lost) == 1
    assert not found.kept


def test_a_repeat_on_the_topic_is_counted_and_no_broken_promise() -> None:
    found = counted(replace(GOOD, relayed={STREAM: [OPENED, MOVED, OPENED, MOVED]}))
    assert (found.on_topic, found.kept) == (2, True)


def test_first_occurrences_out_of_order_are_told() -> None:
    assert len(counted(replace(GOOD, relayed={STREAM: [MOVED, OPENED]})).out_of_order) == 1


@pytest.mark.parametrize(
    "stuck",
    [
        replace(GOOD, pending=1),
        replace(GOOD, parked=["views: post-1"]),
        replace(GOOD, unsettled={"d1": "sending"}, arrivals={}),
    ],
    ids=["pending", "parked", "sending"],
)
def test_what_has_not_come_to_its_end_is_stuck(stuck: Evidence) -> None:
    found = counted(stuck)
    assert (len(found.stuck), found.lost) == (1, [])


@pytest.mark.parametrize(
    ("arrived", "takes_back", "kept"),
    [
        (["d2"], False, True),
        (["d1", "d2"], True, True),
        ([], True, True),  # nobody was told anything, and there is nothing to tell
        ([], False, False),
        (["d1"], True, False),  # told, and not told that it is off
    ],
)
def test_what_a_newer_message_made_needless_is_not_missed_where_the_last_state_is_told(
    arrived: list[str], *, takes_back: bool, kept: bool
) -> None:
    dropped = {one: "cancelled" for one in ("d1", "d2") if one not in arrived}
    found = replace(
        GOOD,
        deliveries={"d1": TOLD, "d2": TOLD},
        unsettled=dropped,
        superseded=dict.fromkeys(dropped, Thread(["d1", "d2"], takes_back)),
        arrivals={one: [Instant(10, SENDER)] for one in arrived},
    )
    assert counted(found).kept is kept


def test_a_mail_that_comes_twice_for_no_reason_is_repeated() -> None:
    found = counted(arrived(Instant(10, SENDER), Instant(70, SENDER)))
    assert (len(found.repeated), found.kept) == (1, False)


def test_a_mail_that_nothing_asked_for_is_repeated() -> None:
    assert len(counted(replace(GOOD, arrivals={**GOOD.arrivals, "d2": [Instant(1)]})).repeated) == 1


def test_a_crash_of_its_sender_in_between_excuses_one_repeat() -> None:
    crash = Instant(11, SENDER)
    found = counted(arrived(Instant(10, SENDER), Instant(70, "another"), crashes=(crash,)))
    assert (len(found.repeated_in_window), found.kept) == (1, True)
    twice = counted(arrived(Instant(10, SENDER), Instant(70, SENDER), Instant(130, SENDER), crashes=(crash,)))
    assert (len(twice.repeated_in_window), len(twice.repeated)) == (1, 1)


@pytest.mark.parametrize("crash", [Instant(5, SENDER), Instant(71, SENDER), Instant(11, "another")])
def test_a_crash_before_or_after_or_of_another_excuses_nothing(crash: Instant) -> None:
    assert len(counted(arrived(Instant(10, SENDER), Instant(70, SENDER), crashes=(crash,))).repeated) == 1


def test_a_crash_excuses_no_more_than_was_in_flight() -> None:
    twice = (Instant(10, SENDER), Instant(70, SENDER))
    ids = [f"d{number}" for number in range(AT_ONCE + 1)]
    found = counted(
        replace(
            GOOD,
            deliveries=dict.fromkeys(ids, TOLD),
            arrivals=dict.fromkeys(ids, twice),
            crashes=[Instant(11, SENDER)],
        )
    )
    assert (len(found.repeated_in_window), len(found.repeated)) == (AT_ONCE, 1)
