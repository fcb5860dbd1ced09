"""What can be asked of a request for information, but for what the side does that is to answer; `by` is who speaks."""

from dataclasses import dataclass
from datetime import datetime

from services.postings.domain.handling import Speaker
from services.postings.domain.information_answers import Answering
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.information_request import Direction, Handling, InformationUrgency, LinkKind


@dataclass(frozen=True)
class File:
    """`post_open` is None where there is no such post; `content` is the id of the sealed question."""

    request: str
    by: Speaker
    post: str
    service: str
    directorate: Directorate
    direction: Direction
    urgency: InformationUrgency
    handling: Handling
    content: str
    at: datetime
    post_open: bool | None
    named: tuple[str, ...] = ()
    priority: str | None = None


@dataclass(frozen=True)
class Assign:
    """`serves` says whether the posting is one of the post's that has begun; None is nobody in charge."""

    request: str
    by: Speaker
    posting: str | None
    at: datetime
    serves: bool = True


@dataclass(frozen=True)
class Succeed:
    """The tenure of the posting in charge has ended; `posting` follows it."""

    request: str
    former: str
    posting: str | None
    at: datetime


@dataclass(frozen=True)
class Link:
    request: str
    by: Speaker
    other: str
    kind: LinkKind
    at: datetime


@dataclass(frozen=True)
class Transfer:
    """`former` is the post that must be the party still, where nobody has decided this case by itself."""

    request: str
    post: str
    at: datetime
    post_open: bool | None
    former: str | None = None


@dataclass(frozen=True)
class Withdraw:
    request: str
    by: Speaker
    at: datetime


@dataclass(frozen=True)
class Expire:
    """The clock shows `at`."""

    request: str
    at: datetime


@dataclass(frozen=True)
class Erase:
    request: str
    at: datetime


Command = File | Assign | Succeed | Link | Transfer | Withdraw | Expire | Erase | Answering
