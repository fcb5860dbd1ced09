"""Several drafts of a timetable: all are kept, any that still fits may be reviewed, one is published and frozen."""

from dataclasses import replace

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock
from services.delegations.domain.day_meetings import Cancel, RecordAnswer
from services.delegations.domain.day_participants import Join
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_timetable import MOST_DRAFTS, Draft, Freeze, Publish, Review
from services.delegations.domain.kept_drafts import misfits
from services.delegations.timetable.model import Got as HasGot
from services.delegations.timetable.model import Place
from services.delegations.timetable.solve import solve
from shared.contracts.delegations.day import (
    MeetingAnswered,
    MeetingCancelled,
    Placed,
    TimetableDrafted,
    TimetableFrozen,
    TimetablePublished,
    TimetableReviewed,
)
from shared.contracts.delegations.day_arrangement import MeetingLocked, MeetingUnlocked, TimetableRulesSet
from shared.contracts.delegations.day_requests import MeetingRequestAccepted, MeetingRequestWithdrawn
from shared.contracts.delegations.timetable_parts import Got, TimetableRules, UnservedRequests
from tests.scenario import Scenario
from tests.unit.delegations.one_day import (
    ANSWER,
    ASKED,
    BEFORE,
    DRAFTED,
    M1,
    M2,
    PLANNED,
    PUBLISHED,
    REVIEWED,
    at,
    joined,
    requested,
)

LATER = DRAFTED.model_copy(
    update={
        "timetable": "t2",
        "meetings": (Placed(meeting="m1", slot=1, table=1), Placed(meeting="m2", slot=2, table=1)),
    }
)
asked = Scenario(DAY).given(*ASKED)
both = asked.given(DRAFTED, LATER)
published = asked.given(DRAFTED, REVIEWED, PUBLISHED)
FROZEN = TimetableFrozen(day="lima", timetable="t1", post="lima")
frozen = published.given(FROZEN)


def test_an_earlier_draft_may_be_reviewed_and_published_instead_of_the_latest() -> None:
    both.when(Publish("lima", "t1")).refused("timetable-superseded")
    both.when(Review("lima", "t1")).then(REVIEWED)
    both.given(REVIEWED).when(Publish("lima", "t1")).then(PUBLISHED)
    both.given(REVIEWED).when(Publish("lima", "t2")).refused("timetable-superseded")
    both.given(REVIEWED).when(Review("lima", "t2")).then(TimetableReviewed(day="lima", timetable="t2"))


def test_a_draft_that_does_not_fit_any_more_is_refused_and_the_other_is_not() -> None:
    locked = both.given(MeetingLocked(day="lima", meeting="m2", slot=2))
    locked.when(Review("lima", "t1")).refused("timetable-outdated")
    locked.when(Review("lima", "t2")).then(TimetableReviewed(day="lima", timetable="t2"))
    free = locked.given(MeetingUnlocked(day="lima", meeting="m2"))
    free.when(Review("lima", "t1")).then(REVIEWED)


def test_a_review_ends_when_the_day_is_changed() -> None:
    changed = asked.given(DRAFTED, REVIEWED, MeetingLocked(day="lima", meeting="m2", slot=0))
    changed.when(Publish("lima", "t1")).refused("timetable-not-reviewed")
    changed.when(Review("lima", "t1")).then(REVIEWED)
    changed.given(REVIEWED).when(Publish("lima", "t1")).then(PUBLISHED)


def test_a_draft_says_why_it_does_not_fit() -> None:
    day = DAY.fold([*both.history, joined("c3"), requested("m3", "c3", "b2")])
    assert misfits(day, day.drafts["t1"]) == [
        "joined since: C3",
        "asked for since: the meeting of C3 and B2",
        "the meeting of C3 and B2 has no place",
    ]
    withdrawn = MeetingRequestWithdrawn(day="lima", meeting="m2", participant="c1", by_organiser=False)
    day = DAY.fold([*both.history, withdrawn])
    assert misfits(day, day.drafts["t1"]) == ["meeting m2 is not of this day"]


def test_a_published_timetable_is_frozen_once() -> None:
    published.when(Freeze("lima", "t1")).then(FROZEN)
    frozen.when(Freeze("lima", "t1")).nothing_happens()
    both.when(Freeze("lima", "t1")).refused("timetable-not-published")
    published.when(Freeze("lima", "t9")).refused("timetable-unknown")
    asked.given(DRAFTED, LATER, REVIEWED, PUBLISHED).when(Freeze("lima", "t2")).refused("timetable-not-published")


def test_what_is_frozen_refuses_every_change_but_a_cancellation() -> None:
    frozen.when(Draft("lima", "t3", ANSWER)).refused("timetable-frozen")
    frozen.when(Review("lima", "t1")).refused("timetable-frozen")
    frozen.when(Publish("lima", "t1")).refused("timetable-frozen")
    frozen.when(Lock("lima", "m1", 1)).refused("timetable-frozen")
    frozen.when(Join("lima", "c9", "company", "C9", "of-c9")).refused("timetable-frozen")
    gone = M1.model_copy(update={"sequence": 1})
    cancelled = MeetingCancelled(day="lima", post="lima", appointment=gone, reason="ill")
    frozen.when(Cancel("lima", "m1", "ill", BEFORE)).then(cancelled)
    frozen.when(RecordAnswer("lima", "m2", "b2", "accepted", BEFORE)).then(
        MeetingAnswered(
            day="lima",
            post="lima",
            appointment=M2,
            participant="b2",
            counterpart="c1",
            answer="accepted",
            answered_at=BEFORE,
        )
    )


def test_a_day_keeps_a_limited_number_of_drafts() -> None:
    many = asked.given(*(DRAFTED.model_copy(update={"timetable": f"d{number}"}) for number in range(MOST_DRAFTS)))
    many.when(Draft("lima", "t1", ANSWER)).refused("too-many-drafts")
    many.when(Draft("lima", "d0", ANSWER)).nothing_happens()


def test_a_timetable_too_large_for_an_event_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    size = max(len(DRAFTED.model_dump_json()), len(PUBLISHED.model_dump_json()))
    monkeypatch.setattr("services.delegations.domain.event_size.LARGEST", size)
    asked.when(Draft("lima", "t1", ANSWER)).then(DRAFTED)
    monkeypatch.setattr("services.delegations.domain.event_size.LARGEST", size - 1)
    asked.when(Draft("lima", "t1", ANSWER)).refused("timetable-too-large")


RULES = TimetableRules(most_per_company=1)
CHOOSING = TimetableRulesSet(day="lima", rules=RULES)


def test_a_draft_tells_what_was_chosen_and_why_the_rest_was_not() -> None:
    places = {"m2": Place(0, 0)}
    has = {
        "c1": HasGot(asked=2, held=1, weight=1, breaks=0, share=1),
        "c2": HasGot(asked=0, held=0, weight=0, breaks=0, share=0),
        "b1": HasGot(asked=1, held=0, weight=0, breaks=0, share=1),
        "b2": HasGot(asked=1, held=1, weight=1, breaks=0, share=1),
    }
    answer = replace(ANSWER, places=places, weight=1, weight_bound=1, unserved={"m1": "c1 is full"}, got=has)
    asked.given(CHOOSING).when(Draft("lima", "t1", answer)).then(
        TimetableDrafted(
            day="lima",
            timetable="t1",
            meetings=(Placed(meeting="m2", slot=0, table=1),),
            breaks=0,
            bound=0,
            weight=1,
            weight_bound=1,
            rules=RULES,
            unserved=(UnservedRequests(reason="cap-reached", of=("c1",), meetings=("m1",)),),
            waits=0,
            got=tuple(
                Got(participant=id, asked=asked, held=held, weight=held, breaks=0, share=1, waits=0)
                for id, asked, held in (("c1", 2, 1), ("b1", 1, 0), ("b2", 1, 1))
            ),
        )
    )


def test_a_draft_that_claims_what_it_does_not_hold_is_refused() -> None:
    chosen = asked.given(CHOOSING)
    answer = replace(ANSWER, weight=2, weight_bound=2)
    chosen.when(Draft("lima", "t1", answer)).refused("timetable-broken")
    wrong = {"c1": HasGot(asked=2, held=2, weight=1, breaks=0, share=1)}
    one = replace(ANSWER, places={"m2": Place(0, 0)}, weight=1, weight_bound=1, unserved={"m1": "full"}, got=wrong)
    chosen.when(Draft("lima", "t1", one)).refused("timetable-broken")


def test_a_draft_made_under_other_rules_fits_if_it_keeps_those_of_now() -> None:
    drafted = both.given(CHOOSING)
    drafted.when(Review("lima", "t1")).refused("timetable-outdated")
    looser = both.given(TimetableRulesSet(day="lima", rules=TimetableRules(most_per_company=2)))
    looser.when(Review("lima", "t1")).then(REVIEWED)


@pytest.mark.parametrize(
    ("first", "accepted", "held"),
    [("acceptance", (), {"a"}), ("acceptance", ("b",), {"b"}), ("rank", ("b",), {"a"}), ("rank", ("c",), {"a"})],
)
def test_accepted_and_high_ranked_requests_are_held_first(
    first: str, accepted: tuple[str, ...], held: set[str]
) -> None:
    one_slot = PLANNED.model_copy(update={"slots": (at(14),)})
    asking = [
        requested(id, "c1", f"b{id}").model_copy(update={"rank": rank, "needs_acceptance": id in accepted})
        for id, rank in (("a", 1), ("b", 2), ("c", 3))
    ]
    rules = TimetableRulesSet(day="lima", rules=TimetableRules.model_validate({"first": first}))
    agreed = [
        MeetingRequestAccepted(day="lima", meeting=id, participant=f"b{id}", by_organiser=True) for id in accepted
    ]
    people = map(joined, ("c1", "ba", "bb", "bc"))
    day = Scenario(DAY).given(one_slot, *people, *asking, *agreed, rules)
    answer = solve(problem(DAY.fold(day.history)), seconds=60, workers=1, seed=1)
    assert answer.places.keys() == held
    [drafted] = day.after(Draft("lima", "t1", answer))[len(day.history) :]
    assert isinstance(drafted, TimetableDrafted)
    assert {each.meeting for each in drafted.meetings} == held


def test_an_appointment_is_made_for_what_is_held_only() -> None:
    chosen = asked.given(CHOOSING)
    answer = replace(ANSWER, places={"m2": Place(0, 0)}, weight=1, weight_bound=1, unserved={"m1": "c1 is full"})
    events = chosen.after(Draft("lima", "t1", answer), Review("lima", "t1"), Publish("lima", "t1"))
    assert events[-1] == TimetablePublished(day="lima", timetable="t1", post="lima", appointments=(M2,))
