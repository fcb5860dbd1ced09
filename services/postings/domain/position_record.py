"""A position's tenures from older records: each in its place among the others, whatever order they are brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.postings.domain.position_state import Position, Tenure
from shared.contracts.postings.position import PositionEvent, PositionTenureRecorded, PositionVacated
from shared.eventing.decider import Refused


@dataclass(frozen=True, slots=True)
class RecordTenure:
    """The posting has held the position from `started_on` through `last_day`, or holds it still.

    Through `overlap_until` whoever held it before stayed to hand over.
    """

    posting: str
    officer: str
    started_on: date
    last_day: date | None = None
    overlap_until: date | None = None


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
    news = Tenure(command.posting, command.started_on, command.last_day, command.overlap_until)
    for other in _tenures(position):
        if not _apart(*sorted((other, news), key=lambda one: one.first)):
            through = f"through {other.last}" if other.last else "on"
            raise Refused("position-already-held", f"{other.posting} holds {id} from {other.first} {through}")
    return [
        PositionTenureRecorded(
            position=id,
            posting=command.posting,
            officer=command.officer,
            started_on=command.started_on,
            last_day=command.last_day,
            overlap_until=command.overlap_until,
        )
    ]


def _exists(position: Position, command: RecordTenure) -> None:
    end, suspended = position.abolished_after, position.suspended_on
    if end is not None and (command.last_day is None or command.last_day > end):
        raise Refused("position-abolished", f"the position's last day is {end}")
    if suspended is not None and command.started_on >= suspended:
        raise Refused("position-suspended", f"the position is suspended since {suspended}")


def _tenures(position: Position) -> Sequence[Tenure]:
    if (holder := position.holder) is None:
        return position.past
    return (*position.past, Tenure(holder.posting, holder.started_on, overlap_until=holder.overlap_until))


def _apart(former: Tenure, latter: Tenure) -> bool:
    """Whether no day belongs to both, but for a handover that was declared with the latter."""
    if former.last is None or former.first == latter.first:
        return False
    return former.last < latter.first or (latter.overlap_until is not None and former.last <= latter.overlap_until)
