"""Fairs: announced, detailed, read, and given their exhibitor lists."""

from datetime import date, time
from typing import Annotated, Any, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, PrivateAttr, model_validator

from services.delegations.api.access import known_fair
from services.delegations.api.bodies import Body
from services.delegations.api.lists import LIST_BODY, LIST_LIMIT, taken_in
from services.delegations.api.own_countries import countries_of
from services.delegations.domain.clock_times import instants
from services.delegations.domain.fair import FAIR, Announce, Detail
from services.delegations.imports import Report
from services.delegations.views.contingents import CONTINGENTS
from services.delegations.views.fairs import FAIRS
from shared.contracts.delegations.fair import FairDetailed, Quota, Session
from shared.eventing.store import Task
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.limits import allow_body
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/fairs", tags=["fairs"])

COUNTRIES = 26 * 26  # codes of two letters
READERS = allow("hq", "partnerships", "post", "embassy", "company", "partner")
Staff = Annotated[Caller, allow("hq", "partnerships", "post", "embassy")]


class NewFair(Body):
    """A fair from its first day to its last, both included."""

    id: Id
    name: Text
    edition: Text
    country: Country
    starts_on: date
    ends_on: date


class NewSession(Body):
    """A point of the programme on a day of the fair, between two clock times there."""

    title: Text
    day: date
    starts: time
    ends: time
    hall: Text | None = None


class NewQuota(Body):
    """How many members all delegations of a country may have accredited."""

    country: Country
    members: int = Field(ge=0, le=10_000)


class FairDetails(Body):
    """All that is known of a fair beyond its announcement, whole.

    `series` is what its editions have in common; after `closes_on` nobody registers; `quota` is that of countries that
    `quotas` does not name; on `purge_on` the personal data of all delegations is erased.
    """

    time_zone: str = Field(max_length=64, description="an IANA name such as Europe/Paris", examples=["Europe/Paris"])
    series: Id | None = None
    halls: tuple[Text, ...] = Field((), max_length=100)
    programme: tuple[NewSession, ...] = Field((), max_length=500)
    closes_on: date | None = None
    quotas: tuple[NewQuota, ...] = Field((), max_length=300)
    quota: int | None = Field(None, ge=0, le=10_000)
    purge_on: date | None = None
    _sessions: tuple[Session, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _place_in_time(self) -> Self:
        instants(date(2000, 1, 1), (), self.time_zone)
        self._sessions = tuple(self._session(each) for each in self.programme)
        return self

    def _session(self, new: NewSession) -> Session:
        starts_at, ends_at = instants(new.day, (new.starts, new.ends), self.time_zone)
        return Session(title=new.title, starts_at=starts_at, ends_at=ends_at, hall=new.hall)

    def of(self, fair: str) -> FairDetailed:
        """The details as the domain knows them."""
        plain = self.model_dump(exclude={"programme", "quotas"})
        quotas = tuple(Quota(country=each.country, members=each.members) for each in self.quotas)
        return FairDetailed(fair=fair, programme=self._sessions, quotas=quotas, **plain)


class Places(BaseModel):
    """How many places a country has taken, of how many: null where there is no limit."""

    country: str
    taken: int
    quota: int | None


@router.post("", status_code=201, dependencies=[allow("hq", "partnerships")])
async def announce_fair(body: NewFair, write: Write) -> Receipt:
    """Announce a fair; the same fair again changes nothing."""
    return await write(Task(FAIR, body.id, Announce(fair=body.id, **body.model_dump(exclude={"id"}))))


@router.post("/{fair}/detail", dependencies=[allow("hq", "partnerships")])
async def detail_fair(fair: Id, body: FairDetails, write: Write) -> Receipt:
    """Give a fair its halls, programme, closing date, quotas and purge date, all at once; the same changes nothing."""
    return await write(Task(FAIR, fair, Detail(body.of(fair))))


@router.post("/{fair}/exhibitors/import", dependencies=[allow("hq", "partnerships")], openapi_extra=LIST_BODY)
@allow_body(LIST_LIMIT)
async def import_exhibitors(request: Request, fair: Id, write: Write) -> Report:
    """Take in a fair's list: bad rows are reported with their line, the others go in; again changes nothing."""
    return await taken_in(request, fair, write)


@router.post("/{fair}/exhibitors/preview", dependencies=[allow("hq", "partnerships")], openapi_extra=LIST_BODY)
@allow_body(LIST_LIMIT)
async def preview_exhibitors(request: Request, fair: Id) -> Report:
    """Tell line by line what an import of this list would add, change and refuse; nothing is stored."""
    return await taken_in(request, fair)


@router.get("", dependencies=[READERS])
async def list_fairs(read: Read, series: Id | None = None) -> Page:
    """The fairs, all editions of one series where asked for."""
    return await read.page(FAIRS, {"series": series} if series else {})


@router.get("/{fair}", dependencies=[READERS])
async def get_fair(fair: Id, read: Read) -> dict[str, Any]:
    """One fair."""
    return await read.one(FAIRS, fair, stream=FAIR.stream(fair))


@router.get("/{fair}/quotas")
async def list_quotas(request: Request, fair: Id, caller: Staff) -> list[Places]:
    """What every country has taken of its quota, those that have a quota and those that have taken something.

    A post or an embassy sees the countries that it covers.
    """
    known = await known_fair(request, fair)
    views: Views = request.app.state.views
    found = await views.find(CONTINGENTS, {"fair": fair}, limit=COUNTRIES)
    taken = {each.country: 0 for each in (known.details.quotas if known.details else ())}
    taken |= {each["country"]: len(each["persons"]) for each in found}
    own = await countries_of(request, caller)
    shown = sorted(one for one in taken if own is None or one in own)
    return [Places(country=one, taken=taken[one], quota=known.quota_of(one)) for one in shown]
