"""Imports companies from a file, or previews that: every row becomes one command for its company, many at once."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel

from services.delegations.company_histories import companies
from services.delegations.domain.company import COMPANY
from services.delegations.domain.exhibitor_list import Exhibitor, ExhibitorList, Facts, Remark
from services.delegations.domain.fair import FAIR
from services.delegations.domain.intake import Outcome, planned
from services.delegations.domain.registered_company import Company
from shared.contracts.delegations.fair import FairAnnounced
from shared.eventing.decider import Refused
from shared.eventing.origin import Origin
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.mongo import Mongo

IN_FLIGHT = 32


class Line(BaseModel):
    """What becomes of the row that begins on this line; `parts` says what changes, `reason` why it is refused."""

    line: int
    company: str | None = None
    name: str | None = None
    outcome: Outcome
    parts: tuple[str, ...] = ()
    reason: str | None = None


class Report(BaseModel):
    """How many companies were added, changed and left as they were; which rows were refused or taken with a warning.

    `lines` tells the same line by line.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Remark]
    warnings: list[Remark]
    lines: list[Line] = []


@dataclass(frozen=True)
class Import:
    """One import, into a fair's list or (without a fair) the register alone; without an origin nothing is stored.

    Two at a time do no harm, because each row is a command that can be repeated.
    """

    mongo: Mongo
    store: Store
    people: Register
    origin: Origin | None
    fair: str | None

    async def run(self, listing: ExhibitorList) -> Report:
        """Raises Refused `fair-unknown`. An import that the database left in the middle can simply be run again."""
        other = [] if self.fair is None else await self._other_fair(self.fair, listing.facts)
        known = await companies(self.mongo, [row.company for row in listing.exhibitors])
        lines = [Line(line=one.line, name=one.name, outcome="refused", reason=one.reason) for one in listing.refused]
        try:
            async with asyncio.TaskGroup() as group:
                rows = iter(listing.exhibitors)
                for _ in range(IN_FLIGHT):
                    group.create_task(self._rows(rows, known, lines))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return _report(lines, [*other, *listing.warnings])

    async def _rows(self, rows: Iterator[Exhibitor], known: Mapping[str, Company], lines: list[Line]) -> None:
        for row in rows:
            line = Line(line=row.line, company=row.company, name=row.name, outcome="refused")
            try:
                lines.append(line.model_copy(update=await self._row(row, known.get(row.company))))
            except Refused as refusal:
                lines.append(line.model_copy(update={"reason": str(refusal)}))

    async def _row(self, row: Exhibitor, known: Company | None) -> dict[str, object]:
        """Raises Refused."""
        plan = planned(known, row, self.fair)
        new_contact = await self._new_contact(row, known)
        if self.origin and row.contact and new_contact:
            await self.people.put(row.contact.id, row.contact)
        if self.origin and plan.needed:
            # One idempotency key cannot stand for a thousand commands, and these need none.
            origin = replace(self.origin, key=None, fingerprint=None)
            await self.store.execute(Task(COMPANY, row.company, plan.command), origin=origin)
        if known and new_contact:
            return {"outcome": "changed", "parts": (*plan.parts, "contact's record")}
        return {"outcome": plan.outcome, "parts": plan.parts}

    async def _new_contact(self, row: Exhibitor, known: Company | None) -> bool:
        """Whether the person's record will be another one; a new company's contact need not be looked up first."""
        if row.contact is None:
            return False
        return known is None or await self.people.get(row.contact.id) != row.contact.model_dump(mode="json")

    async def _other_fair(self, fair: str, facts: Facts) -> list[Remark]:
        known, _ = await self.store.load(FAIR, fair)
        if known is None:
            raise Refused("fair-unknown", f"there is no fair {fair}")
        return _other_edition(known.announced, facts)


def _report(lines: list[Line], warnings: list[Remark]) -> Report:
    # A file without line breaks has all rows on line 1; preview and import must tell them in the same order.
    lines = sorted(lines, key=lambda line: (line.line, line.name or "", line.reason or ""))
    outcomes = [line.outcome for line in lines]
    return Report(
        added=outcomes.count("added"),
        changed=outcomes.count("changed"),
        unchanged=outcomes.count("unchanged"),
        refused=[Remark(one.line, one.name, one.reason or "") for one in lines if one.outcome == "refused"],
        warnings=warnings,
        lines=lines,
    )


def _other_edition(fair: FairAnnounced, facts: Facts) -> list[Remark]:
    """A warning where the file says that it is of another edition than the fair it is imported into."""
    said = (facts.starts_on or fair.starts_on, facts.ends_on or fair.ends_on)
    if said == (fair.starts_on, fair.ends_on):
        return []
    reason = f"the file is of a fair from {said[0]} to {said[1]}, this one is from {fair.starts_on} to {fair.ends_on}"
    return [Remark(1, facts.name, reason)]
