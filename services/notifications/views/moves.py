"""When the meetings begin that a repair has moved or added, so that links that speak of another time say so."""

from services.notifications.views.within_day import within_day
from shared.contracts.delegations.day_repair import AppointmentAdded, AppointmentMoved
from shared.eventing.view import Document, View

Handled = AppointmentMoved | AppointmentAdded


def keys(event: Handled) -> tuple[str]:
    return (within_day(event.day, event.appointment.meeting),)


def evolve(_: Document | None, event: Handled) -> Document:
    return {"day": event.day, "meeting": event.appointment.meeting, "starts_at": event.appointment.starts_at}


MOVES = View("moves", (AppointmentMoved, AppointmentAdded), keys, evolve)
