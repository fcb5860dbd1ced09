"""Vetting: a company that entered itself is approved or refused; an approved one may be suspended and reinstated."""

from dataclasses import dataclass

from services.delegations.domain.registered_company import Company
from shared.contracts.delegations.company import (
    CompanyApplied,
    CompanyApproved,
    CompanyEvent,
    CompanyRefused,
    CompanyReinstated,
    CompanySuspended,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Apply:
    """A refused company asks again."""

    company: str


@dataclass(frozen=True)
class Approve:
    company: str


@dataclass(frozen=True)
class Refuse:
    company: str
    reason: str


@dataclass(frozen=True)
class Suspend:
    company: str
    reason: str


@dataclass(frozen=True)
class Reinstate:
    company: str


Vetting = Apply | Approve | Refuse | Suspend | Reinstate


def decide(company: Company, command: Vetting) -> list[CompanyEvent]:
    """The same again changes nothing. Slugs: `company-not-refused`, `company-not-pending`, `company-not-approved`,
    `company-not-suspended`.
    """
    of, standing = company.id, company.standing
    match command:
        case Apply():
            return [] if standing == "pending" else _from("refused", company, CompanyApplied(company=of))
        case Approve():
            return [] if standing == "approved" else _from("pending", company, CompanyApproved(company=of))
        case Refuse(reason=reason):
            again = (standing, company.reason) == ("refused", reason)
            return [] if again else _from("pending", company, CompanyRefused(company=of, reason=reason))
        case Suspend(reason=reason):
            again = (standing, company.reason) == ("suspended", reason)
            return [] if again else _from("approved", company, CompanySuspended(company=of, reason=reason))
        case Reinstate():
            return [] if standing == "approved" else _from("suspended", company, CompanyReinstated(company=of))


def _from(standing: str, company: Company, event: CompanyEvent) -> list[CompanyEvent]:
    if company.standing != standing:
        why = f" ({company.reason})" if company.reason else ""
        raise Refused(f"company-not-{standing}", f"company {company.id} is {company.standing}{why}, not {standing}")
    return [event]
