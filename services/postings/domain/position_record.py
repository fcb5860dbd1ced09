"""A position's tenures from older records: each in its place among the others, whatever order they are brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.postings.domain.position_state import Position, Tenure, evolve, in_the_way
from shared.contracts.postings.position import PositionEvent, PositionTenureRecorded, PositionVacated
from shared.eventing.decider import Refused


@dataclass(frozen=True, slots=True)
class RecordTenure:
    """The posting has held the position from `started_on` through `last_day`, or holds it still.

    Through `overlap_until` whoever held it before stayed to hand over. Whoever it `replaces` left on `leaves_on`.
    """

    posting: str
    officer: str
    started_on: date
    last_day: date | None = None
    overlap_until: date | None = None
    replaces: str | None = None
    leaves_on: date | None = None


def record(position: Position, id: str, command: RecordTenure) -> Sequence[PositionEvent]:
    """What is known stands, but that a tenure which went on may be said to have ended.

    Slugs: `vacated-before-start`, `position-abolished`, `position-suspended`, `position-already-held`.
    """
    if any(tenure.posting == command.posting for tenure in position.past):
        return []
    if position.holder is not None and position.holder.posting == command.posting:
        if command.last_day is None:
            return []
        if command.last_day < position.holder.started_on:
            raise Refused("vacated-before-start", f"{command.posting} starts on {position.holder.started_on}")
        return [PositionVacated(position=id, posting=command.posting, last_day=command.last_day)]
    _exists(position, command)
    left = _left(position, id, command)
    for event in left:
        position = evolve(position, event)
    news = Tenure(command.posting, command.started_on, command.last_day, command.overlap_until, command.officer)
    if other := in_the_way(_tenures(position), news):
        through = f"through {other.last}" if other.last else "on"
        raise Refused("position-already-held", f"{other.posting} holds {id} from {other.first} {through}")
    return [
        *left,
        PositionTenureRecorded(
            position=id,
            posting=command.posting,
            officer=command.officer,
            started_on=command.started_on,
            last_day=command.last_day,
            overlap_until=command.overlap_until,
        ),
    ]


def _exists(position: Position, command: RecordTenure) -> None:
    end, suspended = position.abolished_after, position.suspended_on
    if end is not None and (command.last_day is None or command.last_day > end):
        raise Refused("position-abolished", f"the position's last day is {end}")
    if suspended is not None and command.started_on >= suspended:
        raise Refused("position-suspended", f"the position is suspended since {suspended}")


def _left(position: Position, id: str, command: RecordTenure) -> list[PositionEvent]:
    """Slug: `position-not-held`, where it is not who the caller thinks that holds it."""
    if command.replaces is None or command.leaves_on is None:
        return []
    if position.holder is None or position.holder.posting != command.replaces:
        raise Refused("position-not-held", f"posting {command.replaces} no longer holds the position")
    return [PositionVacated(position=id, posting=command.replaces, last_day=command.leaves_on)]


def _tenures(position: Position) -> Sequence[Tenure]:
    if (holder := position.holder) is None:
        return position.past
    return (*position.past, Tenure(holder.posting, holder.started_on, None, holder.overlap_until, holder.officer))
