"""Which exhibitors a delegation should meet, and why: the French ones that have something where its interests are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.delegations.domain.company import Company
from services.delegations.domain.labels import category_key, distinct
from shared.contracts.delegations.delegation import Match
from shared.contracts.delegations.showcase import ShowcaseItemDescribed

Items = Sequence[ShowcaseItemDescribed]


def matches(
    fair: str, interests: Iterable[str], exhibitors: Iterable[Company], showcase: Items = ()
) -> tuple[Match, ...]:
    """One match per French exhibitor with a category in common, by company id; `because` keeps the company's spelling.

    `showcase` has the items that are published.
    """
    wanted = {category_key(interest) for interest in interests}
    found: list[Match] = []
    for company in sorted(exhibitors, key=lambda company: company.id):
        because = tuple(label for label in offered(fair, company, showcase) if category_key(label) in wanted)
        if because and fair in company.lists and company.particulars and company.particulars.country == "FR":
            found.append(Match(company=company.id, because=because))
    return tuple(found)


def offered(fair: str, company: Company, showcase: Items) -> tuple[str, ...]:
    """Where the company has something: in categories of the fair's list, of its own, of what it can do, of the items
    in the showcase that it makes.
    """
    able = (one.category for one in company.profile.capabilities)
    shown = (category for item in made_by(company, showcase) for category in item.categories)
    return distinct((*company.categories_at(fair), *able, *shown))


def made_by(company: Company, showcase: Items) -> tuple[ShowcaseItemDescribed, ...]:
    return tuple(item for item in showcase if company.id in item.companies)


@dataclass(frozen=True)
class Reason:
    """A category that the company shows, who is interested in it, and how many exhibitors show it.

    `able` is what the company says that it can do there, `used` the titles of its items there that the ministry uses.
    """

    category: str
    wanted_by: tuple[str, ...]
    shown_by: int
    able: tuple[str, ...] = ()
    used: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = [f"{self.category}: shown by {self.shown_by}, wanted by {', '.join(self.wanted_by)}"]
        said += [f"in use at the ministry: {', '.join(self.used)}"] if self.used else []
        said += [f"it says: {', '.join(self.able)}"] if self.able else []
        return "; ".join(said)


@dataclass(frozen=True)
class Explained:
    company: str
    name: str
    reasons: tuple[Reason, ...]


def explained(
    fair: str, wishes: Mapping[str, Iterable[str]], exhibitors: Iterable[Company], showcase: Items = ()
) -> tuple[Explained, ...]:
    """The matches with their reasons, most wishes first, then what the ministry uses, then the rarer category.

    `wishes` has interests by wisher, `showcase` the items that are published.
    """
    wanted: dict[str, list[str]] = {}
    for wisher, interests in wishes.items():
        for key in {category_key(interest) for interest in interests}:
            wanted.setdefault(key, []).append(wisher)
    companies = {company.id: company for company in exhibitors}
    found = matches(fair, wanted, companies.values(), showcase)
    shown = Counter(category_key(label) for match in found for label in match.because)
    suggestions: list[Explained] = []
    for match in found:
        company = companies[match.company]
        reasons = [
            _reason(label, wanted[category_key(label)], shown[category_key(label)], company, showcase)
            for label in match.because
        ]
        name = company.particulars.name if company.particulars else match.company
        suggestions.append(Explained(match.company, name, tuple(sorted(reasons, key=_telling))))
    return tuple(sorted(suggestions, key=lambda one: (-_wishes(one), _telling(one.reasons[0]), one.company)))


def _reason(label: str, wishers: Sequence[str], shown_by: int, company: Company, showcase: Items) -> Reason:
    key = category_key(label)
    able = tuple(one.what for one in company.profile.capabilities if category_key(one.category) == key)
    used = tuple(item.title for item in made_by(company, showcase) if key in map(category_key, item.categories))
    return Reason(label, tuple(wishers), shown_by, able, used)


def _telling(reason: Reason) -> tuple[int, int, int]:
    return -len(reason.wanted_by), -len(reason.used), reason.shown_by


def _wishes(suggestion: Explained) -> int:
    return sum(len(reason.wanted_by) for reason in suggestion.reasons)
