"""The buyer-meeting days, each whole: participants, meetings with their places and answers, the latest timetable."""

from collections.abc import Iterable
from typing import Any

from shared.contracts.delegations.day import (
    DayEvent,
    DayPlanned,
    MeetingAnswered,
    MeetingCancelled,
    MeetingRequested,
    ParticipantJoined,
    TimetableDrafted,
    TimetablePublished,
    TimetableReviewed,
)
from shared.eventing.view import Document, View

PLAN = {"title", "post", "country", "venue", "time_zone", "slot_minutes", "tables"}


def keys(event: DayEvent) -> Iterable[str]:
    return (event.day,)


def evolve(document: Document | None, event: DayEvent) -> Document:
    day = document or {}
    match event:
        case DayPlanned(slots=slots, held_on=held_on):
            plan = {**event.model_dump(include=PLAN), "held_on": held_on.isoformat(), "slots": list(slots)}
            return {**plan, "participants": {}, "meetings": {}, "timetable": None}
        case ParticipantJoined(participant=id):
            joined = event.model_dump(mode="json", include={"side", "name", "contact", "absent"})
            return {**_outdated(day), "participants": {**day["participants"], id: joined}}
        case MeetingRequested(meeting=id):
            meeting = {"company": event.company, "buyer": event.buyer, "requested_by": event.requested_by}
            return {**_outdated(day), "meetings": {**day["meetings"], id: {**meeting, "status": "requested"}}}
        case TimetableDrafted(timetable=id):
            timetable = {"id": id, "status": "drafted", "breaks": event.breaks, "bound": event.bound}
            places = {each.meeting: {"slot": each.slot, "table": each.table} for each in event.meetings}
            return {**_changed(day, places), "timetable": timetable}
        case TimetableReviewed():
            return {**day, "timetable": {**day["timetable"], "status": "reviewed"}}
        case TimetablePublished(appointments=appointments):
            published = {
                each.meeting: {
                    **each.model_dump(include={"starts_at", "ends_at", "table", "sequence"}),
                    "status": "published",
                    "answers": {},
                }
                for each in appointments
            }
            return {**_changed(day, published), "timetable": {**day["timetable"], "status": "published"}}
        case MeetingAnswered(appointment=appointment, participant=participant, answer=answer):
            answers = {**day["meetings"][appointment.meeting]["answers"], participant: answer}
            return _changed(day, {appointment.meeting: {"answers": answers}})
        case MeetingCancelled(appointment=appointment, reason=reason):
            change = {"status": "cancelled", "sequence": appointment.sequence, "reason": reason}
            return _changed(day, {appointment.meeting: change})


def _changed(day: Document, changes: dict[str, dict[str, Any]]) -> Document:
    meetings = day["meetings"]
    return {**day, "meetings": {**meetings, **{key: {**meetings[key], **change} for key, change in changes.items()}}}


def _outdated(day: Document) -> Document:
    return {**day, "timetable": day["timetable"] and {**day["timetable"], "status": "outdated"}}


DAYS = View(
    "days",
    (
        DayPlanned,
        ParticipantJoined,
        MeetingRequested,
        TimetableDrafted,
        TimetableReviewed,
        TimetablePublished,
        MeetingAnswered,
        MeetingCancelled,
    ),
    keys,
    evolve,
    indexes=(("post", "_id"),),
)
