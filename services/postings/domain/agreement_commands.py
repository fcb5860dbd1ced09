"""What may be commanded of a bilateral agreement."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.postings.domain.reminders import Remind
from services.postings.domain.themes import Theme


@dataclass(frozen=True, slots=True)
class OpenNegotiations:
    """`post` is one that is open, `priority` one that may be linked to."""

    agreement: str
    post: str
    country: str
    theme: Theme
    title: str
    opened_on: date
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    signed_on: date


@dataclass(frozen=True, slots=True)
class EnterIntoForce:
    """`expires_on` is the last day, None where it binds without end."""

    in_force_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Renew:
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class End:
    ended_on: date
    because: Literal["denounced", "replaced"]


@dataclass(frozen=True, slots=True)
class Abandon:
    abandoned_on: date
    reason: str


Command = OpenNegotiations | Sign | EnterIntoForce | Renew | End | Abandon | Remind
