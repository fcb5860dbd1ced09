"""A position at a post, which one posting at most holds at any time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.position import (
    PositionCreated,
    PositionEvent,
    PositionFilled,
    PositionKind,
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


@dataclass(frozen=True, slots=True)
class Fill:
    """`replaces` is the posting that holds the position until then; None where the position is thought vacant."""

    posting: str
    officer: str
    started_on: date
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Vacate:
    """`last_day` is the last day on which the posting holds the position."""

    posting: str
    last_day: date


Command = Create | Fill | Vacate


@dataclass(frozen=True, slots=True)
class Holder:
    posting: str
    officer: str
    started_on: date


@dataclass(frozen=True, slots=True)
class Position:
    """`held_until` is the last day of the last tenure that has ended by vacating."""

    created: PositionCreated | None = None
    holder: Holder | None = None
    held_until: date | None = None


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
                )
            ]
        case Vacate(posting=posting, last_day=day):
            if position.holder is None or position.holder.posting != posting:
                raise Refused("position-not-held", f"posting {posting} does not hold {position.created.position}")
            if day < position.holder.started_on:
                raise Refused("vacated-before-start", f"{posting} starts on {position.holder.started_on}, after {day}")
            return [PositionVacated(position=position.created.position, posting=posting, last_day=day)]


def _create(created: PositionCreated | None, command: Create) -> Sequence[PositionEvent]:
    creation = PositionCreated(
        position=command.position,
        post=command.post,
        title=command.title,
        kind=command.kind,
        service=command.service,
    )
    if created == creation:
        return []
    if created is not None:
        raise Refused("position-already-created", f"{command.position} exists at {created.post} with other particulars")
    if not command.post_open:
        raise Refused("post-unknown", f"no post {command.post} is open")
    return [creation]


def _can_be_filled(position: Position, command: Fill) -> None:
    """Refuses where two postings would hold the position on one day, or the holder is not who the caller thinks."""
    holder = position.holder
    if holder is None:
        if command.replaces is not None:
            raise Refused("position-not-held", f"posting {command.replaces} no longer holds the position")
        if position.held_until is not None and command.started_on <= position.held_until:
            raise Refused("position-already-held", f"the position is held through {position.held_until}")
    elif holder.posting != command.replaces:
        raise Refused("position-already-held", f"posting {holder.posting} holds the position since {holder.started_on}")
    elif command.started_on <= holder.started_on:
        raise Refused("start-not-after-predecessor", f"{holder.posting} started on {holder.started_on} itself")


def evolve(position: Position, event: PositionEvent) -> Position:
    match event:
        case PositionCreated():
            return Position(created=event)
        case PositionFilled(posting=posting, officer=officer, started_on=day):
            return replace(position, holder=Holder(posting, officer, day))
        case PositionVacated(last_day=day):
            return replace(position, holder=None, held_until=day)


POSITION = Decider("position", Position(), decide, evolve, PositionEvent)
