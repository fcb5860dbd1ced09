"""A day's rules, and which companies take part: they apply in time, and the organiser selects or refuses them."""

from dataclasses import dataclass
from datetime import datetime

from services.delegations.domain import day_participants
from services.delegations.domain.applicants import Application
from services.delegations.domain.day_merging import no_second_seat
from services.delegations.domain.day_participants import Join, places_for_companies
from services.delegations.domain.planned_day import PlannedDay, unpublished
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.contracts.delegations.day_selection import (
    ApplicationFiled,
    ApplicationRefused,
    ApplicationSelected,
    ApplicationWithdrawn,
    DayRulesSet,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class SetRules:
    """The rules from now on, whole: UTC instants after which it is too late, and how many companies there is room for.

    What is None is not limited.
    """

    day: str
    apply_by: datetime | None = None
    request_by: datetime | None = None
    answer_by: datetime | None = None
    needs_acceptance: bool = False
    company_places: int | None = None


@dataclass(frozen=True)
class Apply:
    """A company wants to take part; `by_organiser` says that the organiser wrote this down for it."""

    day: str
    company: str
    name: str
    contact: str
    now: datetime
    by_organiser: bool = False


@dataclass(frozen=True)
class WithdrawApplication:
    day: str
    company: str
    by_organiser: bool = False


@dataclass(frozen=True)
class Select:
    """The company takes part, even if it was refused before; `absent` as in Join."""

    day: str
    company: str
    absent: tuple[int, ...] = ()


@dataclass(frozen=True)
class Refuse:
    day: str
    company: str
    reason: str


Command = SetRules | Apply | WithdrawApplication | Select | Refuse


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: `timetable-already-published` and those below."""
    match command:
        case SetRules():
            return _rules(day, plan, command)
        case Apply():
            return _apply(day, command)
        case WithdrawApplication(company=company):
            if _applied(day, company).state == "withdrawn":
                return []
            _undecided(day, company)
            return [ApplicationWithdrawn(**vars(command))]
        case Select():
            return _select(day, plan, command)
        case Refuse(company=company):
            if _applied(day, company).state == "refused":
                return []
            _undecided(day, company)
            return [ApplicationRefused(**vars(command))]


def _rules(day: PlannedDay, plan: DayPlanned, command: SetRules) -> list[DayEvent]:
    """Slugs: `deadline-after-the-day-begins`, `answers-end-before-requests`."""
    if day.selection.rules == (rules := DayRulesSet(**vars(command))):
        return []
    unpublished(day)
    for deadline in (rules.apply_by, rules.request_by, rules.answer_by):
        if deadline is not None and deadline > plan.slots[0]:
            raise Refused("deadline-after-the-day-begins", f"{deadline} lies after the first slot, {plan.slots[0]}")
    if rules.request_by and rules.answer_by and rules.answer_by < rules.request_by:
        detail = f"what may be asked until {rules.request_by} could not be answered until {rules.answer_by}"
        raise Refused("answers-end-before-requests", detail)
    return [rules]


def _apply(day: PlannedDay, command: Apply) -> list[DayEvent]:
    """Slugs: `company-refused`, `company-already-applied`, `participant-already-joined`, `applications-closed`."""
    applied = ApplicationFiled(**{name: value for name, value in vars(command).items() if name != "now"})
    if (known := day.selection.applications.get(command.company)) and known.state != "withdrawn":
        if known.state == "refused":
            raise Refused("company-refused", f"company {command.company} was not selected for day {command.day}")
        if (known.applied.name, known.applied.contact) != (command.name, command.contact):
            raise Refused("company-already-applied", f"{command.company} applied with other particulars")
        return []
    unpublished(day)
    if command.company in day.participants:
        raise Refused("participant-already-joined", f"{command.company} takes part already")
    no_second_seat(day, command.company)
    if day.rules.apply_by is not None and day.rules.apply_by <= command.now:
        raise Refused("applications-closed", f"companies could apply until {day.rules.apply_by}")
    return [applied]


def _select(day: PlannedDay, plan: DayPlanned, command: Select) -> list[DayEvent]:
    """Slugs: those of joining, `application-unknown`, `application-withdrawn`, `day-full`."""
    application = _applied(day, command.company)
    if application.state == "selected":
        return []
    if application.state == "withdrawn":
        raise Refused("application-withdrawn", f"{command.company} does not want to take part any more")
    places_for_companies(day)
    applied = application.applied
    join = Join(command.day, command.company, "company", applied.name, applied.contact, command.absent)
    return [ApplicationSelected(day=command.day, company=command.company), *day_participants.joined(day, plan, join)]


def _applied(day: PlannedDay, company: str) -> Application:
    """Slug: `application-unknown`."""
    if company not in day.selection.applications:
        raise Refused("application-unknown", f"company {company} has not applied for this day")
    return day.selection.applications[company]


def _undecided(day: PlannedDay, company: str) -> None:
    """Slugs: `company-already-selected`, `company-refused`, `application-withdrawn`."""
    match _applied(day, company).state:
        case "selected":
            raise Refused("company-already-selected", f"company {company} takes part in the day")
        case "refused":
            raise Refused("company-refused", f"company {company} was not selected for this day")
        case "withdrawn":
            raise Refused("application-withdrawn", f"{company} does not want to take part any more")
