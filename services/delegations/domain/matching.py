"""Which exhibitors a delegation should meet, and why: the French ones whose categories meet its interests."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Reason:
    """A category that the company shows, who is interested in it, and how many exhibitors show it."""

    category: str
    wanted_by: tuple[str, ...]
    shown_by: int

    def __str__(self) -> str:
        return f"{self.category}: shown by {self.shown_by}, wanted by {', '.join(self.wanted_by)}"


@dataclass(frozen=True)
class Explained:
    company: str
    name: str
    reasons: tuple[Reason, ...]


def explained(fair: str, wishes: Mapping[str, Iterable[str]], exhibitors: Iterable[Company]) -> tuple[Explained, ...]:
    """The matches with their reasons, most wishes first, then the rarer category; `wishes` has interests by wisher."""
    wanted: dict[str, list[str]] = {}
    for wisher, interests in wishes.items():
        for key in {category_key(interest) for interest in interests}:
            wanted.setdefault(key, []).append(wisher)
    companies = {company.id: company for company in exhibitors}
    found = matches(fair, wanted, companies.values())
    shown = Counter(category_key(label) for match in found for label in match.because)
    suggestions: list[Explained] = []
    for match in found:
        reasons = [
            Reason(label, tuple(wanted[category_key(label)]), shown[category_key(label)]) for label in match.because
        ]
        particulars = companies[match.company].particulars
        name = particulars.name if particulars else match.company
        suggestions.append(Explained(match.company, name, tuple(sorted(reasons, key=_telling))))
    return tuple(sorted(suggestions, key=lambda one: (-_wishes(one), _telling(one.reasons[0]), one.company)))


def _telling(reason: Reason) -> tuple[int, int]:
    return -len(reason.wanted_by), reason.shown_by


def _wishes(suggestion: Explained) -> int:
    return sum(len(reason.wanted_by) for reason in suggestion.reasons)
