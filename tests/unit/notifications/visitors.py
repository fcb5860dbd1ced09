"""Who is invited to a fair or applies for a day, invented: the events that the notifications tests share."""

from datetime import UTC, date, datetime
from typing import Any

from shared.contracts.delegations.company import CompanyApproved, CompanyRefused, CompanyReinstated, CompanySuspended
from shared.contracts.delegations.day import MeetingRequested
from shared.contracts.delegations.day_requests import (
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestExpired,
    MeetingRequestWithdrawn,
)
from shared.contracts.delegations.day_selection import ApplicationFiled, ApplicationRefused, ApplicationSelected
from shared.contracts.delegations.meeting import MeetingFollowUpReminded
from shared.contracts.delegations.roster import Guest, MemberAccredited, MemberRefused, MembersInvited

VISIT: dict[str, Any] = {"delegation": "peru-2027", "fair": "milipol", "country": "PE"}
INVITED = MembersInvited(
    **VISIT, guests=(Guest(person="p-pnp", function="member"), Guest(person="p-bolt", function="interpreter"))
)
ACCREDITED = MemberAccredited(**VISIT, person="p-pnp", function="member", badge="b-1")
NOT_ACCREDITED = MemberRefused(**VISIT, person="p-pnp", reason="known to the services")

APPLIED = ApplicationFiled(day="lima-2097", company="acme", name="Acme Optique", contact="p-acme", by_organiser=False)
SELECTED = ApplicationSelected(day="lima-2097", company="acme")
NOT_SELECTED = ApplicationRefused(day="lima-2097", company="acme", reason="the day is full")
REQUESTED = MeetingRequested(day="lima-2097", meeting="m1", company="acme", buyer="pnp", requested_by="company")
BY_PNP: dict[str, Any] = {"day": "lima-2097", "meeting": "m1", "participant": "pnp", "by_organiser": False}
SETTLED = tuple(
    event(**BY_PNP, counterpart="acme")
    for event in (MeetingRequestAccepted, MeetingRequestDeclined, MeetingRequestWithdrawn)
)
EXPIRED = MeetingRequestExpired(day="lima-2097", meeting="m1", participant="acme", counterpart="pnp")
OVERDUE = MeetingFollowUpReminded(
    day="lima-2097", post="lima", country="PE", meeting="m1", company="acme", buyer="pnp", side="company",
    next_step="Send a sample", follow_up_on=date(2097, 5, 3), at=datetime(2097, 5, 4, 5, tzinfo=UTC),
)  # fmt: skip

VETTED = CompanyApproved(company="acme")
NOT_VETTED = CompanyRefused(company="acme", reason="no activity in security")
SUSPENDED = CompanySuspended(company="acme", reason="export licence withdrawn")
REINSTATED = CompanyReinstated(company="acme")
