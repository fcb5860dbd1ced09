"""A post: the security service in one embassy, with the countries that it covers and its functional mailboxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.people import Language
from shared.contracts.postings import PostEvent, PostOpened
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
class Post:
    opened: PostOpened | None = None


def decide(post: Post, command: Open) -> Sequence[PostEvent]:
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


def evolve(post: Post, event: PostEvent) -> Post:
    return Post(opened=event)


POST = Decider("post", Post(), decide, evolve, PostEvent)
