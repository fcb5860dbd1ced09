"""A company on a day that was the duplicate of another one: its id within the day stays, the other speaks for it."""

from dataclasses import dataclass

from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_merging import DayCompanyMerged
from shared.eventing.decider import Refused

STANDING = ("applied", "selected")  # applications that are not over


@dataclass(frozen=True)
class MergeCompany:
    """`company` was a duplicate of `into`, which goes on for it and for whatever was merged into it before."""

    day: str
    company: str
    into: str


Command = MergeCompany


def decide(day: PlannedDay, command: MergeCompany) -> list[DayEvent]:
    """Where the company has no part in the day, and where this is known, nothing happens."""
    own = [command.company] if _has_part(day, command.company) else []
    earlier = [seat for seat, company in day.merged.items() if company == command.company]
    return [
        DayCompanyMerged(day=command.day, company=seat, into=command.into)
        for seat in (*own, *earlier)
        if day.merged.get(seat) != command.into
    ]


def no_second_seat(day: PlannedDay, company: str) -> None:
    """Slug: `participant-already-joined`, where the company speaks for a duplicate that takes part or wants to."""
    for seat, into in day.merged.items():
        application = day.selection.applications.get(seat)
        if into == company and (seat in day.participants or (application and application.state in STANDING)):
            detail = f"{company} is on this day as {seat}, which was merged into it"
            raise Refused("participant-already-joined", detail)


def _has_part(day: PlannedDay, company: str) -> bool:
    joined = day.participants.get(company)
    return company in day.selection.applications if joined is None else joined.side == "company"
