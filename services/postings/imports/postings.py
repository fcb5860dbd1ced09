"""Postings as a CSV file: tenures of the past and present with their days, and those that are to be proposed."""

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import EmailStr, model_validator

from services.postings.api.bodies import Body
from services.postings.domain.headship import HEADSHIP
from services.postings.domain.position import POSITION
from services.postings.domain.post import POST
from services.postings.domain.post_running import Post
from services.postings.domain.posting import POSTING
from services.postings.domain.posting_proposal import Propose
from services.postings.domain.posting_record import Record
from services.postings.domain.succession import Step, offered, recorded
from services.postings.imports.cells import Columns
from services.postings.imports.kind import Kind
from services.postings.imports.world import World
from shared.contracts.people import Language, Person
from shared.contracts.postings.fact import CurtailmentReason
from shared.eventing.decider import Refused
from shared.http.types import Id, Text

DAYS = ("starts_on", "ends_on", "expires_on", "arrived_on", "started_on", "ended_on", "overlap_until")
OF_TENURES = ("arrived_on", "ended_on", "curtailment", "overlap_until")
COLUMNS = Columns(
    names={
        "posting": ("posting", "affectation", "id"),
        "position": ("position", "emploi"),
        "officer": ("officer", "agent", "matricule"),
        "officer_name": ("officer name", "name", "nom"),
        "officer_mail": ("officer mail", "mail", "e mail", "email", "courriel"),
        "officer_language": ("officer language", "language", "langue"),
        "starts_on": ("starts on", "debut prevu"),
        "ends_on": ("ends on", "fin prevue"),
        "expires_on": ("expires on", "offre valable jusqu au"),
        "arrived_on": ("arrived on", "arrived", "arrivee", "arrive le"),
        "started_on": ("started on", "started", "debut", "debute le"),
        "ended_on": ("ended on", "ended", "fin", "termine le"),
        "curtailment": ("curtailment", "motif", "motif de fin anticipee"),
        "overlap_until": ("overlap until", "overlap", "recouvrement", "recouvrement jusqu au"),
    },
    needed=("posting", "position", "officer"),
    days=frozenset(DAYS),
    lower=frozenset({"posting", "position", "officer", "officer_language", "curtailment"}),
)


class PostingRow(Body):
    """A row with `started_on` is a tenure, over where it has `ended_on`; any other is a proposal with both its days.

    The officer's name is needed only where there is no record of the officer yet; a record that there is stands.
    """

    posting: Id
    position: Id
    officer: Id
    officer_name: Text | None = None
    officer_mail: EmailStr | None = None
    officer_language: Language = "fr"
    starts_on: date | None = None
    ends_on: date | None = None
    expires_on: date | None = None
    arrived_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    curtailment: CurtailmentReason | None = None
    overlap_until: date | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.started_on is not None and self.expires_on is not None:
            raise ValueError("expires_on is of an offer, and this posting has started")
        if self.started_on is None and (said := [name for name in OF_TENURES if getattr(self, name) is not None]):
            raise ValueError(f"without started_on there is no {', '.join(said)}")
        return self


async def _read(world: World, rows: Sequence[PostingRow]) -> None:
    await world.load(POSTING, [row.posting for row in rows])
    await world.load(POSITION, [row.position for row in rows])
    created = [world.state(POSITION, row.position).created for row in rows]
    posts = [one.post for one in created if one is not None]
    await world.load(POST, posts)
    await world.load(HEADSHIP, posts)


def _steps(world: World, row: PostingRow) -> Sequence[Step]:
    """Slug: `posting-without-days`, and those of the commands."""
    match row:
        case PostingRow(started_on=date() as first):
            return recorded(_tenure(world, row, first), world.state(POSITION, row.position), in_turn=False)
        case PostingRow(starts_on=date() as first, ends_on=date() as last):
            return [Step(POSTING, row.posting, _proposal(world, row, first, last))]
    raise Refused("posting-without-days", "a tenure needs started_on, a proposal starts_on and ends_on")


def _tenure(world: World, row: PostingRow, first: date) -> Record:
    position = world.state(POSITION, row.position)
    post = world.state(POST, position.created.post) if position.created else Post()
    return Record(
        posting=row.posting,
        position=row.position,
        officer=row.officer,
        started_on=first,
        today=world.at.date(),
        post=position.created.post if position.created else None,
        officer_known=_officer_known(world, row),
        post_opened_on=post.opened.opened_on if post.opened else None,
        post_until=post.closed_on,
        tour_months=position.tour_months,
        arrived_on=row.arrived_on,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
        curtailment=row.curtailment,
        overlap_until=row.overlap_until,
    )


def _proposal(world: World, row: PostingRow, first: date, last: date) -> Propose:
    position = world.state(POSITION, row.position)
    post = world.state(POST, position.created.post) if position.created else Post()
    return Propose(
        posting=row.posting,
        position=row.position,
        officer=row.officer,
        starts_on=first,
        ends_on=last,
        expires_on=row.expires_on,
        officer_known=_officer_known(world, row),
        by=world.by,
        at=world.at,
        **offered(position, post),
    )


def _officer_known(world: World, row: PostingRow) -> bool:
    return world.people.get(row.officer) is not None or row.officer_name is not None


def _person(world: World, row: PostingRow) -> Person | None:
    """The record of an officer of whom there is none. Slug: `officer-erased`."""
    if row.officer_name is None or world.people.get(row.officer) is not None:
        return None
    if row.officer in world.people:
        raise Refused("officer-erased", f"the record of {row.officer} was erased, and no file brings it back")
    return Person(id=row.officer, name=row.officer_name, mail=row.officer_mail, language=row.officer_language)


POSTINGS = Kind(COLUMNS, PostingRow, "posting", "position", _read, _steps, "officer", _person)
