"""The implementation of an EU-funded project: work packages, expert missions, milestones and reports, expenses."""

from collections.abc import Sequence

from services.postings.domain.countries import within
from services.postings.domain.eu_project_commands import (
    BookExpense,
    CancelMission,
    CarryOutMission,
    Implementation,
    MeetDeadline,
    PlanMission,
    SetDeadline,
    SetWorkPackage,
)
from services.postings.domain.eu_project_course import MissionEnd, Project
from shared.contracts.postings.eu_project import (
    EuProjectDeadlineMet,
    EuProjectDeadlineSet,
    EuProjectDesigned,
    EuProjectEvent,
    EuProjectExpenseBooked,
    EuProjectGranted,
    EuProjectMissionCancelled,
    EuProjectMissionCarriedOut,
    EuProjectMissionPlanned,
    EuProjectWorkPackageSet,
)
from shared.eventing.decider import Refused


def decide(
    project: Project, designed: EuProjectDesigned, granted: EuProjectGranted, command: Implementation
) -> Sequence[EuProjectEvent]:
    """Slugs: those of the parts below."""
    match command:
        case SetWorkPackage():
            return _set_package(project, granted, command)
        case PlanMission():
            return _plan_mission(project, designed, granted, command)
        case CarryOutMission() | CancelMission():
            return _end_mission(project, designed, command)
        case SetDeadline():
            return _set_deadline(project, designed, granted, command)
        case MeetDeadline():
            return _meet_deadline(project, designed, granted, command)
        case BookExpense():
            return _book(project, granted, command)


def _set_package(project: Project, granted: EuProjectGranted, command: SetWorkPackage) -> Sequence[EuProjectEvent]:
    """Slugs: `lead-outside-consortium`, `packages-over-budget`, `package-below-expenses`."""
    package = EuProjectWorkPackageSet(
        project=granted.project,
        package=command.package,
        title=command.title,
        lead=command.lead,
        budget=command.budget,
    )
    if project.packages.get(command.package) == package:
        return []
    within((command.lead,), project.consorts, "lead-outside-consortium")
    others = sum(one.budget for id, one in project.packages.items() if id != command.package)
    if others + command.budget > granted.budget:
        left = granted.budget - others
        raise Refused("packages-over-budget", f"{command.budget} EUR are more than the {left} EUR that are left")
    if command.budget < project.spent(command.package):
        raise Refused("package-below-expenses", f"{project.spent(command.package)} EUR of it are spent")
    return [package]


def _plan_mission(
    project: Project, designed: EuProjectDesigned, granted: EuProjectGranted, command: PlanMission
) -> Sequence[EuProjectEvent]:
    """Slugs: `mission-already-ended`, `package-unknown`, `mission-outside-countries`, `ends-before-start`,
    `mission-outside-project`.
    """
    mission = EuProjectMissionPlanned(
        project=granted.project,
        mission=command.mission,
        package=command.package,
        expert=command.expert,
        organisation=command.organisation,
        country=command.country,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
    )
    if project.missions.get(command.mission) == mission:
        return []
    if command.mission in project.ended_missions:
        raise Refused("mission-already-ended", f"{command.mission} was carried out or cancelled")
    _package(project, command.package)
    within((command.country,), designed.countries, "mission-outside-countries")
    if command.ends_on < command.starts_on:
        raise Refused("ends-before-start", f"{command.ends_on} lies before {command.starts_on}")
    if command.starts_on < granted.starts_on or command.ends_on > granted.ends_on:
        raise Refused("mission-outside-project", f"the project goes from {granted.starts_on} to {granted.ends_on}")
    return [mission]


def _end_mission(
    project: Project, designed: EuProjectDesigned, command: CarryOutMission | CancelMission
) -> Sequence[EuProjectEvent]:
    """Slugs: `mission-unknown`, `mission-already-ended`."""
    if command.mission not in project.missions:
        raise Refused("mission-unknown", f"there is no mission {command.mission}")
    ended: MissionEnd
    match command:
        case CarryOutMission(mission=id, outcome=outcome):
            ended = EuProjectMissionCarriedOut(project=designed.project, mission=id, outcome=outcome)
        case CancelMission(mission=id, reason=reason):
            ended = EuProjectMissionCancelled(project=designed.project, mission=id, reason=reason)
    if command.mission in project.ended_missions:
        if project.ended_missions[command.mission] != ended:
            raise Refused("mission-already-ended", f"{command.mission} was carried out or cancelled")
        return []
    return [ended]


def _set_deadline(
    project: Project, designed: EuProjectDesigned, granted: EuProjectGranted, command: SetDeadline
) -> Sequence[EuProjectEvent]:
    """A report may be due after the last day. Slugs: `deadline-already-met`, `deadline-outside-project`."""
    deadline = EuProjectDeadlineSet(
        project=designed.project,
        kind=command.kind,
        deadline=command.deadline,
        title=command.title,
        due_on=command.due_on,
    )
    if project.deadlines.get(command.deadline) == deadline:
        return []
    if command.deadline in project.met:
        raise Refused("deadline-already-met", f"{command.deadline} is met")
    late = command.kind == "milestone" and command.due_on > granted.ends_on
    if command.due_on < granted.starts_on or late:
        raise Refused("deadline-outside-project", f"the project goes from {granted.starts_on} to {granted.ends_on}")
    return [deadline]


def _meet_deadline(
    project: Project, designed: EuProjectDesigned, granted: EuProjectGranted, command: MeetDeadline
) -> Sequence[EuProjectEvent]:
    """Slugs: `deadline-unknown`, `deadline-already-met`, `met-before-start`."""
    if command.deadline not in project.deadlines:
        raise Refused("deadline-unknown", f"there is no milestone or report {command.deadline}")
    met = EuProjectDeadlineMet(project=designed.project, deadline=command.deadline, met_on=command.met_on)
    if command.deadline in project.met:
        if project.met[command.deadline] != met:
            raise Refused("deadline-already-met", f"{command.deadline} was met on another day")
        return []
    if command.met_on < granted.starts_on:
        raise Refused("met-before-start", f"the project starts on {granted.starts_on}")
    return [met]


def _book(project: Project, granted: EuProjectGranted, command: BookExpense) -> Sequence[EuProjectEvent]:
    """Slugs: `package-unknown`, `expense-already-booked`, `expense-over-budget`, `spent-before-start`."""
    booked = EuProjectExpenseBooked(
        project=granted.project,
        expense=command.expense,
        package=command.package,
        purpose=command.purpose,
        amount=command.amount,
        spent_on=command.spent_on,
    )
    if command.expense in project.expenses:
        if project.expenses[command.expense] != booked:
            raise Refused("expense-already-booked", f"{command.expense} was booked with other particulars")
        return []
    left = _package(project, command.package).budget - project.spent(command.package)
    if command.amount > left:
        raise Refused("expense-over-budget", f"{command.amount} EUR are more than the {left} EUR that are left")
    if command.spent_on < granted.starts_on:
        raise Refused("spent-before-start", f"the project starts on {granted.starts_on}")
    return [booked]


def _package(project: Project, package: str) -> EuProjectWorkPackageSet:
    if package not in project.packages:
        raise Refused("package-unknown", f"there is no work package {package}")
    return project.packages[package]
