"""Repairs of a day's timetable through its domain, whatever happens in whatever order, as its scheduler answers."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import Cancel
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_repair import AcceptRepair, DiscardRepair, ProposeRepair
from services.delegations.domain.day_timetable import Draft, Publish, Review
from services.delegations.domain.disruption import Disruption, question
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.timetable.model import Place
from services.delegations.timetable.repair import repair
from services.delegations.timetable.solve import solve
from services.delegations.views.agendas import AGENDAS
from services.delegations.views.days import DAYS
from shared.contracts.delegations.day import Appointment
from shared.contracts.delegations.day_arrangement import DayRoomsSet, MeetingLocked
from shared.contracts.delegations.day_repair import RepairAbsence, RepairLostTable, RepairRequest
from shared.eventing.decider import Refused
from tests.unit.delegations.one_day import BEFORE, PLANNED, at, joined, requested
from tests.unit.delegations.test_views import shown

SLOTS = tuple(at(14) + timedelta(minutes=30 * number) for number in range(5))
WIDE = PLANNED.model_copy(update={"slots": SLOTS, "tables": 3})
SPARE = DayRoomsSet(day="lima", rooms=(), spare_tables=(3,))
LOCKED = MeetingLocked(day="lima", meeting="m0", slot=1, table=1), MeetingLocked(day="lima", meeting="m4", slot=2)
PEOPLE = ("c1", "c2", "c3", "b1", "b2", "b3")
PAIRS = [(company, buyer) for company in PEOPLE[:3] for buyer in PEOPLE[3:]]
ASKED: list[Any] = [WIDE, SPARE, *map(joined, PEOPLE), *(requested(f"m{n}", *pair) for n, pair in enumerate(PAIRS[:7]))]


def published() -> list[Any]:
    """The history of a day whose timetable is out."""
    events = [*ASKED, *LOCKED]
    found = solve(problem(DAY.fold(events)), seconds=60, workers=1, seed=1)
    for command in (Draft("lima", "t1", found), Review("lima", "t1"), Publish("lima", "t1")):
        events += DAY.decide(DAY.fold(events), command)
    return events


PUBLISHED = published()
SOME_SLOTS = st.frozensets(st.integers(0, 4)).map(lambda slots: tuple(sorted(slots)))
MEETINGS = st.sampled_from([f"m{number}" for number in range(9)])
NEW = st.sampled_from(range(7, 9)).map(
    lambda n: RepairRequest(meeting=f"m{n}", company=PAIRS[n][0], buyer=PAIRS[n][1], requested_by="company")
)
SELDOM = st.just(()) | st.just(()) | st.tuples(MEETINGS)
HAPPENED = st.builds(
    Disruption,
    absences=st.lists(st.builds(RepairAbsence, participant=st.sampled_from(PEOPLE), slots=SOME_SLOTS), max_size=2).map(
        tuple
    ),
    lost_tables=st.lists(st.builds(RepairLostTable, table=st.integers(1, 3), slots=SOME_SLOTS), max_size=1).map(tuple),
    requests=st.lists(NEW, max_size=1).map(tuple),
    wanted=SELDOM,
    withdrawn=SELDOM,
    kept=st.lists(MEETINGS, max_size=2).map(tuple),
)
KINDS = st.sampled_from(["repair", "repair", "propose", "accept", "discard", "cancel", "later"])
STEPS = st.lists(st.tuples(KINDS, st.sampled_from(["r1", "r2"]), MEETINGS, HAPPENED), max_size=8)


def spelt_out(steps: Sequence[Any]) -> Iterator[tuple[str, str, Disruption]]:
    """Each step as one command; a repair is proposed, under an id of its own, and accepted at once."""
    for number, (kind, id, meeting, happened) in enumerate(steps):
        if kind == "repair":
            yield "propose", f"n{number}", happened
            yield "accept", f"n{number}", happened
        else:
            yield kind, meeting if kind == "cancel" else id, happened


def command(day: PlannedDay, kind: str, id: str, happened: Disruption, now: datetime) -> Any:
    match kind:
        case "propose":
            asked = question(day, happened, now)
            found = repair(
                asked.day, asked.published, since=asked.since, frozen=asked.frozen, wanted=asked.wanted,
                seconds=60, workers=1,
            )  # fmt: skip
            proposing = ProposeRepair("lima", id, "traffic", happened, now)
            return replace(proposing, places=found.timetable.places, least=found.least)
        case "accept":
            return AcceptRepair("lima", id, now)
        case "discard":
            return DiscardRepair("lima", id)
    return Cancel("lima", id, "ill", now)


def held(day: PlannedDay) -> dict[str, Appointment]:
    return {id: each for id, each in day.appointments.items() if id not in day.cancelled}


@settings(max_examples=60)
@given(STEPS)
def test_whatever_happens_nobody_is_in_two_places_and_what_has_begun_or_is_kept_stays(steps: Sequence[Any]) -> None:
    events, now = list(PUBLISHED), BEFORE
    for kind, id, happened in spelt_out(steps):
        day = DAY.fold(events)
        if kind == "later":
            now = next((slot for slot in SLOTS if slot > now), now)
            continue
        try:
            new = DAY.decide(day, command(day, kind, id, happened, now))
        except Refused:
            continue
        events += new
        before, after = held(day), held(DAY.fold(events))
        begun = {key: each for key, each in before.items() if each.starts_at <= now}
        if kind != "cancel":
            assert {key: after.get(key) for key in begun} == begun
        if kind in ("propose", "discard"):
            assert after == before
        locked_stay(DAY.fold(events), begun.keys())
        if kind == "accept" and new:
            for kept in day.repairs.proposed[id].kept:
                assert kept not in after or after[kept].starts_at == before[kept].starts_at
        taken = [(who, each.starts_at) for each in after.values() for who in (each.company, each.buyer, each.table)]
        assert len(set(taken)) == len(taken)
        assert all(after[key].sequence >= each.sequence for key, each in before.items() if key in after)
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        told = {event.appointment.meeting for event in new if hasattr(event, "appointment")}
        assert told == changed
    agrees(events)


def locked_stay(day: PlannedDay, begun: Set[str]) -> None:
    """In their slots, and at their tables unless those are lost, or were when the meeting began."""
    for lock in LOCKED:
        if (place := held(day).get(lock.meeting)) is not None:
            assert place.starts_at == SLOTS[lock.slot]
            lost = Place(lock.slot, (lock.table or 0) - 1) in day.repairs.lost
            assert lock.table in (None, place.table) or lost or lock.meeting in begun


def agrees(events: Sequence[Any]) -> None:
    """The views show what the rules say."""
    day = DAY.fold(events)
    whole: Any = shown(DAYS, events)["lima"]
    standing = {
        id: (SLOTS[one["slot"]], one["table"], one["sequence"])
        for id, one in whole["meetings"].items()
        if one["status"] == "published"
    }
    assert standing == {id: (each.starts_at, each.table, each.sequence) for id, each in held(day).items()}
    for key, agenda in shown(AGENDAS, events).items():
        assert agenda is not None
        mine = [one for one in agenda["appointments"] if one["status"] == "published"]
        assert mine == sorted(mine, key=lambda one: one["starts_at"])
        assert {one["meeting"] for one in mine} == {
            id for id, each in held(day).items() if key.split("/")[1] in (each.company, each.buyer)
        }
