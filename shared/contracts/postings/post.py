"""What is published of a post: a security service in an embassy."""

from datetime import date
from typing import Literal

from shared.contracts.people import Language
from shared.contracts.postings.fact import PostingsFact

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
People = Literal["stay", "recalled"]


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


class PostSuspended(PostingsFact):
    """The post does not work from this day until it resumes; its people stay in the country or are recalled.

    `work_to` is the post that takes over the open work, None where headquarters does.
    """

    type: Literal["postings.PostSuspended"] = "postings.PostSuspended"
    post: str
    suspended_on: date
    reason: str
    people: People
    work_to: str | None = None


class PostResumed(PostingsFact):
    type: Literal["postings.PostResumed"] = "postings.PostResumed"
    post: str
    resumed_on: date


class PostArranged(PostingsFact):
    """The languages that the post works in (ISO 639-1), and the days on which it works."""

    type: Literal["postings.PostArranged"] = "postings.PostArranged"
    post: str
    languages: tuple[str, ...]
    working_week: tuple[Weekday, ...]


class PostAccreditationAsked(PostingsFact):
    """A further country is asked to accredit the post without residence; it is not covered before it has agreed."""

    type: Literal["postings.PostAccreditationAsked"] = "postings.PostAccreditationAsked"
    post: str
    country: str
    asked_on: date


class PostAccreditationGranted(PostingsFact):
    type: Literal["postings.PostAccreditationGranted"] = "postings.PostAccreditationGranted"
    post: str
    country: str
    granted_on: date


class PostAccreditationRefused(PostingsFact):
    type: Literal["postings.PostAccreditationRefused"] = "postings.PostAccreditationRefused"
    post: str
    country: str
    refused_on: date


class PostAccreditationEnded(PostingsFact):
    """The country is no longer covered from this post after `last_day`."""

    type: Literal["postings.PostAccreditationEnded"] = "postings.PostAccreditationEnded"
    post: str
    country: str
    last_day: date
    reason: str


PostEvent = (
    PostOpened
    | PostClosed
    | PostSuspended
    | PostResumed
    | PostArranged
    | PostAccreditationAsked
    | PostAccreditationGranted
    | PostAccreditationRefused
    | PostAccreditationEnded
)
