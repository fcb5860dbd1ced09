"""What a row of a file would do to the company that it names: the one answer for a preview and for an import."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.delegations.domain.company import COMPANY, Enlist
from services.delegations.domain.exhibitor_list import Exhibitor
from services.delegations.domain.registered_company import Company

Outcome = Literal["added", "changed", "unchanged", "refused"]


@dataclass(frozen=True)
class Planned:
    """The command of a row, and the parts of the company that it changes, in words; none where it is not yet known."""

    command: Enlist
    outcome: Outcome
    parts: tuple[str, ...]

    @property
    def needed(self) -> bool:
        """Whether the company's history changes."""
        return self.outcome != "unchanged"


def planned(known: Company | None, row: Exhibitor, fair: str | None) -> Planned:
    """Raises what the company refuses, as `company-merged`."""
    command = Enlist(
        company=row.company,
        fair=fair,
        name=row.name,
        country=row.country,
        categories=row.categories,
        website=row.website,
        contact=row.contact.id if row.contact else None,
        profile=row.profile,
    )
    before = known or COMPANY.initial
    events = COMPANY.decide(before, command)
    if known is None:
        return Planned(command, "added", ())
    parts = _different(before, COMPANY.fold(events, before))
    return Planned(command, "changed" if events else "unchanged", parts)


def _different(before: Company, after: Company) -> tuple[str, ...]:
    old, new = _parts(before), _parts(after)
    return tuple(name for name in new if old.get(name) != new[name])


def _parts(company: Company) -> Mapping[str, object]:
    particulars = vars(company.particulars) if company.particulars else {}
    lists = {f"categories at {fair}": categories for fair, categories in company.lists.items()}
    return {**particulars, **lists, **vars(company.profile)}
