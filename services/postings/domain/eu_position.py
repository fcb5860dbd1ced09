"""An EU position: presented by posts in member states before a council, whose views are gathered point by point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from services.postings.domain.eu_instruction import Instruct, instructed
from shared.contracts.postings.eu_position import (
    EuAssignment,
    EuPositionClosed,
    EuPositionEvent,
    EuPositionInstructed,
    EuPositionPresented,
    EuPositionReminded,
    EuViewGathered,
    Stance,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True, slots=True)
class Present:
    """`by` is the post that says so, None where it is headquarters; `function` is to whom; `today` bounds the day."""

    state: str
    by: str | None
    function: str
    presented_on: date
    today: date


@dataclass(frozen=True, slots=True)
class Gather:
    state: str
    by: str | None
    point: str
    stance: Stance
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remind:
    at: datetime


@dataclass(frozen=True, slots=True)
class Close:
    at: datetime


Command = Instruct | Present | Gather | Remind | Close


@dataclass(frozen=True, slots=True)
class EuPosition:
    """`presented` has every presentation, `views` the last stance and text by state and point."""

    instruction: EuPositionInstructed | None = None
    presented: frozenset[tuple[str, str, date]] = frozenset()
    views: Mapping[tuple[str, str], tuple[Stance, str]] = field(default_factory=dict)
    reminded: bool = False
    closed: bool = False


def decide(position: EuPosition, command: Command) -> Sequence[EuPositionEvent]:
    """Slugs: `eu-position-unknown`, and those of each command."""
    if isinstance(command, Instruct):
        return instructed(position.instruction, command)
    if position.instruction is None:
        raise Refused("eu-position-unknown", "there is no such EU position")
    match command:
        case Present():
            return _present(position, position.instruction, command)
        case Gather():
            return _gather(position, position.instruction, command)
        case Remind(at=at):
            return _remind(position, position.instruction, at)
        case Close(at=at):
            return [] if position.closed else [EuPositionClosed(position=position.instruction.position, closed_at=at)]


def _assigned(position: EuPosition, instruction: EuPositionInstructed, state: str, by: str | None) -> EuAssignment:
    """Slugs: `eu-position-closed`, `state-not-instructed`, `other-post-forbidden`."""
    if position.closed:
        raise Refused("eu-position-closed", f"{instruction.position} is closed")
    found = next((one for one in instruction.assignments if one.state == state), None)
    if found is None:
        raise Refused("state-not-instructed", f"no post was instructed to present this in {state}")
    if by not in (None, found.post):
        raise Refused("other-post-forbidden", f"in {state} post {found.post} presents it, not {by}")
    return found


def _present(position: EuPosition, instruction: EuPositionInstructed, command: Present) -> Sequence[EuPositionEvent]:
    """Slugs: `presented-in-future`, and those of `_assigned`."""
    assigned = _assigned(position, instruction, command.state, command.by)
    if command.presented_on > command.today:
        raise Refused("presented-in-future", f"{command.presented_on} is still to come")
    if (command.state, command.function, command.presented_on) in position.presented:
        return []
    presented = EuPositionPresented(
        position=instruction.position,
        state=command.state,
        post=assigned.post,
        function=command.function,
        presented_on=command.presented_on,
    )
    return [presented]


def _gather(position: EuPosition, instruction: EuPositionInstructed, command: Gather) -> Sequence[EuPositionEvent]:
    """A late view counts, and shows as late. Slugs: `point-unknown`, `not-presented`, and those of `_assigned`."""
    assigned = _assigned(position, instruction, command.state, command.by)
    if command.point not in {one.point for one in instruction.points}:
        raise Refused("point-unknown", f"{instruction.position} has no point {command.point}")
    if command.state not in {state for state, _, _ in position.presented}:
        raise Refused("not-presented", f"the position has not been presented in {command.state}")
    if position.views.get((command.state, command.point)) == (command.stance, command.text):
        return []
    gathered = EuViewGathered(
        position=instruction.position,
        state=command.state,
        post=assigned.post,
        point=command.point,
        stance=command.stance,
        text=command.text,
        late=command.at > instruction.due_at,
        gathered_at=command.at,
    )
    return [gathered]


def _remind(position: EuPosition, instruction: EuPositionInstructed, at: datetime) -> Sequence[EuPositionEvent]:
    """Once, when it is time; nothing before, and nothing of what is closed."""
    if position.reminded or position.closed or at < instruction.remind_at:
        return []
    points = [one.point for one in instruction.points]
    missing = tuple(
        one for one in instruction.assignments if any((one.state, point) not in position.views for point in points)
    )
    return [EuPositionReminded(position=instruction.position, assignments=missing, due_at=instruction.due_at)]


def evolve(position: EuPosition, event: EuPositionEvent) -> EuPosition:
    match event:
        case EuPositionInstructed():
            return EuPosition(event)
        case EuPositionPresented(state=state, function=function, presented_on=day):
            return replace(position, presented=position.presented | {(state, function, day)})
        case EuViewGathered(state=state, point=point, stance=stance, text=text):
            return replace(position, views={**position.views, (state, point): (stance, text)})
        case EuPositionReminded():
            return replace(position, reminded=True)
        case EuPositionClosed():
            return replace(position, closed=True)


EU_POSITION = Decider("euposition", EuPosition(), decide, evolve, EuPositionEvent)
