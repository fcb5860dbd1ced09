"""An EU-funded project in third countries: designed for a call, submitted, granted or rejected, implemented, closed."""

from collections.abc import Sequence

from services.postings.domain import eu_project_work
from services.postings.domain.countries import MEMBER_STATES, known
from services.postings.domain.eu_project_commands import (
    Close,
    Command,
    Design,
    Grant,
    Phase,
    Reject,
    SetConsortium,
    Submit,
)
from services.postings.domain.eu_project_course import REMINDED_BEFORE, Project, evolve
from services.postings.domain.reminders import Remind
from shared.contracts.postings.eu_project import (
    EuProjectClosed,
    EuProjectConsortiumSet,
    EuProjectDeadlineDue,
    EuProjectDeadlineNear,
    EuProjectDesigned,
    EuProjectEvent,
    EuProjectGranted,
    EuProjectRejected,
    EuProjectSubmitted,
)
from shared.eventing.decider import Decider, Refused


def decide(project: Project, command: Command) -> Sequence[EuProjectEvent]:
    """Saying the same again changes nothing. Slugs: `eu-project-unknown`, `eu-project-not-granted`,
    `eu-project-over`, and those below.
    """
    if isinstance(command, Design):
        return _design(project.designed, command)
    designed = project.designed
    if designed is None:
        raise Refused("eu-project-unknown", "no such project has been designed")
    if isinstance(command, Remind):
        return _remind(project, command)
    if isinstance(command, Phase):
        return _go_on(project, designed, command)
    if project.closed is not None:
        raise Refused("eu-project-over", f"{designed.project} was closed on {project.closed.closed_on}")
    if project.granted is None:
        raise Refused("eu-project-not-granted", f"{designed.project} is in the phase {project.status}")
    return eu_project_work.decide(project, designed, project.granted, command)


def _design(designed: EuProjectDesigned | None, command: Design) -> Sequence[EuProjectEvent]:
    """Slugs: `eu-project-already-designed`, `country-unknown`."""
    design = EuProjectDesigned(
        project=command.project,
        title=command.title,
        theme=command.theme,
        countries=known(*command.countries),
        call=command.call,
        call_closes_on=command.call_closes_on,
        priority=command.priority,
    )
    if designed is None:
        return [design]
    if designed != design:
        raise Refused("eu-project-already-designed", f"{command.project} is another project")
    return []


def _go_on(project: Project, designed: EuProjectDesigned, command: Phase) -> Sequence[EuProjectEvent]:
    """Where the same was said before, nothing happens. Slug: `eu-project-decided`, and those of the phases."""
    id = designed.project
    match command:
        case SetConsortium():
            consortium = _consortium(id, command)
            if project.consortium == consortium:
                return []
            _still(project, id, "design")
            return [consortium]
        case Submit(submitted_on=day):
            submitted = EuProjectSubmitted(project=id, submitted_on=day)
            return [] if project.submitted == submitted else _submit(project, designed, submitted)
        case Reject(reason=reason):
            rejected = EuProjectRejected(project=id, reason=reason)
            if project.rejected == rejected:
                return []
            _still(project, id, "design", "submitted")
            return [rejected]
        case Grant(starts_on=starts_on, ends_on=ends_on, budget=budget):
            granted = EuProjectGranted(project=id, starts_on=starts_on, ends_on=ends_on, budget=budget)
            return [] if project.granted == granted else _grant(project, granted)
        case Close(closed_on=day, outcome=outcome):
            closed = EuProjectClosed(project=id, closed_on=day, outcome=outcome)
            return [] if project.closed == closed else _close(project, closed)


def _consortium(id: str, command: SetConsortium) -> EuProjectConsortiumSet:
    """Slugs: `member-state-unknown`, `share-over-budget`, `ministry-outside-consortium`."""
    states = {command.lead, *command.partners}
    if others := states - MEMBER_STATES:
        raise Refused("member-state-unknown", f"{', '.join(sorted(others))} is no member state")
    if command.share > command.budget:
        raise Refused("share-over-budget", f"{command.share} EUR are more than the whole of {command.budget} EUR")
    if command.share and "FR" not in states:
        raise Refused("ministry-outside-consortium", "a share of the ministry needs France in the consortium")
    partners = tuple(sorted(states - {command.lead}))
    return EuProjectConsortiumSet(
        project=id, lead=command.lead, partners=partners, budget=command.budget, share=command.share
    )


def _submit(project: Project, designed: EuProjectDesigned, submitted: EuProjectSubmitted) -> Sequence[EuProjectEvent]:
    """Slugs: `consortium-missing`, `submitted-after-call`."""
    _still(project, designed.project, "design")
    if project.consortium is None:
        raise Refused("consortium-missing", f"nobody carries {designed.project} yet")
    if submitted.submitted_on > designed.call_closes_on:
        raise Refused("submitted-after-call", f"{designed.call} closed on {designed.call_closes_on}")
    return [submitted]


def _grant(project: Project, granted: EuProjectGranted) -> Sequence[EuProjectEvent]:
    """Slugs: `ends-before-start`, `granted-before-submission`."""
    _still(project, granted.project, "submitted")
    if granted.ends_on < granted.starts_on:
        raise Refused("ends-before-start", f"{granted.ends_on} lies before {granted.starts_on}")
    if project.submitted is not None and granted.starts_on < project.submitted.submitted_on:
        raise Refused("granted-before-submission", f"it was submitted on {project.submitted.submitted_on}")
    return [granted]


def _close(project: Project, closed: EuProjectClosed) -> Sequence[EuProjectEvent]:
    """Slugs: `closed-before-start`, `deadlines-open`, `missions-open`."""
    _still(project, closed.project, "implementation")
    if project.granted is not None and closed.closed_on < project.granted.starts_on:
        raise Refused("closed-before-start", f"the project starts on {project.granted.starts_on}")
    if waiting := project.deadlines.keys() - project.met.keys():
        raise Refused("deadlines-open", f"{', '.join(sorted(waiting))} is not met")
    if waiting := project.missions.keys() - project.ended_missions.keys():
        raise Refused("missions-open", f"{', '.join(sorted(waiting))} is neither carried out nor cancelled")
    return [closed]


def _remind(project: Project, command: Remind) -> Sequence[EuProjectEvent]:
    if project.status != "implementation":
        return []
    news: list[EuProjectEvent] = []
    for id, deadline in project.deadlines.items():
        said = deadline.model_dump(exclude={"type"})
        if id in project.met or id in project.reminded:
            continue
        if deadline.due_on <= command.on:
            news.append(EuProjectDeadlineDue(**said))
        elif deadline.due_on - REMINDED_BEFORE <= command.on and id not in project.announced:
            news.append(EuProjectDeadlineNear(**said))
    return news


def _still(project: Project, id: str, *phases: str) -> None:
    """Slug: `eu-project-decided`."""
    if project.status not in phases:
        raise Refused("eu-project-decided", f"{id} is in the phase {project.status}, not {' or '.join(phases)}")


EU_PROJECT = Decider("euproject", Project(), decide, evolve, EuProjectEvent)
