"""A position at a post, which one posting at most holds at any time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.postings.domain.position_record import RecordTenure, record
from services.postings.domain.position_state import Position, Tenure, evolve, in_the_way
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.position import (
    PositionAbolished,
    PositionCreated,
    PositionEvent,
    PositionFilled,
    PositionKind,
    PositionResumed,
    PositionSuspended,
    PositionTourChanged,
    PositionVacated,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True, slots=True)
class Create:
    """`post_open` says whether the post is open; `service` is the directorate that the position belongs to."""

    position: str
    post: str
    title: str
    kind: PositionKind
    service: Directorate
    post_open: bool
    tour_months: int | None = None
    agrement_needed: bool = False
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """`replaces` is the posting that holds the position until then; None where the position is thought vacant.

    Through `overlap_until` whoever held it stays to hand over.
    """

    posting: str
    officer: str
    started_on: date
    replaces: str | None = None
    overlap_until: date | None = None


@dataclass(frozen=True, slots=True)
class Vacate:
    """`last_day` is the last day on which the posting holds the position."""

    posting: str
    last_day: date


@dataclass(frozen=True, slots=True)
class ChangeTour:
    """How long tenures that start from now on are to last, in months."""

    tour_months: int


@dataclass(frozen=True, slots=True)
class Suspend:
    """Nobody is proposed or starts from then on; who holds the position stays."""

    suspended_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    resumed_on: date


@dataclass(frozen=True, slots=True)
class Abolish:
    last_day: date
    reason: str


Command = Create | Fill | Vacate | ChangeTour | Suspend | Resume | Abolish | RecordTenure


def decide(position: Position, command: Command) -> Sequence[PositionEvent]:
    if isinstance(command, Create):
        return _create(position.created, command)
    if position.created is None:
        raise Refused("position-unknown", "no position with this id has been created")
    match command:
        case Fill():
            _can_be_filled(position, command)
            return [
                PositionFilled(
                    position=position.created.position,
                    posting=command.posting,
                    officer=command.officer,
                    started_on=command.started_on,
                    overlap_until=command.overlap_until,
                )
            ]
        case Vacate(posting=posting, last_day=day):
            if position.holder is None or position.holder.posting != posting:
                raise Refused("position-not-held", f"posting {posting} does not hold {position.created.position}")
            if day < position.holder.started_on:
                raise Refused("vacated-before-start", f"{posting} starts on {position.holder.started_on}, after {day}")
            return [PositionVacated(position=position.created.position, posting=posting, last_day=day)]
        case RecordTenure():
            return record(position, position.created.position, command)
        case _:
            return _standing(position, position.created.position, command)


def _create(created: PositionCreated | None, command: Create) -> Sequence[PositionEvent]:
    creation = PositionCreated(
        position=command.position,
        post=command.post,
        title=command.title,
        kind=command.kind,
        service=command.service,
        tour_months=command.tour_months,
        agrement_needed=command.agrement_needed,
        on_behalf_of=command.on_behalf_of,
    )
    if created == creation:
        return []
    if created is not None:
        raise Refused("position-already-created", f"{command.position} exists at {created.post} with other particulars")
    if not command.post_open:
        raise Refused("post-unknown", f"no post {command.post} is open")
    return [creation]


def _standing(position: Position, id: str, command: ChangeTour | Suspend | Resume | Abolish) -> Sequence[PositionEvent]:
    """Slugs: `position-abolished`, `position-already-suspended`, `position-not-suspended`, `resumed-before-suspended`,
    `position-still-held`.
    """
    if position.abolished_after is not None:
        if isinstance(command, Abolish) and command.last_day == position.abolished_after:
            return []
        raise Refused("position-abolished", f"the last day of {id} is {position.abolished_after}")
    match command:
        case ChangeTour(tour_months=months):
            return [] if months == position.tour_months else [PositionTourChanged(position=id, tour_months=months)]
        case Suspend(suspended_on=day, reason=reason):
            if position.suspended_on is None:
                return [PositionSuspended(position=id, suspended_on=day, reason=reason)]
            if position.suspended_on == day:
                return []
            raise Refused("position-already-suspended", f"{id} is suspended since {position.suspended_on}")
        case Resume(resumed_on=day):
            if position.suspended_on is None:
                raise Refused("position-not-suspended", f"{id} is not suspended")
            if day < position.suspended_on:
                raise Refused("resumed-before-suspended", f"{id} is suspended since {position.suspended_on}")
            return [PositionResumed(position=id, resumed_on=day)]
        case Abolish(last_day=day, reason=reason):
            if position.holder is not None:
                raise Refused("position-still-held", f"posting {position.holder.posting} holds {id}")
            if position.held_until is not None and day < position.held_until:
                raise Refused("position-still-held", f"{id} is held through {position.held_until}")
            return [PositionAbolished(position=id, last_day=day, reason=reason)]


def _can_be_filled(position: Position, command: Fill) -> None:
    """Refuses where two postings would hold the position on one day, or the holder is not who the caller thinks.

    A posting is one tenure: what it has left it does not take up again.
    """
    if position.abolished_after is not None:
        raise Refused("position-abolished", f"the position's last day is {position.abolished_after}")
    if position.suspended_on is not None and command.started_on >= position.suspended_on:
        raise Refused("position-suspended", f"the position is suspended since {position.suspended_on}")
    if over := next((tenure for tenure in position.past if tenure.posting == command.posting), None):
        raise Refused("tenure-over", f"{command.posting} has held the position through {over.last}")
    holder = position.holder
    if holder is None:
        if command.replaces is not None:
            raise Refused("position-not-held", f"posting {command.replaces} no longer holds the position")
    elif holder.posting != command.replaces:
        raise Refused("position-already-held", f"posting {holder.posting} holds the position since {holder.started_on}")
    elif command.started_on <= holder.started_on:
        raise Refused("start-not-after-predecessor", f"{holder.posting} started on {holder.started_on} itself")
    news = Tenure(command.posting, command.started_on, None, command.overlap_until)
    if other := in_the_way(position.past, news):
        raise Refused("position-already-held", f"{other.posting} holds the position through {other.last}")


POSITION = Decider("position", Position(), decide, evolve, PositionEvent)
