"""A post: the security service in one embassy, with the countries that it covers and its functional mailboxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.postings.domain.post_running import Post, Running, evolve, run
from shared.contracts.people import Language
from shared.contracts.postings.post import PostClosed, PostEvent, PostOpened
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True, slots=True)
class Open:
    """`country` is the country of residence, `accredited` are the others covered from there (ISO 3166-1 alpha-2)."""

    post: str
    name: str
    country: str
    accredited: tuple[str, ...]
    embassy: str
    embassy_mail: str
    embassy_language: Language
    mail: str
    language: Language
    time_zone: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class Close:
    """`closed_on` is the last day on which the post is open."""

    post: str
    closed_on: date


Command = Open | Close | Running


def decide(post: Post, command: Command) -> Sequence[PostEvent]:
    """Saying the same again changes nothing; who still serves at a post that closes is ended by postings of their own.

    Slugs: `post-already-open`, and those of closing.
    """
    match command:
        case Open():
            return _open(post, command)
        case Close():
            return _close(post, command)
        case _:
            return run(post, command)


def _open(post: Post, command: Open) -> Sequence[PostEvent]:
    opening = PostOpened(
        post=command.post,
        name=command.name,
        country=command.country,
        accredited=command.accredited,
        embassy=command.embassy,
        embassy_mail=command.embassy_mail,
        embassy_language=command.embassy_language,
        mail=command.mail,
        language=command.language,
        time_zone=command.time_zone,
        opened_on=command.opened_on,
    )
    if post.opened is None:
        return [opening]
    if post.opened != opening:
        raise Refused("post-already-open", f"{command.post} opened on {post.opened.opened_on} with other particulars")
    return []


def _close(post: Post, command: Close) -> Sequence[PostEvent]:
    """Slugs: `post-unknown`, `post-already-closed`, `closed-before-opened`."""
    if post.opened is None:
        raise Refused("post-unknown", f"no post {command.post} has opened")
    if post.closed_on is not None:
        if post.closed_on != command.closed_on:
            raise Refused("post-already-closed", f"the last day of {command.post} is {post.closed_on}")
        return []
    if command.closed_on < post.opened.opened_on:
        opened_on = post.opened.opened_on
        raise Refused("closed-before-opened", f"{command.post} opened on {opened_on}, after {command.closed_on}")
    return [PostClosed(post=command.post, closed_on=command.closed_on)]


POST = Decider("post", Post(), decide, evolve, PostEvent)
