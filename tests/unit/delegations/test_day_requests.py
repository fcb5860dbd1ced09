"""The rules of requests for meetings: deadlines, answers from the other side, ranks, blocks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_blocks import Block, LiftBlock
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_requests import Accept, Decline, Expire, Rank, RequestMeeting, Withdraw
from services.delegations.domain.day_selection import SetRules
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_requests import (
    BlockLifted,
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestExpired,
    MeetingRequestWithdrawn,
    MeetingsRanked,
    ParticipantBlocked,
)
from shared.contracts.delegations.day_selection import DayRulesSet
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, PUBLISHED, REVIEWED, at, requested

RULES = DayRulesSet(
    day="lima", request_by=BEFORE, answer_by=BEFORE + timedelta(days=1), needs_acceptance=True, company_places=2
)
EARLIER, LATER = BEFORE - timedelta(seconds=1), BEFORE + timedelta(days=1)
ASK = RequestMeeting("lima", "m3", "c2", "b1", "company", EARLIER)

asked = Scenario(DAY).given(*ASKED)
waiting = asked.given(RULES, requested("m3", "c2", "b1").model_copy(update={"needs_acceptance": True}))
published = asked.given(DRAFTED, REVIEWED, PUBLISHED)

of_m3: dict[str, Any] = {"day": "lima", "meeting": "m3", "by_organiser": False}
ACCEPTED = MeetingRequestAccepted(**of_m3, participant="b1", counterpart="c2")
DECLINED = MeetingRequestDeclined(**of_m3, participant="b1", counterpart="c2")
WITHDRAWN = MeetingRequestWithdrawn(**of_m3, participant="c2", counterpart="b1")
EXPIRED = MeetingRequestExpired(day="lima", meeting="m3", participant="c2", counterpart="b1")
BLOCKED = ParticipantBlocked(day="lima", participant="b1", blocked="c2", by_organiser=True)


def to_hold(scenario: Scenario[PlannedDay, Any, DayEvent]) -> set[str]:
    """The meetings that a timetable must hold."""
    return {meeting.id for meeting in problem(DAY.fold(scenario.history)).meetings}


def test_a_request_stands_at_once_unless_the_day_or_the_request_asks_for_acceptance() -> None:
    asked.when(ASK).then(requested("m3", "c2", "b1"))
    needing = requested("m3", "c2", "b1").model_copy(update={"needs_acceptance": True})
    asked.when(replace(ASK, needs_acceptance=True)).then(needing)
    asked.given(RULES).when(ASK).then(needing)
    assert to_hold(asked.given(requested("m3", "c2", "b1"))) == {"m1", "m2", "m3"}
    assert to_hold(waiting) == {"m1", "m2"}
    assert to_hold(waiting.given(ACCEPTED)) == {"m1", "m2", "m3"}
    for over in (DECLINED, WITHDRAWN, EXPIRED):
        assert to_hold(waiting.given(over)) == {"m1", "m2"}


def test_who_acts_for_somebody_shows_and_does_not_make_it_another_request() -> None:
    acted = replace(ASK, by_organiser=True)
    asked.when(acted).then(requested("m3", "c2", "b1").model_copy(update={"by_organiser": True}))
    asked.given(requested("m3", "c2", "b1")).when(acted).nothing_happens()
    waiting.when(Accept("lima", "m3", "b1", BEFORE, by_organiser=True)).then(
        ACCEPTED.model_copy(update={"by_organiser": True})
    )


def test_a_request_that_comes_too_late_or_for_oneself_is_refused() -> None:
    asked.given(RULES).when(replace(ASK, now=BEFORE)).refused("requests-closed")
    asked.when(replace(ASK, company="b1")).refused("meeting-with-oneself")


def test_only_the_side_that_was_asked_accepts_or_declines() -> None:
    waiting.when(Accept("lima", "m3", "b1", BEFORE)).then(ACCEPTED)
    waiting.when(Decline("lima", "m3", "b1")).then(DECLINED)
    for participant in ("c2", "b2"):
        waiting.when(Accept("lima", "m3", participant, BEFORE)).refused("participant-not-asked")
        waiting.when(Decline("lima", "m3", participant)).refused("participant-not-asked")
    waiting.when(Accept("lima", "m9", "b1", BEFORE)).refused("meeting-unknown")


def test_only_who_asked_withdraws() -> None:
    waiting.when(Withdraw("lima", "m3", "c2")).then(WITHDRAWN)
    waiting.given(ACCEPTED).when(Withdraw("lima", "m3", "c2")).then(WITHDRAWN)
    waiting.when(Withdraw("lima", "m3", "b1")).refused("participant-not-asking")


def test_the_same_answer_again_changes_nothing_and_a_yes_can_become_a_no() -> None:
    waiting.given(ACCEPTED).when(Accept("lima", "m3", "b1", LATER)).nothing_happens()
    waiting.given(DECLINED).when(Decline("lima", "m3", "b1")).nothing_happens()
    waiting.given(WITHDRAWN).when(Withdraw("lima", "m3", "c2")).nothing_happens()
    waiting.given(ACCEPTED).when(Decline("lima", "m3", "b1")).then(DECLINED)


def test_what_is_over_is_not_accepted_any_more() -> None:
    waiting.given(DECLINED).when(Accept("lima", "m3", "b1", BEFORE)).refused("request-already-declined")
    waiting.given(WITHDRAWN).when(Accept("lima", "m3", "b1", BEFORE)).refused("request-already-withdrawn")
    waiting.given(EXPIRED).when(Accept("lima", "m3", "b1", BEFORE)).refused("request-already-expired")
    waiting.given(EXPIRED).when(Withdraw("lima", "m3", "c2")).refused("request-already-expired")


def test_requests_that_wait_expire_at_the_deadline_and_not_before() -> None:
    waiting.when(Accept("lima", "m3", "b1", LATER)).refused("answers-closed")
    waiting.when(Expire("lima", LATER - timedelta(seconds=1))).nothing_happens()
    waiting.when(Expire("lima", LATER)).then(EXPIRED)
    for settled in (ACCEPTED, DECLINED, WITHDRAWN, EXPIRED):
        waiting.given(settled).when(Expire("lima", LATER)).nothing_happens()
    asked.when(Expire("lima", LATER)).nothing_happens()


def test_a_pair_can_ask_anew_but_a_no_is_a_no() -> None:
    waiting.given(WITHDRAWN).when(replace(ASK, meeting="m4")).then(
        requested("m4", "c2", "b1").model_copy(update={"needs_acceptance": True})
    )
    waiting.given(DECLINED).when(replace(ASK, meeting="m4")).refused("request-declined-before")
    from_buyer = requested("m4", "c2", "b1").model_copy(update={"needs_acceptance": True, "requested_by": "buyer"})
    waiting.given(DECLINED).when(replace(ASK, meeting="m4", requested_by="buyer")).then(from_buyer)


def test_no_two_open_requests_of_one_side_have_the_same_rank() -> None:
    first = requested("m3", "c2", "b1").model_copy(update={"rank": 1})
    asked.when(replace(ASK, rank=1)).then(first)
    asked.given(first).when(replace(ASK, rank=1)).nothing_happens()
    asked.given(first).when(replace(ASK, rank=2)).refused("meeting-already-requested")
    second = replace(ASK, meeting="m4", buyer="b2")
    asked.given(first).when(replace(second, rank=1)).refused("rank-already-taken")
    asked.given(first, WITHDRAWN).when(replace(second, rank=1)).then(
        requested("m4", "c2", "b2").model_copy(update={"rank": 1})
    )


def test_a_participant_puts_all_its_open_requests_in_order() -> None:
    ranked = MeetingsRanked(day="lima", participant="c1", meetings=("m2", "m1"), by_organiser=False)
    asked.when(Rank("lima", "c1", ("m2", "m1"))).then(ranked)
    asked.given(ranked).when(Rank("lima", "c1", ("m2", "m1"))).nothing_happens()
    for order in (("m1",), ("m1", "m1"), ("m1", "m2", "m9"), ()):
        asked.when(Rank("lima", "c1", order)).refused("ranking-incomplete")
    asked.when(Rank("lima", "c9", ())).refused("participant-unknown")


def test_a_block_ends_what_stood_between_the_two_and_keeps_them_apart() -> None:
    ended = DECLINED.model_copy(update={"by_organiser": True})
    waiting.when(Block("lima", "b1", "c2", by_organiser=True)).then(BLOCKED, ended)
    from_company = ParticipantBlocked(day="lima", participant="c2", blocked="b1", by_organiser=False)
    waiting.when(Block("lima", "c2", "b1")).then(from_company, WITHDRAWN)
    blocked = asked.given(BLOCKED)
    blocked.when(ASK).refused("participant-blocked")
    blocked.when(Block("lima", "b1", "c2")).nothing_happens()
    lifted = BlockLifted(day="lima", participant="b1", blocked="c2", by_organiser=False)
    blocked.when(LiftBlock("lima", "b1", "c2")).then(lifted)
    blocked.given(lifted).when(ASK).then(requested("m3", "c2", "b1"))
    asked.when(LiftBlock("lima", "b1", "c2")).nothing_happens()


def test_a_block_is_between_two_who_could_meet() -> None:
    asked.when(Block("lima", "b1", "b2")).refused("block-on-own-side")
    asked.when(Block("lima", "b1", "b1")).refused("block-on-own-side")
    asked.when(Block("lima", "b1", "c9")).refused("participant-unknown")


@pytest.mark.parametrize(
    "command",
    [
        Decline("lima", "m1", "b1"),
        Withdraw("lima", "m1", "c1"),
        Rank("lima", "c1", ("m2", "m1")),
        Block("lima", "c1", "b1"),
        SetRules("lima", company_places=2),
    ],
)
def test_nothing_of_it_changes_a_published_timetable(command: Decline | Withdraw | Rank | Block | SetRules) -> None:
    published.when(command).refused("timetable-already-published")


def test_requests_that_wait_can_expire_after_publication() -> None:
    needing = requested("m3", "c2", "b1").model_copy(update={"needs_acceptance": True})
    late = asked.given(RULES, needing, DRAFTED, REVIEWED, PUBLISHED)
    late.when(Expire("lima", at(9))).then(EXPIRED)
    assert DAY.fold([*late.history, EXPIRED]).stage == "published"
