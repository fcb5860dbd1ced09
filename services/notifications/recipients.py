"""Who is told: recipients by kind and id, and what about."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "embassy", "post", "company", "participant", "applicant", "person", "officer", "mailbox", "directorate", "hq",
    "partner", "canary",
]  # fmt: skip


@dataclass(frozen=True)
class Recipient:
    """`embassy` and `post` are named by the post's id, `participant` and `applicant` with their buyer-meeting `day`.

    An `officer` is a person of the postings service, a `person` one of the delegations service; a `mailbox` is a
    functional one, as an ambassador's or a duty officer's. A `directorate` (police, gendarmerie) and `hq` are reached
    at whichever mailbox is set for them when the message goes. A `partner` (Business France, Bpifrance) has the mailbox
    that the deployment names; `canary` is its test mailbox.
    """

    kind: Kind
    id: str
    day: str | None = None

    @property
    def key(self) -> str:
        """`embassy/lima`, or with the day `participant/lima-2027/acme`; `/` occurs in no id."""
        return "/".join(part for part in (self.kind, self.day, self.id) if part is not None)


HQ = Recipient("hq", "hq")


@dataclass(frozen=True)
class Addressee:
    """A recipient, and the id of the thing that it is told about: a posting, a delegation, a meeting."""

    recipient: Recipient
    subject: str


def embassy_and_post(post: str, subject: str) -> tuple[Addressee, Addressee]:
    """The two that are in one place: the post, and the embassy that it belongs to."""
    return Addressee(Recipient("embassy", post), subject), Addressee(Recipient("post", post), subject)
