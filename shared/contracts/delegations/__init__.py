"""What the delegations service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.delegations.assistance import AssistanceEvent
from shared.contracts.delegations.association import AssociationEvent
from shared.contracts.delegations.attendance import AttendanceEvent
from shared.contracts.delegations.company import CompanyEvent
from shared.contracts.delegations.contingent import ContingentEvent
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.delegation import DelegationEvent
from shared.contracts.delegations.fair import FairEvent
from shared.contracts.delegations.meeting import MeetingEvent
from shared.contracts.delegations.roster import RosterEvent
from shared.contracts.delegations.showcase import ShowcaseEvent
from shared.contracts.delegations.tour import TourEvent

OfCompanies = CompanyEvent | AssociationEvent | ShowcaseEvent | AssistanceEvent
OfFairs = FairEvent | DelegationEvent | RosterEvent | ContingentEvent | TourEvent
OnTheDay = MeetingEvent | AttendanceEvent
DelegationsEvent = Annotated[
    OfCompanies | OfFairs | DayEvent | OnTheDay,
    Field(discriminator="type"),
]
