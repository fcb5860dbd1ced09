"""Which exhibitors a delegation should meet: the French ones whose categories meet its interests."""

from collections.abc import Iterable

from services.delegations.domain.company import Company
from services.delegations.domain.labels import category_key
from shared.contracts.delegations.delegation import Match


def matches(fair: str, interests: Iterable[str], exhibitors: Iterable[Company]) -> tuple[Match, ...]:
    """One match per French exhibitor with a category in common, by company id; `because` keeps the list's spelling."""
    wanted = {category_key(interest) for interest in interests}
    found: list[Match] = []
    for company in sorted(exhibitors, key=lambda company: company.id):
        because = tuple(label for label in company.categories_at(fair) if category_key(label) in wanted)
        if because and fair in company.lists and company.particulars and company.particulars.country == "FR":
            found.append(Match(company=company.id, because=because))
    return tuple(found)
