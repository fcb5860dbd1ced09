"""What is published of a delegation's tour: its visits to the stands of exhibitors."""

from datetime import datetime
from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class StandVisitPlanned(DelegationsFact):
    """The delegation is expected at the company's stand between two UTC instants; `hall` and `stand` say where."""

    type: Literal["delegations.StandVisitPlanned"] = "delegations.StandVisitPlanned"
    delegation: str
    fair: str
    visit: str
    company: str
    starts_at: datetime
    ends_at: datetime
    hall: str | None = None
    stand: str | None = None


class StandVisitCompanyReplaced(DelegationsFact):
    """The company of a planned visit, `former`, was a duplicate of `company`, at whose stand it is from now on."""

    type: Literal["delegations.StandVisitCompanyReplaced"] = "delegations.StandVisitCompanyReplaced"
    delegation: str
    fair: str
    visit: str
    company: str
    former: str


class StandVisitCancelled(DelegationsFact):
    type: Literal["delegations.StandVisitCancelled"] = "delegations.StandVisitCancelled"
    delegation: str
    fair: str
    visit: str
    company: str
    reason: str


TourEvent = StandVisitPlanned | StandVisitCompanyReplaced | StandVisitCancelled
