"""What is published of a threat notice: drafted, approved by somebody else, issued, updated, withdrawn, expired."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.postings.fact import PostingsFact

Level = Literal[1, 2, 3, 4]
Scope = Literal["country", "region", "event"]
Concerned = Literal["french-territory", "residents", "travellers"]
Marking = Literal["unmarked", "internal", "restricted"]
ReaderKind = Literal["mailbox", "post", "embassy"]
NoticeRole = Literal[
    "ambassador", "chancellery", "consular-section", "embassy", "post", "neighbouring-post", "directorate"
]
Step = Literal["next-person", "duty-officer", "hq"]


class NoticePart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class NoticeContent(NoticePart):
    """`place` names the region or event where the scope is one; `priority` is the id of a priority for action.

    `restricted` means that the text is in no mail. The notice holds from `valid_from` until `valid_until`, both UTC.
    """

    title: str
    text: str
    level: Level
    scope: Scope
    countries: tuple[str, ...]
    place: str | None = None
    concerned: tuple[Concerned, ...]
    themes: tuple[str, ...] = ()
    marking: Marking
    valid_from: datetime
    valid_until: datetime
    priority: str | None = None


class NoticeReader(NoticePart):
    """A functional mailbox: one by its own id, or that of a post or its embassy, both by the post's id."""

    kind: ReaderKind
    id: str

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.id}"


class NoticeStep(NoticePart):
    """Who is told next where an alert is not acknowledged."""

    step: Step
    reader: NoticeReader


class NoticeAddressee(NoticePart):
    """Who is told, and as what; `post` is the one it belongs to, `escalation` who is told in its place, in order."""

    reader: NoticeReader
    role: NoticeRole
    post: str | None = None
    escalation: tuple[NoticeStep, ...] = ()


class NoticeDrafted(PostingsFact):
    """`edition` counts from 1; a later one has a `change_note` that tells what is new against the one before."""

    type: Literal["postings.NoticeDrafted"] = "postings.NoticeDrafted"
    notice: str
    subject: str
    edition: int
    content: NoticeContent
    author: str
    change_note: str | None = None


class NoticeRevised(PostingsFact):
    """The open draft says something else now; an approval that it had is void."""

    type: Literal["postings.NoticeRevised"] = "postings.NoticeRevised"
    notice: str
    edition: int
    content: NoticeContent
    author: str
    change_note: str | None = None


class NoticeApproved(PostingsFact):
    """Somebody who has written nothing of the draft agrees to it."""

    type: Literal["postings.NoticeApproved"] = "postings.NoticeApproved"
    notice: str
    edition: int
    approved_by: str


class NoticeDiscarded(PostingsFact):
    """The open draft is given up."""

    type: Literal["postings.NoticeDiscarded"] = "postings.NoticeDiscarded"
    notice: str
    edition: int


class NoticeIssued(PostingsFact):
    """The first edition, which is not changed any more, for these addressees."""

    type: Literal["postings.NoticeIssued"] = "postings.NoticeIssued"
    notice: str
    subject: str
    edition: int
    content: NoticeContent
    addressees: tuple[NoticeAddressee, ...]
    issued_at: datetime


class NoticeUpdated(PostingsFact):
    """A later edition, in the place of the one before; who was told of that one is told of this one too."""

    type: Literal["postings.NoticeUpdated"] = "postings.NoticeUpdated"
    notice: str
    subject: str
    edition: int
    content: NoticeContent
    change_note: str
    addressees: tuple[NoticeAddressee, ...]
    issued_at: datetime


class NoticeWithdrawn(PostingsFact):
    """The notice holds no longer, for this reason; everybody who was told of it is named."""

    type: Literal["postings.NoticeWithdrawn"] = "postings.NoticeWithdrawn"
    notice: str
    edition: int
    content: NoticeContent
    reason: str
    addressees: tuple[NoticeAddressee, ...]
    withdrawn_at: datetime


class NoticeExpired(PostingsFact):
    """The notice's validity is over; everybody who was told of it is named."""

    type: Literal["postings.NoticeExpired"] = "postings.NoticeExpired"
    notice: str
    edition: int
    addressees: tuple[NoticeAddressee, ...]
    expired_at: datetime


NoticeEvent = (
    NoticeDrafted
    | NoticeRevised
    | NoticeApproved
    | NoticeDiscarded
    | NoticeIssued
    | NoticeUpdated
    | NoticeWithdrawn
    | NoticeExpired
)
