"""The buyer-meeting days, each whole: participants, meetings with places and answers, arrangement, drafts in short.

`merged` names for participants and applicants that were duplicates the company that speaks for each.
`timetable` is the draft that was made or reviewed last, and the meetings have its places; until it is published they
have none where an earlier draft was reviewed than the latest.
"""

from collections.abc import Iterable

from services.delegations.domain.planned_day import RESHAPING
from services.delegations.views import day_arrangement, day_participation, day_repair, day_requests, day_selection
from services.delegations.views.day_requests import changed
from services.delegations.views.timetables import summary
from shared.contracts.delegations.day import (
    DayEvent,
    DayPlanned,
    MeetingAnswered,
    MeetingCancelled,
    MeetingRequested,
    ParticipantJoined,
    TimetableDrafted,
    TimetableFrozen,
    TimetablePublished,
    TimetableReviewed,
)
from shared.contracts.delegations.day_arrangement import ArrangementFact
from shared.contracts.delegations.day_merging import DayCompanyMerged
from shared.contracts.delegations.day_participation import ParticipationFact
from shared.contracts.delegations.day_repair import RepairFact
from shared.contracts.delegations.day_requests import RequestFact
from shared.contracts.delegations.day_selection import SelectionFact
from shared.eventing.event import members
from shared.eventing.view import Document, View

PLAN = {"title", "post", "country", "venue", "time_zone", "slot_minutes", "tables"}


def keys(event: DayEvent) -> Iterable[str]:
    return (event.day,)


def evolve(document: Document | None, event: DayEvent) -> Document:
    day = _outdated(document or {}) if isinstance(event, RESHAPING) else document or {}
    if isinstance(event, RequestFact):
        return day_requests.evolve(day, event)
    if isinstance(event, ParticipationFact):
        return day_participation.evolve(day, event)
    if isinstance(event, SelectionFact):
        return day_selection.evolve(day, event)
    if isinstance(event, RepairFact):
        return day_repair.evolve(day, event)
    if isinstance(event, ArrangementFact):
        return day_arrangement.evolve(day, event)
    if isinstance(event, DayCompanyMerged):
        return {**day, "merged": {**day.get("merged", {}), event.company: event.into}}
    match event:
        case DayPlanned(slots=slots, held_on=held_on):
            plan = {**event.model_dump(include=PLAN), "held_on": held_on.isoformat(), "slots": list(slots)}
            return {**plan, "participants": {}, "meetings": {}, "timetable": None}
        case ParticipantJoined(participant=id):
            joined = event.model_dump(mode="json", include={"side", "name", "contact", "absent"})
            return {**day, "participants": {**day["participants"], id: joined}}
        case MeetingRequested(meeting=id):
            return {**day, "meetings": {**day["meetings"], id: day_requests.request(event)}}
        case TimetableDrafted(timetable=id):
            timetable = {"id": id, "status": "drafted", "breaks": event.breaks, "bound": event.bound}
            places = {each.meeting: {"slot": each.slot, "table": each.table} for each in event.meetings}
            drafts = {**day.get("drafts", {}), id: summary(day["meetings"], event)}
            return {**changed(_unplaced(day), places), "timetable": timetable, "drafts": drafts}
        case TimetableReviewed(timetable=id) if id == day["timetable"]["id"]:
            return {**day, "timetable": {**day["timetable"], "status": "reviewed"}}
        case TimetableReviewed(timetable=id):
            kept = day.get("drafts", {}).get(id, {"breaks": None, "bound": None})  # drafted before drafts were kept
            timetable = {"id": id, "status": "reviewed", "breaks": kept["breaks"], "bound": kept["bound"]}
            return {**_unplaced(day), "timetable": timetable}
        case TimetablePublished(appointments=appointments):
            published = {
                each.meeting: {
                    **each.model_dump(include={"starts_at", "ends_at", "table", "sequence"}),
                    "slot": sum(slot <= each.starts_at for slot in day["slots"]) - 1,
                    "status": "published",
                    "answers": {},
                }
                for each in appointments
            }
            return {**changed(_unplaced(day), published), "timetable": {**day["timetable"], "status": "published"}}
        case TimetableFrozen():
            return {**day, "timetable": {**day["timetable"], "status": "frozen"}}
        case MeetingAnswered(appointment=appointment, participant=participant, answer=answer):
            answers = {**day["meetings"][appointment.meeting]["answers"], participant: answer}
            return changed(day, {appointment.meeting: {"answers": answers}})
        case MeetingCancelled(appointment=appointment):
            said = event.model_dump(include={"reason", "cancelled_by"})
            change = {"status": "cancelled", "sequence": appointment.sequence, **said}
            return changed(day, {appointment.meeting: change})


def _unplaced(day: Document) -> Document:
    """The day without the places of an earlier draft."""
    meetings = {
        id: {key: value for key, value in meeting.items() if key not in ("slot", "table")}
        for id, meeting in day["meetings"].items()
    }
    return {**day, "meetings": meetings}


def _outdated(day: Document) -> Document:
    if day["timetable"] is None or day["timetable"]["status"] in ("published", "frozen"):
        return day
    return {**day, "timetable": {**day["timetable"], "status": "outdated"}}


DAYS = View("days", members(DayEvent), keys, evolve, indexes=(("post", "_id"),))
