"""What is published of a day's rules and of the companies that apply for it: who applied, was selected, was refused."""

from datetime import datetime
from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class DayRulesSet(DelegationsFact):
    """The rules of a day from now on, whole; instants are UTC, and what is None is not limited.

    Companies apply until `apply_by`, meetings are requested until `request_by`, and requests that need an answer
    expire at `answer_by`. With `needs_acceptance` every further request waits for the other side. At most
    `company_places` companies are selected.
    """

    type: Literal["delegations.DayRulesSet"] = "delegations.DayRulesSet"
    day: str
    apply_by: datetime | None = None
    request_by: datetime | None = None
    answer_by: datetime | None = None
    needs_acceptance: bool = False
    company_places: int | None = None


class ApplicationFiled(DelegationsFact):
    """A company wants to take part; `by_organiser` says that the organiser wrote this down for it."""

    type: Literal["delegations.ApplicationFiled"] = "delegations.ApplicationFiled"
    day: str
    company: str
    name: str
    contact: str
    by_organiser: bool


class ApplicationWithdrawn(DelegationsFact):
    type: Literal["delegations.ApplicationWithdrawn"] = "delegations.ApplicationWithdrawn"
    day: str
    company: str
    by_organiser: bool


class ApplicationSelected(DelegationsFact):
    """The company takes part; `delegations.ParticipantJoined` follows."""

    type: Literal["delegations.ApplicationSelected"] = "delegations.ApplicationSelected"
    day: str
    company: str


class ApplicationRefused(DelegationsFact):
    type: Literal["delegations.ApplicationRefused"] = "delegations.ApplicationRefused"
    day: str
    company: str
    reason: str


SelectionFact = DayRulesSet | ApplicationFiled | ApplicationWithdrawn | ApplicationSelected | ApplicationRefused
