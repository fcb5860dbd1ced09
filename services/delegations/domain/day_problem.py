"""What the scheduler is asked for a day: its requests, participants and arrangement in the solver's own terms."""

from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from services.delegations.domain.planned_day import PlannedDay
from services.delegations.domain.request_weights import cap, weight
from services.delegations.domain.requested_meetings import Request
from services.delegations.timetable import model
from shared.contracts.delegations.day import DayPlanned, ParticipantJoined
from shared.eventing.decider import Refused


def problem(day: PlannedDay) -> model.Day:
    """Every meeting whose request stands: to be held, or, under rules, chosen by its weight. Slug: `day-unknown`."""
    if day.plan is None:
        raise Refused("day-unknown", "only a planned day can have a timetable")
    rules, slots = day.arrangement.rules, range(len(day.plan.slots))
    order: tuple[model.Term, ...] = model.ORDER if rules is None else rules.aims or rules.order
    standing = {request.meeting.meeting for request in day.requests.standing}
    plan, names = day.plan, _names(day)
    return model.Day(
        slots=len(slots),
        tables=plan.tables,
        participants=tuple(_participant(day, plan, each, names[id]) for id, each in day.participants.items()),
        meetings=tuple(_meeting(day, request) for request in day.requests.standing),
        precedences=tuple(model.Precedence(*pair) for pair in day.arrangement.orders if standing.issuperset(pair)),
        fairness=None if rules is None else rules.breaks_apart,
        closed=frozenset(model.Place(slot, table - 1) for slot in slots for table in day.arrangement.spare_tables),
        share=(50 if rules is None else rules.share) if "fairness" in order else 0,
        resources=tuple(_interpreters(day)),
        order=order,
        clock=tuple(f"{slot.astimezone(ZoneInfo(plan.time_zone)):%H:%M}" for slot in plan.slots),
    )


def unavailable(day: PlannedDay, plan: DayPlanned, joined: ParticipantJoined) -> frozenset[int]:
    """The slots in which a participant can meet nobody: it is absent, at the programme, or outside its session."""
    known, id = day.arrangement, joined.participant
    session = known.session(known.sessions_of.get(id))
    outside = frozenset() if session is None else frozenset(range(len(plan.slots))) - session
    return frozenset(joined.absent) | known.at_programme(id) | outside


def _participant(day: PlannedDay, plan: DayPlanned, joined: ParticipantJoined, name: str) -> model.Participant:
    absent = unavailable(day, plan, joined)
    most = cap(day.arrangement.rules, joined, len(plan.slots) - len(absent))
    return model.Participant(joined.participant, absent, most, day.arrangement.teams.get(joined.participant, 1), name)


def _names(day: PlannedDay) -> dict[str, str]:
    """What participants are called, with the id where several are called the same."""
    alike = Counter(each.name for each in day.participants.values())
    return {id: each.name if alike[each.name] == 1 else f"{each.name} ({id})" for id, each in day.participants.items()}


def _meeting(day: PlannedDay, request: Request) -> model.Meeting:
    """A locked meeting must be held: where it is locked to is a promise."""
    id, known = request.meeting.meeting, day.arrangement
    lock, restricted = known.locks.get(id), known.restricted.get(id)
    return model.Meeting(
        id,
        (request.meeting.company, request.meeting.buyer),
        fixed=lock.slot if lock else None,
        allowed=known.session(restricted.session) if restricted else None,
        forbidden=frozenset(restricted.forbidden if restricted else ()),
        weight=None if lock else weight(known.rules, request),
        table=lock.table - 1 if lock and lock.table is not None else None,
    )


def _interpreters(day: PlannedDay) -> Iterator[model.Resource]:
    """The interpreters of each language of which it is known how many there are, and who needs one."""
    spoken = day.arrangement.languages
    needing: dict[str, set[str]] = {language: set() for language in day.arrangement.interpreters}
    for request in day.requests.standing:
        company, buyer = spoken.get(request.meeting.company, ()), spoken.get(request.meeting.buyer, ())
        if company and buyer and buyer[0] in needing and set(company).isdisjoint(buyer):
            needing[buyer[0]].add(request.meeting.meeting)
    for language, meetings in needing.items():
        yield model.Resource(f"interpreters of {language}", day.arrangement.interpreters[language], frozenset(meetings))
