"""The agenda of each participant of a buyer-meeting day: its own appointments in order, and who said they come."""

from collections.abc import Iterable
from typing import Any, get_args

from shared.contracts.delegations.day import (
    Appointment,
    MeetingAnswered,
    MeetingCancelled,
    ParticipantJoined,
    TimetablePublished,
)
from shared.contracts.delegations.day_repair import AppointmentAdded, AppointmentMoved
from shared.eventing.view import Document, View

OfOne = MeetingAnswered | MeetingCancelled | AppointmentMoved | AppointmentAdded
Handled = ParticipantJoined | TimetablePublished | OfOne


def agenda_id(day: str, participant: str) -> str:
    """The document of one participant; ids have no slash, so no two participants share it."""
    return f"{day}/{participant}"


def keys(event: Handled) -> Iterable[str]:
    match event:
        case ParticipantJoined(participant=participant):
            parties = {participant}
        case TimetablePublished(appointments=appointments):
            parties = {party for each in appointments for party in (each.company, each.buyer)}
        case _:
            parties = {event.appointment.company, event.appointment.buyer}
    return [agenda_id(event.day, party) for party in sorted(parties)]


def evolve(document: Document | None, event: Handled) -> Document:
    agenda = document or {}
    match event:
        case ParticipantJoined():
            joined = event.model_dump(include={"day", "participant", "side", "name"})
            return {**joined, "timetable": None, "appointments": []}
        case TimetablePublished(timetable=timetable, appointments=appointments):
            me = agenda["participant"]
            own = [_appointment(each, me) for each in appointments if me in (each.company, each.buyer)]
            return {**agenda, "timetable": timetable, "appointments": _in_order(own)}
        case AppointmentMoved(before=before, appointment=appointment) if before.starts_at == appointment.starts_at:
            return _changed(agenda, appointment, appointment.model_dump(include={"table", "sequence"}))
        case AppointmentMoved(appointment=appointment) | AppointmentAdded(appointment=appointment):
            others = [each for each in agenda["appointments"] if each["meeting"] != appointment.meeting]
            new = _appointment(appointment, agenda["participant"])
            return {**agenda, "appointments": _in_order([*others, new])}
        case MeetingAnswered(appointment=appointment, participant=participant, answer=answer):
            mine = "answer" if participant == agenda["participant"] else "counterpart_answer"
            return _changed(agenda, appointment, {mine: answer})
        case MeetingCancelled(appointment=appointment):
            said = event.model_dump(include={"reason", "cancelled_by"})
            change = {"status": "cancelled", "sequence": appointment.sequence, **said}
            return _changed(agenda, appointment, change)


def _appointment(appointment: Appointment, me: str) -> dict[str, Any]:
    counterpart = appointment.buyer if me == appointment.company else appointment.company
    place = appointment.model_dump(include={"meeting", "starts_at", "ends_at", "table", "sequence"})
    return {**place, "counterpart": counterpart, "status": "published", "answer": None, "counterpart_answer": None}


def _in_order(appointments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(appointments, key=lambda each: each["starts_at"])


def _changed(agenda: Document, appointment: Appointment, change: dict[str, Any]) -> Document:
    appointments = [
        {**each, **change} if each["meeting"] == appointment.meeting else each for each in agenda["appointments"]
    ]
    return {**agenda, "appointments": appointments}


AGENDAS = View("agendas", (ParticipantJoined, TimetablePublished, *get_args(OfOne)), keys, evolve)
