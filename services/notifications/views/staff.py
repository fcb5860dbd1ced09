"""Who acts for each company, by the company: the role of each person."""

from shared.contracts.delegations.company import StaffAppointed, StaffDismissed
from shared.eventing.view import Document, View

MANAGER = "manager"  # who answers for a company's data


def keys(event: StaffAppointed | StaffDismissed) -> tuple[str]:
    return (event.company,)


def evolve(document: Document | None, event: StaffAppointed | StaffDismissed) -> Document:
    staff = {} if document is None else document["staff"]
    if isinstance(event, StaffAppointed):
        return {"company": event.company, "staff": {**staff, event.person: event.role}}
    return {"company": event.company, "staff": {one: role for one, role in staff.items() if one != event.person}}


STAFF = View("staff", (StaffAppointed, StaffDismissed), keys, evolve)
