"""How a day shows that its published timetable was repaired: where its meetings stand, who is away, what is lost."""

from services.delegations.views.day_requests import changed
from shared.contracts.delegations.day_repair import (
    AppointmentAdded,
    AppointmentMoved,
    RepairFact,
    TimetableRepairAccepted,
)
from shared.eventing.view import Document


def evolve(day: Document, event: RepairFact) -> Document:
    match event:
        case AppointmentMoved(before=before, appointment=appointment) if before.starts_at == appointment.starts_at:
            return changed(day, {appointment.meeting: appointment.model_dump(include={"table", "sequence"})})
        case AppointmentMoved(appointment=appointment) | AppointmentAdded(appointment=appointment):
            place = appointment.model_dump(include={"starts_at", "ends_at", "table", "sequence"})
            slot = day["slots"].index(appointment.starts_at)
            return changed(day, {appointment.meeting: {**place, "slot": slot, "status": "published", "answers": {}}})
        case TimetableRepairAccepted(absences=absences, lost_tables=lost):
            people = day["participants"]
            away = {each.participant: {**people[each.participant], "absent": list(each.slots)} for each in absences}
            tables = {str(each.table): list(each.slots) for each in lost}
            return {
                **day,
                "participants": {**people, **away},
                "lost_tables": {**day.get("lost_tables", {}), **tables},
            }
    return day
