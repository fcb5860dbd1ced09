"""The meetings that are cancelled, by day and meeting, so that their links say so."""

from services.notifications.views.within_day import within_day
from shared.contracts.delegations.day import MeetingCancelled
from shared.contracts.delegations.day_repair import AppointmentAdded
from shared.eventing.view import Document, View


def keys(event: MeetingCancelled | AppointmentAdded) -> tuple[str]:
    return (within_day(event.day, event.appointment.meeting),)


def evolve(_: Document | None, event: MeetingCancelled | AppointmentAdded) -> Document | None:
    if isinstance(event, AppointmentAdded):  # held again
        return None
    return {"day": event.day, "meeting": event.appointment.meeting}


CANCELLATIONS = View("cancellations", (MeetingCancelled, AppointmentAdded), keys, evolve)
