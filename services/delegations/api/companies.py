"""Companies: registered by themselves or by the organiser, one by one or as a file; a company sees itself only."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.delegations.api.access import known_person, own_company
from services.delegations.api.bodies import Body
from services.delegations.api.lists import LIST_BODY, LIST_LIMIT, taken_in
from services.delegations.api.staff import managed_company
from services.delegations.domain.company import COMPANY, Change, Describe, Register
from services.delegations.domain.labels import company_id, distinct
from services.delegations.domain.profile_row import ProfileRow
from services.delegations.domain.registered_company import Particulars, Standing
from services.delegations.domain.websites import website
from services.delegations.imports import Report
from services.delegations.views.companies import COMPANIES
from services.delegations.views.searching import by_words
from shared.contracts.delegations.company import Capability
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.limits import allow_body
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/companies", tags=["companies"])

Writer = Annotated[Caller, allow("hq", "partnerships", "company")]
ORGANISER = allow("hq", "partnerships")
Reader = Annotated[Caller, allow("hq", "partnerships", "post", "embassy", "company")]


def _web_address(text: str) -> str:
    address = website(text)
    if address is None:
        raise ValueError("is no web address")
    return address


Website = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]


def named(name: str) -> str:
    if company_id(name) is None:
        raise ValueError("has neither a letter nor a digit")
    return name


class CompanyParticulars(Body):
    """What a company declares of itself; `contact` is the id of the person to write to."""

    country: Country | None = None
    categories: tuple[Text, ...] = Field((), max_length=200)
    website: Website | None = None
    contact: Id | None = None


class NewCompany(CompanyParticulars):
    """The company's id is derived from its name, the same for every spelling with the same letters and digits."""

    name: Annotated[Text, AfterValidator(named)]


class NewCapability(Body):
    """What the company can do in a category, in its own words."""

    category: Text
    what: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class NewProfile(ProfileRow):
    """What the company can do and wants; a SIREN may have blanks, and is checked by its last digit."""

    model_config = ConfigDict(extra="forbid")  # a row of a file may have more, a body may not

    capabilities: tuple[NewCapability, ...] = Field((), max_length=100)


@router.post("", status_code=201)
async def register_company(request: Request, body: NewCompany, caller: Writer, write: Write) -> Receipt:
    """Register a company; the receipt has its id. The same company again changes nothing.

    One that registers itself is pending until it is approved; one that the organiser enters is approved.
    """
    company = company_id(body.name) or ""
    own_company(caller, company)
    if body.contact:
        await known_person(request, body.contact)
    particulars = Particulars(**body.model_dump() | {"categories": distinct(body.categories)})
    return await write(Task(COMPANY, company, Register(company, particulars, caller.role == "company")))


@router.post("/{company}/change")
async def change_company(
    request: Request, company: Id, body: CompanyParticulars, caller: Writer, write: Write
) -> Receipt:
    """Replace what a company declares of itself, whole; of the staff, a manager may."""
    await managed_company(request, caller, company)
    if body.contact:
        await known_person(request, body.contact)
    particulars = body.model_dump() | {"categories": distinct(body.categories)}
    return await write(Task(COMPANY, company, Change(company, **particulars)))


@router.post("/{company}/describe")
async def describe_company(request: Request, company: Id, body: NewProfile, caller: Writer, write: Write) -> Receipt:
    """Replace a company's profile, whole; of the staff, a manager may."""
    await managed_company(request, caller, company)
    capabilities = tuple(Capability(**one.model_dump()) for one in body.capabilities)
    return await write(Task(COMPANY, company, Describe(company, replace(body.profile(), capabilities=capabilities))))


@router.post("/import", dependencies=[ORGANISER], openapi_extra=LIST_BODY)
@allow_body(LIST_LIMIT)
async def import_companies(request: Request, write: Write) -> Report:
    """Take in a file of companies: bad rows are reported with their line, the others go in; again changes nothing."""
    return await taken_in(request, None, write)


@router.post("/preview", dependencies=[ORGANISER], openapi_extra=LIST_BODY)
@allow_body(LIST_LIMIT)
async def preview_companies(request: Request) -> Report:
    """Tell line by line what an import of this file would add, change and refuse; nothing is stored."""
    return await taken_in(request, None)


@router.get("")
async def list_companies(
    caller: Reader,
    read: Read,
    fair: Id | None = None,
    country: Country | None = None,
    category: Text | None = None,
    standing: Standing | None = None,
    text: Text | None = None,
) -> Page:
    """The companies, of one fair, country, category or standing where asked for, and with all words of a text.

    The text is looked for in names, categories and capabilities; beginnings of words do, accents and case do not count.
    """
    wanted = {
        "fairs": fair,
        "country": country,
        "categories": category,
        "standing": standing,
        "_id": caller.company,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(COMPANIES, given if text is None else given | by_words(text), without=("words",))


@router.get("/{company}")
async def get_company(company: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One company; to a company all others do not exist."""
    if caller.role == "company" and caller.company != company:
        raise Problem(404, "not-found", f"there is no {company} in {COMPANIES.name}")
    return await read.one(COMPANIES, company, stream=COMPANY.stream(company))
