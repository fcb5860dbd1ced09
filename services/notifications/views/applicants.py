"""Which companies applied for a buyer-meeting day, by day and company: name, and the person to write to."""

from services.notifications.views.within_day import within_day
from shared.contracts.delegations.day_selection import ApplicationFiled
from shared.eventing.view import Document, View


def keys(event: ApplicationFiled) -> tuple[str]:
    return (within_day(event.day, event.company),)


def evolve(_: Document | None, event: ApplicationFiled) -> Document:
    return event.model_dump(mode="json", exclude={"type"})


APPLICANTS = View("applicants", (ApplicationFiled,), keys, evolve)
