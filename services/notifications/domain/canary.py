"""Canaries: the mails that show by arriving that mails arrive, one stream for each day."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.notifications import NotificationsEvent
from shared.contracts.notifications.canary import CanaryReleased
from shared.eventing.decider import Decider


@dataclass(frozen=True)
class Release:
    """Release the canary with this number, counted from 0 on this day, UTC."""

    day: date
    number: int


def decide(last: int | None, command: Release) -> list[CanaryReleased]:
    """However many processes ask, each number is released once, and none after a later one."""
    if last is not None and command.number <= last:
        return []
    return [CanaryReleased(day=command.day, number=command.number)]


def evolve(_: int | None, event: CanaryReleased) -> int:
    return event.number


CANARY: Decider[int | None, Release, CanaryReleased] = Decider("canary", None, decide, evolve, NotificationsEvent)
