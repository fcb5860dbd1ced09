"""The rules of repairing a published timetable: proposed, verified, accepted while it fits, or discarded."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import Cancel, RecordAnswer
from services.delegations.domain.day_repair import AcceptRepair, DiscardRepair, ProposeRepair
from services.delegations.domain.disruption import Disruption, question
from services.delegations.timetable.model import Place
from services.delegations.timetable.repair import repair
from shared.contracts.delegations.day import DayEvent, MeetingAnswered, MeetingCancelled, MeetingRequested
from shared.contracts.delegations.day_repair import (
    AppointmentAdded,
    AppointmentMoved,
    RepairAbsence,
    RepairChange,
    RepairLostTable,
    RepairPlace,
    RepairRequest,
    TimetableRepairAccepted,
    TimetableRepairDiscarded,
    TimetableRepairProposed,
)
from shared.contracts.delegations.day_requests import MeetingRequestWithdrawn
from tests.scenario import Scenario
from tests.unit.delegations.one_day import (
    ASKED,
    BEFORE,
    DRAFTED,
    M1,
    M2,
    PLANNED,
    PUBLISHED,
    REVIEWED,
    appointment,
    at,
    joined,
)

asked = Scenario(DAY).given(*ASKED)
published = asked.given(DRAFTED, REVIEWED, PUBLISHED)  # b2 in slot 0, b1 in slot 1, slot 2 is free
OF: dict[str, Any] = {"day": "lima", "post": "lima", "repair": "r1"}
LATE = Disruption(absences=(RepairAbsence(participant="b2", slots=(0,)),))
NO_SHOW = Disruption(absences=(RepairAbsence(participant="b2", slots=(0, 1, 2)),))
NEW = RepairRequest(meeting="m3", company="c2", buyer="b2", requested_by="buyer")
MOVED = RepairChange(
    meeting="m2", company="c1", buyer="b2", before=RepairPlace(slot=0, table=1), after=RepairPlace(slot=2, table=1)
)
AWAY = "C1 and B2 share no free slot in which it is allowed"


def proposing(
    scenario: Scenario[Any, Any, Any] = published, happened: Disruption = LATE, now: datetime = BEFORE, id: str = "r1"
) -> ProposeRepair:
    """What the route would say after it asked the scheduler."""
    it = question(DAY.fold(scenario.history), happened, now)
    found = repair(it.day, it.published, since=it.since, frozen=it.frozen, wanted=it.wanted, seconds=60, workers=1)
    return ProposeRepair("lima", id, "traffic", happened, now, found.timetable.places, found.least)


def proposed(happened: Disruption = LATE, **fields: Any) -> TimetableRepairProposed:
    known = {"reason": "traffic", "changes": (MOVED,), "unserved": (), "breaks": 0, "least": True, **OF, **fields}
    return TimetableRepairProposed(**vars(happened), proposed_at=BEFORE, **known)


def accepted(now: datetime = BEFORE, happened: Disruption = LATE) -> TimetableRepairAccepted:
    told = {"absences": happened.absences, "lost_tables": happened.lost_tables}
    return TimetableRepairAccepted(**OF, **told, accepted_at=now)


def moved(now: datetime = BEFORE) -> AppointmentMoved:
    return AppointmentMoved(**OF, before=M2, appointment=appointment("m2", "c1", "b2", 2, 1), moved_at=now)


ACCEPT = AcceptRepair("lima", "r1", BEFORE)
waiting = published.given(proposed())


def test_who_comes_late_meets_later_and_nothing_changes_before_a_person_says_so() -> None:
    published.when(proposing()).then(proposed())
    assert DAY.fold(waiting.history).appointments == DAY.fold(published.history).appointments


def test_accepting_publishes_what_changes_with_a_higher_sequence_and_nothing_else() -> None:
    waiting.when(ACCEPT).then(moved(), accepted())


def test_a_repair_is_proposed_accepted_and_discarded_once() -> None:
    waiting.when(proposing(now=at(9))).nothing_happens()
    after = waiting.given(moved(), accepted())
    after.when(replace(ACCEPT, now=at(15, 30))).nothing_happens()
    after.when(DiscardRepair("lima", "r1")).refused("repair-already-accepted")
    discarded = TimetableRepairDiscarded(**OF)
    waiting.when(DiscardRepair("lima", "r1")).then(discarded)
    waiting.given(discarded).when(DiscardRepair("lima", "r1")).nothing_happens()
    waiting.given(discarded).when(ACCEPT).refused("repair-already-discarded")
    published.when(ACCEPT).refused("repair-unknown")


def test_who_does_not_come_loses_its_meetings_and_stays_away_in_later_repairs() -> None:
    gone = MOVED.model_copy(update={"after": None, "reason": AWAY})
    published.when(proposing(happened=NO_SHOW)).then(happening := proposed(NO_SHOW, changes=(gone,)))
    lost = MeetingCancelled(day="lima", post="lima", appointment=appointment("m2", "c1", "b2", 0, 1), reason="traffic")
    published.given(happening).when(ACCEPT).then(lost, accepted(happened=NO_SHOW))
    after = published.given(happening, lost, accepted(happened=NO_SHOW))
    wanting = proposing(after, Disruption(wanted=("m2",)), id="r2")
    [again] = DAY.decide(DAY.fold(after.history), wanting)
    assert isinstance(again, TimetableRepairProposed)
    assert again.changes == ()
    assert [one.reason for one in again.unserved] == [AWAY]


def test_a_meeting_that_was_lost_is_held_again_once_its_party_has_come_after_all() -> None:
    history = published.after(proposing(happened=NO_SHOW), ACCEPT)
    came = Disruption(absences=(RepairAbsence(participant="b2", slots=(0, 1)),), wanted=("m2",))
    after = Scenario(DAY).given(*history)
    last = after.after(proposing(after, came, id="r2"), AcceptRepair("lima", "r2", at(9)))[-2]
    assert last == AppointmentAdded(
        **OF | {"repair": "r2"}, appointment=appointment("m2", "c1", "b2", 2, 2), added_at=at(9)
    )
    Scenario(DAY).given(*history, last).when(Cancel("lima", "m2", "ill", at(9))).then(
        MeetingCancelled(day="lima", post="lima", appointment=appointment("m2", "c1", "b2", 2, 3), reason="ill")
    )


def test_a_new_request_gets_a_free_place_and_is_asked_for_only_when_accepted() -> None:
    there = RepairChange(meeting="m3", company="c2", buyer="b2", before=None, after=RepairPlace(slot=2, table=1))
    happened = Disruption(requests=(NEW,))
    published.when(proposing(happened=happened)).then(proposed(happened, changes=(there,), breaks=1))
    asking = MeetingRequested(
        day="lima", meeting="m3", company="c2", buyer="b2", requested_by="buyer", by_organiser=True, agreed=True
    )
    added = AppointmentAdded(**OF, appointment=appointment("m3", "c2", "b2", 2), added_at=BEFORE)
    published.given(proposed(happened, changes=(there,))).when(ACCEPT).then(asking, added, accepted(happened=happened))


def test_a_withdrawn_meeting_makes_room_for_another() -> None:
    happened = Disruption(withdrawn=("m1",), requests=(NEW,), kept=("m2",))
    history = published.after(proposing(happened=happened), ACCEPT)
    told = [type(event) for event in history[len(published.history) + 1 :]]
    assert told == [
        MeetingRequested, MeetingRequestWithdrawn, MeetingCancelled, AppointmentAdded, TimetableRepairAccepted
    ]  # fmt: skip
    withdrawn = history[len(published.history)]
    assert isinstance(withdrawn, TimetableRepairProposed)
    assert withdrawn.changes[0].reason == "whoever asked for the meeting has withdrawn"


def test_a_lost_table_moves_who_sat_there() -> None:
    lost = Disruption(lost_tables=(RepairLostTable(table=1, slots=(0,)),))
    published.when(proposing(happened=lost)).then(proposed(lost))


@pytest.mark.parametrize(
    "meanwhile",
    [
        (MeetingCancelled(day="lima", post="lima", appointment=appointment("m2", "c1", "b2", 0, 1), reason="ill"),),
        (joined("c3"), proposed(repair="r0"), moved(), accepted().model_copy(update={"repair": "r0"})),
    ],
    ids=["the meeting was cancelled", "another repair moved it"],
)
def test_a_proposal_that_no_longer_fits_the_day_is_refused(meanwhile: tuple[DayEvent, ...]) -> None:
    waiting.given(*meanwhile).when(ACCEPT).refused("repair-outdated")


def test_a_proposal_that_waits_until_its_time_has_begun_is_refused() -> None:
    waiting.when(replace(ACCEPT, now=at(14))).refused("repair-outdated")
    waiting.when(replace(ACCEPT, now=at(15))).refused("repair-outdated")


def test_a_meeting_that_has_begun_stays_whatever_happens() -> None:
    published.when(proposing(happened=NO_SHOW, now=at(14))).then(
        proposed(NO_SHOW, changes=()).model_copy(update={"proposed_at": at(14)})
    )
    withdrawn = Disruption(withdrawn=("m2",))
    published.when(ProposeRepair("lima", "r1", "", withdrawn, at(14))).refused("meeting-has-started")


def test_what_is_kept_is_not_moved_for_anybody() -> None:
    both_late = Disruption(absences=(RepairAbsence(participant="b2", slots=(0, 2)),), kept=("m1",))
    [found] = DAY.decide(DAY.fold(published.history), proposing(happened=both_late))
    assert isinstance(found, TimetableRepairProposed)
    assert [(change.meeting, change.after) for change in found.changes] == [("m2", None)]


@pytest.mark.parametrize(
    "places",
    [
        {"m1": Place(0, 0), "m2": Place(2, 0)},
        {"m1": Place(2, 0), "m2": Place(2, 0)},
        {"m1": Place(1, 0), "m2": Place(0, 0)},
        {"m1": Place(1, 0), "m2": Place(2, 0), "m9": Place(0, 0)},
    ],
    ids=["b1 is absent", "c1 in two places", "b2 is late", "no such meeting"],
)
def test_a_repair_that_does_not_fit_the_day_is_refused(places: dict[str, Place]) -> None:
    published.when(replace(proposing(), places=places)).refused("repair-outdated")


@pytest.mark.parametrize(
    ("happened", "slug"),
    [
        (Disruption(kept=("m1",)), "nothing-happened"),
        (Disruption(absences=(RepairAbsence(participant="b9", slots=(0,)),)), "participant-unknown"),
        (Disruption(absences=(RepairAbsence(participant="b1", slots=(3,)),)), "slot-outside-day"),
        (Disruption(lost_tables=(RepairLostTable(table=2, slots=(0,)),)), "table-outside-day"),
        (Disruption(requests=(NEW.model_copy(update={"meeting": "m1"}),)), "meeting-already-requested"),
        (Disruption(requests=(NEW, NEW.model_copy(update={"meeting": "m4"}))), "meeting-already-requested"),
        (Disruption(requests=(NEW.model_copy(update={"buyer": "c1"}),)), "participant-unknown"),
        (Disruption(wanted=("m1",)), "meeting-already-held"),
        (Disruption(wanted=("m9",)), "meeting-unknown"),
        (Disruption(withdrawn=("m9",)), "meeting-unknown"),
    ],
)
def test_what_cannot_have_happened_is_named(happened: Disruption, slug: str) -> None:
    published.when(ProposeRepair("lima", "r1", "", happened, BEFORE)).refused(slug)


def test_what_is_cancelled_is_neither_kept_nor_wanted() -> None:
    off = published.given(
        MeetingCancelled(day="lima", post="lima", appointment=appointment("m2", "c1", "b2", 0, 1), reason="ill")
    )
    for happened, slug in (
        (Disruption(withdrawn=("m2",)), "meeting-not-held"),
        (Disruption(wanted=("m2",)), "meeting-already-cancelled"),
    ):
        off.when(ProposeRepair("lima", "r1", "", happened, BEFORE)).refused(slug)


def test_only_a_published_timetable_of_a_day_that_goes_on_is_repaired() -> None:
    asked.when(ProposeRepair("lima", "r1", "", LATE, BEFORE)).refused("timetable-not-published")
    published.when(ProposeRepair("lima", "r1", "", LATE, PLANNED.slots[-1])).refused("day-already-over")


def test_an_answer_speaks_of_the_time_that_it_was_asked_about() -> None:
    says = RecordAnswer("lima", "m2", "c1", "accepted", at(8))
    said = MeetingAnswered(
        day="lima",
        post="lima",
        appointment=M2,
        participant="c1",
        counterpart="b2",
        answer="accepted",
        answered_at=at(8),
    )
    published.when(says).then(said)
    after = published.given(said, proposed(), moved(at(9)), accepted(at(9)))
    assert DAY.fold(after.history).answers == {}
    after.when(says).nothing_happens()
    now = said.model_copy(update={"appointment": appointment("m2", "c1", "b2", 2, 1), "answered_at": at(10)})
    after.when(replace(says, at=at(10))).then(now)


def test_another_table_leaves_the_answers_as_they_are() -> None:
    answered = MeetingAnswered(
        day="lima",
        post="lima",
        appointment=M1,
        participant="c1",
        counterpart="b1",
        answer="accepted",
        answered_at=at(8),
    )
    elsewhere = M1.model_copy(update={"table": 2, "sequence": 1})
    day = DAY.fold(
        [*published.history, answered, AppointmentMoved(**OF, before=M1, appointment=elsewhere, moved_at=at(9))]
    )
    assert (day.appointments["m1"], len(day.answers)) == (elsewhere, 1)
