"""Which days have requests that wait for an answer, and until when: what the deadlines worker looks through."""

from collections.abc import Iterable

from shared.contracts.delegations.day import MeetingRequested
from shared.contracts.delegations.day_requests import (
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestExpired,
    MeetingRequestWithdrawn,
)
from shared.contracts.delegations.day_selection import DayRulesSet
from shared.eventing.view import Document, View

Settled = MeetingRequestAccepted | MeetingRequestDeclined | MeetingRequestExpired | MeetingRequestWithdrawn
Handled = DayRulesSet | MeetingRequested | Settled


def keys(event: Handled) -> Iterable[str]:
    return (event.day,)


def evolve(document: Document | None, event: Handled) -> Document:
    day = document or {"answer_by": None, "waiting": []}
    match event:
        case DayRulesSet(answer_by=answer_by):
            return {**day, "answer_by": answer_by}
        case MeetingRequested(meeting=id, needs_acceptance=True):
            return {**day, "waiting": [*day["waiting"], id]}
        case MeetingRequested():
            return day
        case _:
            return {**day, "waiting": [id for id in day["waiting"] if id != event.meeting]}


DEADLINES = View(
    "deadlines",
    (
        DayRulesSet,
        MeetingRequested,
        MeetingRequestAccepted,
        MeetingRequestDeclined,
        MeetingRequestExpired,
        MeetingRequestWithdrawn,
    ),
    keys,
    evolve,
    indexes=(("answer_by",),),
)
