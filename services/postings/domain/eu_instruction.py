"""The instruction of an EU position: which posts present what in which member states, until when before a council."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.postings.domain.countries import MEMBER_STATES
from shared.contracts.postings.eu_position import EuAssignment, EuPoint, EuPositionInstructed
from shared.eventing.decider import Refused

OTHER_STATES = MEMBER_STATES - {"FR"}  # to whom France presents a position


@dataclass(frozen=True, slots=True)
class Instruct:
    """`covers` is the countries that each open post covers, by its id; instants are UTC."""

    position: str
    title: str
    field: str
    instruction: str
    points: tuple[EuPoint, ...]
    assignments: tuple[EuAssignment, ...]
    remind_at: datetime
    due_at: datetime
    council_on: date
    priority: str | None
    covers: Mapping[str, frozenset[str]]
    at: datetime


def instructed(before: EuPositionInstructed | None, command: Instruct) -> Sequence[EuPositionInstructed]:
    """Slugs: `eu-position-exists`, those of `_places` and `_times`, `points-missing`, `point-twice`."""
    instruction = EuPositionInstructed(
        position=command.position,
        title=command.title,
        field=command.field,
        instruction=command.instruction,
        points=command.points,
        assignments=command.assignments,
        remind_at=command.remind_at,
        due_at=command.due_at,
        council_on=command.council_on,
        priority=command.priority,
    )
    if before == instruction:
        return []
    if before is not None:
        raise Refused("eu-position-exists", f"{command.position} exists with other particulars")
    if not command.points:
        raise Refused("points-missing", "a position has points on which views are asked")
    if len({one.point for one in command.points}) < len(command.points):
        raise Refused("point-twice", "each point has an id of its own")
    _places(command)
    _times(command)
    return [instruction]


def _places(command: Instruct) -> None:
    """Slugs: `states-missing`, `state-twice`, `not-a-member-state`, `post-unknown`, `post-elsewhere`."""
    if not command.assignments:
        raise Refused("states-missing", "a position is presented in at least one member state")
    if len({one.state for one in command.assignments}) < len(command.assignments):
        raise Refused("state-twice", "in each member state one post presents the position")
    for one in command.assignments:
        if one.state not in OTHER_STATES:
            raise Refused("not-a-member-state", f"{one.state} is no other member state of the European Union")
        if one.post not in command.covers:
            raise Refused("post-unknown", f"no post {one.post} is open")
        if one.state not in command.covers[one.post]:
            raise Refused("post-elsewhere", f"post {one.post} does not cover {one.state}")


def _times(command: Instruct) -> None:
    """Slugs: `deadline-not-before-council`, `deadline-over`, `reminder-not-before-deadline`."""
    if command.due_at.date() >= command.council_on:
        raise Refused("deadline-not-before-council", f"the council meets on {command.council_on}")
    if command.due_at <= command.at:
        raise Refused("deadline-over", f"{command.due_at} is past")
    if command.remind_at >= command.due_at:
        raise Refused("reminder-not-before-deadline", f"views are due at {command.due_at}")
