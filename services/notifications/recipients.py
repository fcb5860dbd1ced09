"""Who is told: recipients by kind and id, and what about."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["embassy", "post", "company", "participant", "person"]


@dataclass(frozen=True)
class Recipient:
    """`embassy` and `post` are named by the post's id; a `participant` only together with its buyer-meeting `day`."""

    kind: Kind
    id: str
    day: str | None = None


@dataclass(frozen=True)
class Addressee:
    """A recipient, and the id of the thing that it is told about: a posting, a delegation, a meeting."""

    recipient: Recipient
    subject: str
