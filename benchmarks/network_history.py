"""Twenty years of an invented network as events: 200 posts, 2,000 positions, 20,000 postings, 100,000 interactions.

The other things that posts do come in numbers that such a network would have. Everything follows from counting.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.contracts.people import Language
from shared.contracts.postings.contact import ContactInteractionRecorded, ContactRegistered
from shared.contracts.postings.position import PositionCreated, PositionFilled, PositionVacated
from shared.contracts.postings.post import PostAccreditationAsked, PostAccreditationGranted, PostOpened
from shared.contracts.postings.posting import (
    DirectorateApproved,
    PostingApproved,
    PostingEnded,
    PostingProposed,
    PostingStarted,
)
from shared.countries import COUNTRIES
from shared.eventing.event import Event, Recorded

POSTS, PLACES, TENURES, YEARS = 200, 10, 10, 20
CONTACTS, MEETINGS = 5_000, 20
OFFICERS = 5_000
DAY = timedelta(days=1)
TOUR = 365 * YEARS // TENURES
KINDS: tuple[Any, ...] = ("associate", "deputy", *["liaison-officer"] * 6, "technical-cooperation-officer", "assistant")
LANGUAGE: Language = "fr"
Stream = tuple[str, list[Event]]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def post_id(number: int) -> str:
    return f"post-{number % POSTS:03}"


def country_of(number: int) -> str:
    return sorted(COUNTRIES)[number % POSTS]


def recorded(streams: Iterable[Stream]) -> Iterator[Recorded]:
    """The events of each stream with their places in it."""
    at = datetime.now(UTC)
    for stream, events in streams:
        for sequence, event in enumerate(events, 1):
            yield Recorded(event, stream, sequence, at, "/postings", stream)


def posts(today: date) -> Iterator[Stream]:
    """Each resides in a country of its own and covers one more."""
    for number in range(POSTS):
        id, further = post_id(number), sorted(COUNTRIES)[(number + POSTS) % len(COUNTRIES)]
        opened = PostOpened(
            post=id, name=f"Security service {number}", country=country_of(number), accredited=(), embassy="Embassy",
            embassy_mail=f"embassy@{id}.example", embassy_language=LANGUAGE, mail=f"post@{id}.example",
            language=LANGUAGE, time_zone="UTC", opened_on=today - 366 * YEARS * DAY,
        )  # fmt: skip
        asked = PostAccreditationAsked(post=id, country=further, asked_on=today - 300 * DAY)
        granted = PostAccreditationGranted(post=id, country=further, granted_on=today - 200 * DAY)
        yield f"post-{id}", [opened, asked, granted]


def places(today: date) -> Iterator[Stream]:
    """The positions, each with the postings of those who have held it one after the other."""
    for number in range(POSTS * PLACES):
        post, kind = post_id(number // PLACES), KINDS[number % PLACES]
        id = f"{post}-{number % PLACES}"
        created = PositionCreated(position=id, post=post, title=kind.capitalize(), kind=kind, service="police")
        of_position: list[Event] = [created]
        first = today - (365 * YEARS - number * 37 % 700) * DAY
        for turn in range(TENURES):
            start = first + turn * TOUR * DAY
            posting = {"posting": f"{id}-{turn}", "position": id, "post": post}
            officer = f"officer-{(number + turn * POSTS * PLACES) % OFFICERS}"
            last = turn == TENURES - 1
            yield f"posting-{id}-{turn}", list(tenure(posting, officer, start, today, number if last else None))
            if not last or number % 10 > 1:
                filled = PositionFilled(position=id, posting=posting["posting"], officer=officer, started_on=start)
                of_position.append(filled)
            if turn == TENURES - 2 and number % 10 <= 1:
                vacated = PositionVacated(position=id, posting=posting["posting"], last_day=start + TOUR * DAY - DAY)
                of_position.append(vacated)
        yield f"position-{id}", of_position


def tenure(posting: dict[str, str], officer: str, start: date, today: date, last: int | None) -> Iterator[Event]:
    """Of the last ones of all positions a tenth is proposed, a tenth approved, and all others run."""
    days = {"starts_on": start, "ends_on": start + (TOUR - 1) * DAY}
    if last is not None and last % 10 <= 1:
        days = {"starts_on": today + 60 * DAY, "ends_on": today + (60 + TOUR) * DAY}
    yield PostingProposed(
        **posting, officer=officer, **days, proposed_at=noon(today), approve_by=noon(today + 14 * DAY)
    )
    if last is not None and last % 10 == 0:
        return
    for directorate in ("police", "gendarmerie"):
        yield DirectorateApproved.model_validate({"posting": posting["posting"], "directorate": directorate})
    yield PostingApproved(**posting, officer=officer, **days)
    if last is not None and last % 10 == 1:
        return
    yield PostingStarted(**posting, officer=officer, started_on=start)
    if last is None:
        yield PostingEnded(**posting, officer=officer, ended_on=start + (TOUR - 1) * DAY)


def contacts(today: date) -> Iterator[Stream]:
    """A third of them has been silent for too long."""
    for number in range(CONTACTS):
        post, quiet = post_id(number), 400 if number % 3 == 0 else number % 90
        id, met = f"contact-{number}", [today - (quiet + 300 * turn) * DAY for turn in reversed(range(MEETINGS))]
        about = {"contact": id, "post": post, "keeper": f"{post}-{number % PLACES}-{TENURES - 1}"}
        registered = ContactRegistered.model_validate(
            {**about, "at": noon(met[0]), "country": country_of(number), "force": "police", "level": "senior",
             "card": f"card-{number}", "remind_after_months": 6, "priority": priority_of(number, today.year)}
        )  # fmt: skip
        yield f"contact-{id}", [
            registered,
            *(
                ContactInteractionRecorded.model_validate(
                    {**about, "at": noon(day), "interaction": f"i{turn}", "kind": "meeting", "held_on": day,
                     "content": f"said-{number}-{turn}", "priority": priority_of(number, day.year)}
                )
                for turn, day in enumerate(met)
            ),
        ]  # fmt: skip


def priority_of(number: int, year: int) -> str:
    """One of those of the year."""
    return f"priority-{number % 20}-{year}"
