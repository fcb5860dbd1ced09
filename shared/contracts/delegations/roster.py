"""What is published of a delegation's roster: its members by the ids of the persons, and how far each has come."""

from datetime import date, datetime
from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact, Part

Function = Literal["head", "member", "companion", "interpreter"]


class MemberFact(DelegationsFact):
    """What happens to one person within a delegation."""

    delegation: str
    fair: str
    country: str
    person: str


class Guest(Part):
    person: str
    function: Function


class MembersInvited(DelegationsFact):
    """These persons, and nobody in their place, may register through a signed link."""

    type: Literal["delegations.MembersInvited"] = "delegations.MembersInvited"
    delegation: str
    fair: str
    country: str
    guests: tuple[Guest, ...]


class MemberRegistered(MemberFact):
    """`interpreter` is the ISO 639-1 code of the language that the person needs one for; `interests` are categories."""

    type: Literal["delegations.MemberRegistered"] = "delegations.MemberRegistered"
    function: Function
    interpreter: str | None = None
    interests: tuple[str, ...] = ()


class MemberSubmitted(MemberFact):
    """The registration is with those who accredit."""

    type: Literal["delegations.MemberSubmitted"] = "delegations.MemberSubmitted"


class MemberAccredited(MemberFact):
    """`badge` is the random id that the badge shows."""

    type: Literal["delegations.MemberAccredited"] = "delegations.MemberAccredited"
    function: Function
    badge: str


class MemberRefused(MemberFact):
    type: Literal["delegations.MemberRefused"] = "delegations.MemberRefused"
    reason: str


class MemberWithdrawn(MemberFact):
    type: Literal["delegations.MemberWithdrawn"] = "delegations.MemberWithdrawn"


class TravelArranged(MemberFact):
    """The second form, filled in once accredited: the days of the stay, and whether a visa is needed."""

    type: Literal["delegations.TravelArranged"] = "delegations.TravelArranged"
    arrives_on: date
    leaves_on: date
    visa: bool


class MemberArrived(MemberFact):
    """The badge was scanned at the entrance."""

    type: Literal["delegations.MemberArrived"] = "delegations.MemberArrived"
    badge: str
    at: datetime


class MemberLeft(MemberFact):
    """The badge was scanned at the exit."""

    type: Literal["delegations.MemberLeft"] = "delegations.MemberLeft"
    badge: str
    at: datetime


class RosterPurged(DelegationsFact):
    """The personal data of these persons is erased; the roster is closed for ever."""

    type: Literal["delegations.RosterPurged"] = "delegations.RosterPurged"
    delegation: str
    fair: str
    erased: tuple[str, ...]
    purged_at: datetime


RosterEvent = (
    MembersInvited
    | MemberRegistered
    | MemberSubmitted
    | MemberAccredited
    | MemberRefused
    | MemberWithdrawn
    | TravelArranged
    | MemberArrived
    | MemberLeft
    | RosterPurged
)
