"""The figures of a day, counted when asked for: who came, what was held and missed, interest, follow-ups, results."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import get_args

from pydantic import BaseModel

from services.delegations.domain.labels import category_key
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.views.held_meetings import stated_by
from services.delegations.views.open_steps import open_steps
from shared.contracts.delegations.day import Side
from shared.contracts.delegations.meeting import ResultKind
from shared.eventing.view import Document

SIDES: tuple[Side, ...] = get_args(Side)


class Came(BaseModel):
    """How many take part in the day, and how many have been checked in."""

    expected: int
    present: int


class Interest(BaseModel):
    """How many said how interested they are, and the mean of it, from 1 to 5; None where nobody did."""

    answers: int
    mean: float | None


class MeetingFigures(BaseModel):
    """All of the published timetable: each `planned` one is one of the others, `unrecorded` where nothing is said."""

    planned: int
    cancelled: int
    held: int
    missed: int
    unrecorded: int


class FollowUps(BaseModel):
    """Next steps of either side: `overdue` are those `open` whose day is over at the venue."""

    open: int
    overdue: int
    done: int


class ResultFigures(BaseModel):
    """Results of one sector, kind and currency in the country of the day; `amount` is in whole units."""

    country: str
    sector: str
    kind: ResultKind
    currency: str | None
    results: int
    amount: int


class DayFigures(BaseModel):
    day: str
    participants: dict[Side, Came]
    meetings: MeetingFigures
    missing: dict[Side, int]
    interest: dict[Side, Interest]
    follow_ups: FollowUps
    results: list[ResultFigures]


def figures(
    day: str, planned: PlannedDay, held: Iterable[Document], present: Iterable[Document], today: date
) -> DayFigures:
    """`held` and `present` are what the views have of the day; `today` is the date at the venue."""
    meetings = {each["meeting"]: each for each in held}
    came = [each["participant"] for each in present if each["present"]]
    sides = {id: each.side for id, each in planned.participants.items()}
    outcomes = {
        side: [each["outcomes"][side] for each in meetings.values() if side in each["outcomes"]] for side in SIDES
    }
    states = [_state(meetings.get(id), cancelled=id in planned.cancelled) for id in planned.appointments]
    return DayFigures(
        day=day,
        participants={
            side: Came(
                expected=sum(of == side for of in sides.values()),
                present=sum(sides.get(id) == side for id in came),
            )
            for side in SIDES
        },
        meetings=MeetingFigures(
            planned=len(states),
            **{state: states.count(state) for state in ("cancelled", "held", "missed", "unrecorded")},
        ),
        missing={side: sum(side in each["missing"] for each in meetings.values()) for side in SIDES},
        interest={side: _interest(said) for side, said in outcomes.items()},
        follow_ups=_follow_ups(meetings.values(), today),
        results=_results(meetings.values()),
    )


def _state(meeting: Document | None, *, cancelled: bool) -> str:
    """A meeting was held when its beginning is recorded, or where nobody recorded its course, when a side says so."""
    if meeting and meeting["missing"]:
        return "missed"
    if meeting and (meeting["started_at"] or any(each["met"] for each in meeting["outcomes"].values())):
        return "held"
    return "cancelled" if cancelled else "unrecorded"


def _interest(outcomes: Sequence[Document]) -> Interest:
    given = [each["interest"] for each in outcomes if each["interest"] is not None]
    return Interest(answers=len(given), mean=round(sum(given) / len(given), 2) if given else None)


def _follow_ups(meetings: Collection[Document], today: date) -> FollowUps:
    still = open_steps(meetings, today, SIDES)
    steps = sum(said["next_step"] is not None for each in meetings for said in each["outcomes"].values())
    return FollowUps(open=len(still), overdue=sum(each.overdue for each in still), done=steps - len(still))


def _results(meetings: Iterable[Document]) -> list[ResultFigures]:
    """By sector, whose spellings differ, kind and currency; what buyers state is the same business."""
    found: dict[tuple[str, str, str, str | None], list[int]] = {}
    for meeting in meetings:
        for each in meeting["results"].values():
            if each["status"] == "stated" and stated_by(each) == "company":
                key = (meeting["country"], category_key(each["sector"]), each["kind"], each["currency"])
                found.setdefault(key, []).append(each["amount"] or 0)
    return [_figures_of(*key, amounts=found[key]) for key in sorted(found, key=lambda key: (*key[:3], key[3] or ""))]


def _figures_of(country: str, sector: str, kind: str, currency: str | None, *, amounts: Sequence[int]) -> ResultFigures:
    of: Mapping[str, object] = {"country": country, "sector": sector, "kind": kind, "currency": currency}
    return ResultFigures.model_validate({**of, "results": len(amounts), "amount": sum(amounts)})
