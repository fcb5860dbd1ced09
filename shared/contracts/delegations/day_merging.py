"""What is published of a day when a company on it turns out to be the duplicate of another one."""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class DayCompanyMerged(DelegationsFact):
    """The participant or applicant `company` was a duplicate of `into`, which speaks for it on this day from now on.

    Its id within the day stays, and with it its meetings and their history.
    """

    type: Literal["delegations.DayCompanyMerged"] = "delegations.DayCompanyMerged"
    day: str
    company: str
    into: str
