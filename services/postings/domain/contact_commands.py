"""What can be asked of a contact; `by` is who speaks, `at` the UTC instant."""

from dataclasses import dataclass
from datetime import date, datetime

from services.postings.domain.handling import Speaker
from services.postings.domain.known_contact import Place
from shared.contracts.postings.contact import ContactHandover, InteractionKind


@dataclass(frozen=True)
class Register:
    """`card` is the id of the private record; `post_open` is None where there is no such post.

    `keeper_serves` and `introducer_known` are true also where nobody is named.
    """

    contact: str
    by: Speaker
    post: str
    country: str
    place: Place
    card: str
    at: datetime
    post_open: bool | None
    keeper: str | None = None
    introduced_by: str | None = None
    keeper_serves: bool = True
    introducer_known: bool = True


@dataclass(frozen=True)
class Revise:
    contact: str
    by: Speaker
    place: Place
    at: datetime


@dataclass(frozen=True)
class Record:
    """`content` is the id of the private record of what it was about."""

    contact: str
    by: Speaker
    interaction: str
    kind: InteractionKind
    held_on: date
    content: str
    at: datetime
    priority: str | None = None


@dataclass(frozen=True)
class HandOver:
    """`by` is None where a reaction speaks; `former` is then who must keep it still."""

    contact: str
    by: Speaker | None
    keeper: str | None
    because: ContactHandover
    at: datetime
    former: str | None = None
    keeper_serves: bool = True


@dataclass(frozen=True)
class Transfer:
    contact: str
    post: str
    at: datetime
    post_open: bool | None


@dataclass(frozen=True)
class Share:
    contact: str
    by: Speaker
    fit: bool
    at: datetime


@dataclass(frozen=True)
class Merge:
    """It is the same contact as `into`, which takes it in by a command of its own, in the same transaction."""

    contact: str
    by: Speaker
    into: str
    at: datetime


@dataclass(frozen=True)
class Absorb:
    """`last_on` is when the `absorbed` contact was last heard of."""

    contact: str
    by: Speaker
    absorbed: str
    last_on: date
    at: datetime


@dataclass(frozen=True)
class Remind:
    """The clock shows `at`."""

    contact: str
    at: datetime


@dataclass(frozen=True)
class Erase:
    contact: str
    by: Speaker
    at: datetime


Command = Register | Revise | Record | HandOver | Transfer | Share | Merge | Absorb | Remind | Erase
