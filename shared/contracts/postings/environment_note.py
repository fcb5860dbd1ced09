"""What is published of the note on a country's security market, which posts write, and of companies' questions.

The texts are for companies to read; they name institutions, never persons.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.postings.fact import PostingsFact

NoteSection = Literal["law", "procurement", "actors", "risks"]


class NoteText(BaseModel):
    """What a note says of each matter."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    law: str
    procurement: str
    actors: str
    risks: str


class EnvironmentNoteFact(PostingsFact):
    """What each event repeats: the `post` has written the last draft, and answers questions."""

    note: str
    country: str
    post: str
    at: datetime


class EnvironmentNoteDrafted(EnvironmentNoteFact):
    """The text that is to become this version, once reviewed; `draft` counts all texts ever proposed."""

    type: Literal["postings.EnvironmentNoteDrafted"] = "postings.EnvironmentNoteDrafted"
    version: int
    draft: int
    text: NoteText
    priority: str | None = None


class EnvironmentNoteReturned(EnvironmentNoteFact):
    """The review asks for another draft."""

    type: Literal["postings.EnvironmentNoteReturned"] = "postings.EnvironmentNoteReturned"
    version: int
    draft: int
    remarks: str


class EnvironmentNoteApproved(EnvironmentNoteFact):
    """The version may be read by companies from now on; it is to be looked at again on the day `review_on`."""

    type: Literal["postings.EnvironmentNoteApproved"] = "postings.EnvironmentNoteApproved"
    version: int
    draft: int
    review_on: date


class EnvironmentNoteQuestionAsked(EnvironmentNoteFact):
    """A company asks the post about the note."""

    type: Literal["postings.EnvironmentNoteQuestionAsked"] = "postings.EnvironmentNoteQuestionAsked"
    question: str
    company: str
    section: NoteSection
    version: int
    text: str


class EnvironmentNoteQuestionAnswered(EnvironmentNoteFact):
    type: Literal["postings.EnvironmentNoteQuestionAnswered"] = "postings.EnvironmentNoteQuestionAnswered"
    question: str
    company: str
    answer: str


EnvironmentNoteEvent = (
    EnvironmentNoteDrafted
    | EnvironmentNoteReturned
    | EnvironmentNoteApproved
    | EnvironmentNoteQuestionAsked
    | EnvironmentNoteQuestionAnswered
)
