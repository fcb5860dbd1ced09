"""The drafts that a day keeps: whether one still fits the day, and what a new one says of requests and participants."""

from collections import defaultdict
from collections.abc import Iterator

from services.delegations.domain.day_problem import problem
from services.delegations.domain.planned_day import Kept, PlannedDay
from services.delegations.timetable import model
from services.delegations.timetable.check import violations
from services.delegations.timetable.occupied import causes
from services.delegations.timetable.repair import as_held
from services.delegations.timetable.words import Words
from shared.contracts.delegations.day import Placed
from shared.contracts.delegations.timetable_parts import Got, UnservedRequests


def misfits(day: PlannedDay, kept: Kept) -> list[str]:
    """Why a draft is not one of the day as it is now, in words; empty where it may be reviewed and published."""
    return list(_misfits(day, kept))


def _misfits(day: PlannedDay, kept: Kept) -> Iterator[str]:
    asked = problem(day)
    say = Words(asked)
    if joined := sorted(day.participants.keys() - kept.participants):
        yield f"joined since: {', '.join(map(say.who, joined))}"
    considered = {each.meeting for each in kept.drafted.meetings}
    considered.update(meeting for unserved in kept.drafted.unserved for meeting in unserved.meetings)
    if new := [meeting.id for meeting in asked.meetings if meeting.id not in considered]:
        yield f"asked for since: {', '.join(map(say.which, new))}"
    places = {each.meeting: model.Place(each.slot, each.table - 1) for each in kept.drafted.meetings}
    yield from violations(asked, as_held(asked, places))


def placed(answer: model.Timetable) -> tuple[Placed, ...]:
    """The meetings of the scheduler's answer in the order of their slots and tables."""
    in_order = sorted((place.slot, place.table, meeting) for meeting, place in answer.places.items())
    return tuple(Placed(meeting=meeting, slot=slot, table=table + 1) for slot, table, meeting in in_order)


def unserved(asked: model.Day, answer: model.Timetable) -> tuple[UnservedRequests, ...]:
    """The requests that are not held, those with the same cause together, so that an event stays small."""
    by_cause = defaultdict(list)
    for meeting, cause in causes(asked, {id: place.slot for id, place in answer.places.items()}).items():
        by_cause[cause].append(meeting)
    return tuple(
        UnservedRequests(reason=cause.reason, of=cause.of, meetings=tuple(meetings))
        for cause, meetings in by_cause.items()
    )


def got(answer: model.Timetable) -> tuple[Got, ...]:
    """What each participant that asked or was asked has of the answer."""
    return tuple(Got(participant=participant, **has._asdict()) for participant, has in answer.got.items() if has.asked)
