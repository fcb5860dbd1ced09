"""A priority for action: the ministry's aim in some countries in a year, each post's part, and what was obtained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.postings.domain.countries import known, within
from services.postings.domain.priority_commands import (
    Adopt,
    Amend,
    AssignPart,
    Change,
    Close,
    Command,
    LinkWork,
    NoteResult,
    UnlinkWork,
    WithdrawPart,
)
from shared.contracts.postings.priority import (
    PriorityAdopted,
    PriorityAmended,
    PriorityClosed,
    PriorityEvent,
    PriorityPartAssigned,
    PriorityPartWithdrawn,
    PriorityResultNoted,
    PriorityWorkLinked,
    PriorityWorkUnlinked,
)
from shared.eventing.decider import Decider, Refused

Work = tuple[str, str]  # what kind of work, and its id


@dataclass(frozen=True)
class Priority:
    """`title` and `countries` are those in force; `links` is what was said last of each piece of work."""

    adopted: PriorityAdopted | None = None
    title: str = ""
    countries: tuple[str, ...] = ()
    parts: Mapping[str, PriorityPartAssigned] = field(default_factory=dict)
    results: Mapping[str, PriorityResultNoted] = field(default_factory=dict)
    links: Mapping[Work, bool] = field(default_factory=dict)
    closed_on: date | None = None


def decide(priority: Priority, command: Command) -> Sequence[PriorityEvent]:
    """Saying the same again changes nothing. Slugs: `priority-unknown`, `priority-closed`, and those below."""
    if isinstance(command, Adopt):
        return _adopt(priority.adopted, command)
    if priority.adopted is None:
        raise Refused("priority-unknown", "no such priority has been adopted")
    if isinstance(command, Close):
        return _close(priority, priority.adopted, command)
    if priority.closed_on is not None:
        raise Refused("priority-closed", f"{priority.adopted.priority} was closed on {priority.closed_on}")
    return _work_on(priority, priority.adopted, command)


def _work_on(priority: Priority, adopted: PriorityAdopted, command: Change) -> Sequence[PriorityEvent]:
    """Slugs: `country-has-part`, `part-outside-priority`, `work-outside-priority`."""
    id = adopted.priority
    match command:
        case Amend(title=title, countries=countries):
            amended = PriorityAmended(priority=id, title=title, countries=known(*countries))
            needed = {country for part in priority.parts.values() for country in part.countries}
            within(needed, amended.countries, "country-has-part")
            return [] if (title, amended.countries) == (priority.title, priority.countries) else [amended]
        case AssignPart(post=post, countries=countries, objective=objective):
            within(known(*countries), priority.countries, "part-outside-priority")
            part = PriorityPartAssigned(priority=id, post=post, countries=known(*countries), objective=objective)
            return [] if priority.parts.get(post) == part else [part]
        case WithdrawPart(post=post):
            return [PriorityPartWithdrawn(priority=id, post=post)] if post in priority.parts else []
        case NoteResult():
            return _note(priority, adopted, command)
        case LinkWork(kind=kind, work=work, countries=countries):
            if priority.links.get((kind, work)) is True:
                return []
            linkable(priority, id, countries)
            return [PriorityWorkLinked(priority=id, kind=kind, work=work)]
        case UnlinkWork(kind=kind, work=work):
            unlinked = priority.links.get((kind, work)) is False
            return [] if unlinked else [PriorityWorkUnlinked(priority=id, kind=kind, work=work)]


def _adopt(adopted: PriorityAdopted | None, command: Adopt) -> Sequence[PriorityEvent]:
    """Slug: `priority-already-adopted`."""
    adoption = PriorityAdopted(
        priority=command.priority,
        year=command.year,
        theme=command.theme,
        title=command.title,
        countries=known(*command.countries),
    )
    if adopted is None:
        return [adoption]
    if adopted != adoption:
        raise Refused("priority-already-adopted", f"{command.priority} stands for something else in {adopted.year}")
    return []


def _note(priority: Priority, adopted: PriorityAdopted, command: NoteResult) -> Sequence[PriorityEvent]:
    """Slugs: `part-unknown`, `result-outside-part`, `result-before-year`, `result-already-noted`."""
    noted = PriorityResultNoted(
        priority=adopted.priority,
        post=command.post,
        result=command.result,
        country=command.country,
        text=command.text,
        noted_on=command.noted_on,
    )
    if command.result in priority.results:
        if priority.results[command.result] != noted:
            raise Refused("result-already-noted", f"{command.result} was noted with other words")
        return []
    within((command.country,), _part(priority, command.post).countries, "result-outside-part")
    if command.noted_on.year < adopted.year:
        raise Refused("result-before-year", f"{command.noted_on} lies before {adopted.year}")
    return [noted]


def _close(priority: Priority, adopted: PriorityAdopted, command: Close) -> Sequence[PriorityEvent]:
    """Slugs: `priority-closed`, `closed-before-year`."""
    if priority.closed_on is not None:
        if priority.closed_on != command.closed_on:
            raise Refused("priority-closed", f"{adopted.priority} was closed on {priority.closed_on}")
        return []
    if command.closed_on.year < adopted.year:
        raise Refused("closed-before-year", f"{command.closed_on} lies before {adopted.year}")
    return [PriorityClosed(priority=adopted.priority, closed_on=command.closed_on)]


def _part(priority: Priority, post: str) -> PriorityPartAssigned:
    if post not in priority.parts:
        raise Refused("part-unknown", f"post {post} has no part in this priority")
    return priority.parts[post]


def linkable(priority: Priority, id: str, countries: Sequence[str], year: int | None = None) -> None:
    """Refuses work under a priority that is none, is closed, or is for other countries or another year.

    `year` is None for work that belongs to no year. Slugs: `priority-unknown`, `priority-closed`,
    `work-outside-priority`, `work-outside-year`.
    """
    if priority.adopted is None:
        raise Refused("priority-unknown", f"there is no priority {id}")
    if priority.closed_on is not None:
        raise Refused("priority-closed", f"{id} was closed on {priority.closed_on}")
    if countries and not set(countries) & set(priority.countries):
        raise Refused("work-outside-priority", f"{id} is for {', '.join(priority.countries)}")
    if year not in (None, priority.adopted.year):
        raise Refused("work-outside-year", f"{id} is for {priority.adopted.year}, not {year}")


def evolve(priority: Priority, event: PriorityEvent) -> Priority:
    match event:
        case PriorityAdopted(title=title, countries=countries):
            return Priority(adopted=event, title=title, countries=countries)
        case PriorityAmended(title=title, countries=countries):
            return replace(priority, title=title, countries=countries)
        case PriorityPartAssigned(post=post):
            return replace(priority, parts={**priority.parts, post: event})
        case PriorityPartWithdrawn(post=post):
            return replace(priority, parts={other: part for other, part in priority.parts.items() if other != post})
        case PriorityResultNoted(result=result):
            return replace(priority, results={**priority.results, result: event})
        case PriorityWorkLinked(kind=kind, work=work):
            return replace(priority, links={**priority.links, (kind, work): True})
        case PriorityWorkUnlinked(kind=kind, work=work):
            return replace(priority, links={**priority.links, (kind, work): False})
        case PriorityClosed(closed_on=day):
            return replace(priority, closed_on=day)


PRIORITY = Decider("priority", Priority(), decide, evolve, PriorityEvent)
