"""What is published of a post: a security service in an embassy."""

from datetime import date
from typing import Literal

from shared.contracts.people import Language
from shared.contracts.postings.fact import PostingsFact


class PostOpened(PostingsFact):
    """A security service in an embassy has opened; both mailboxes are functional ones, not a person's."""

    type: Literal["postings.PostOpened"] = "postings.PostOpened"
    post: str
    name: str
    country: str
    accredited: tuple[str, ...] = ()
    embassy: str
    embassy_mail: str
    embassy_language: Language
    mail: str
    language: Language
    time_zone: str
    opened_on: date


class PostClosed(PostingsFact):
    """The security service is no more; `closed_on` is its last day. What it had in hand goes elsewhere at once."""

    type: Literal["postings.PostClosed"] = "postings.PostClosed"
    post: str
    closed_on: date


PostEvent = PostOpened | PostClosed
