"""Imports a fair's exhibitor list: every row becomes one command for its company, many of them at once."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel

from services.delegations.company_histories import companies
from services.delegations.domain.company import COMPANY, Company, Enlist
from services.delegations.domain.exhibitor_list import Exhibitor, ExhibitorList, Facts, Remark
from services.delegations.domain.fair import FAIR
from shared.contracts.delegations.fair import FairAnnounced
from shared.contracts.people import Person
from shared.eventing.decider import Refused
from shared.eventing.origin import Origin
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.mongo import Mongo

IN_FLIGHT = 32

Outcome = Literal["added", "changed", "unchanged"]


class Report(BaseModel):
    """How many companies were added, changed and left as they were; which rows were refused or taken with a warning."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Remark]
    warnings: list[Remark]


@dataclass(frozen=True)
class Import:
    """One import into a fair's list; two at a time do no harm, because each row is a command that can be repeated."""

    mongo: Mongo
    store: Store
    people: Register
    origin: Origin
    fair: str

    async def run(self, listing: ExhibitorList) -> Report:
        """Raises Refused `fair-unknown`. An import that the database left in the middle can simply be run again."""
        fair, _ = await self.store.load(FAIR, self.fair)
        if fair is None:
            raise Refused("fair-unknown", f"there is no fair {self.fair}")
        other = _other_fair(fair.announced, listing.facts)
        known = await companies(self.mongo, [row.company for row in listing.exhibitors])
        report = Report(refused=listing.refused, warnings=[*other, *listing.warnings])
        try:
            async with asyncio.TaskGroup() as group:
                rows = iter(listing.exhibitors)
                for _ in range(IN_FLIGHT):
                    group.create_task(self._rows(rows, known, report))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return report

    async def _rows(self, rows: Iterator[Exhibitor], known: Mapping[str, Company], report: Report) -> None:
        for row in rows:
            outcome = await self._row(row, known.get(row.company))
            setattr(report, outcome, getattr(report, outcome) + 1)

    async def _row(self, row: Exhibitor, known: Company | None) -> Outcome:
        new_contact = row.contact is not None and await self._keep(row.contact, known)
        command = Enlist(
            company=row.company,
            fair=self.fair,
            name=row.name,
            country=row.country,
            categories=row.categories,
            website=row.website,
            contact=row.contact.id if row.contact else None,
        )
        if known and not COMPANY.decide(known, command):
            return "changed" if new_contact else "unchanged"
        # One idempotency key cannot stand for a thousand commands, and these need none.
        origin = replace(self.origin, key=None, fingerprint=None)
        await self.store.execute(Task(COMPANY, row.company, command), origin=origin)
        return "changed" if known else "added"

    async def _keep(self, contact: Person, known: Company | None) -> bool:
        """Whether the person's record is another one now; a new company's contact need not be looked up first."""
        if known and await self.people.get(contact.id) == contact.model_dump(mode="json"):
            return False
        await self.people.put(contact.id, contact)
        return True


def _other_fair(fair: FairAnnounced, facts: Facts) -> list[Remark]:
    """A warning where the file says that it is of another edition than the fair it is imported into."""
    said = (facts.starts_on or fair.starts_on, facts.ends_on or fair.ends_on)
    if said == (fair.starts_on, fair.ends_on):
        return []
    reason = f"the file is of a fair from {said[0]} to {said[1]}, this one is from {fair.starts_on} to {fair.ends_on}"
    return [Remark(1, facts.name, reason)]
