"""Companies: registered by themselves or by the organiser; a company sees itself only."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.delegations.api.access import known_person, own_company
from services.delegations.domain.company import COMPANY, Change, Particulars, Register
from services.delegations.domain.labels import company_id, distinct
from services.delegations.domain.websites import website
from services.delegations.views.companies import COMPANIES
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/companies", tags=["companies"])

Writer = Annotated[Caller, allow("hq", "partnerships", "company")]
Reader = Annotated[Caller, allow("hq", "partnerships", "post", "embassy", "company")]


def _web_address(text: str) -> str:
    address = website(text)
    if address is None:
        raise ValueError("is no web address")
    return address


Website = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]


def _named(name: str) -> str:
    if company_id(name) is None:
        raise ValueError("has neither a letter nor a digit")
    return name


class CompanyParticulars(BaseModel):
    """What a company declares of itself; `contact` is the id of the person to write to."""

    model_config = ConfigDict(extra="forbid")

    country: Country | None = None
    categories: tuple[Text, ...] = Field((), max_length=200)
    website: Website | None = None
    contact: Id | None = None


class NewCompany(CompanyParticulars):
    """The company's id is derived from its name, the same for every spelling with the same letters and digits."""

    name: Annotated[Text, AfterValidator(_named)]


@router.post("", status_code=201)
async def register_company(request: Request, body: NewCompany, caller: Writer, write: Write) -> Receipt:
    """Register a company; the receipt has its id. The same company again changes nothing."""
    company = company_id(body.name) or ""
    own_company(caller, company)
    if body.contact:
        await known_person(request, body.contact)
    particulars = Particulars(**body.model_dump() | {"categories": distinct(body.categories)})
    return await write(Task(COMPANY, company, Register(company, particulars)))


@router.post("/{company}/change")
async def change_company(
    request: Request, company: Id, body: CompanyParticulars, caller: Writer, write: Write
) -> Receipt:
    """Replace what a company declares of itself, whole."""
    own_company(caller, company)
    if body.contact:
        await known_person(request, body.contact)
    particulars = body.model_dump() | {"categories": distinct(body.categories)}
    return await write(Task(COMPANY, company, Change(company, **particulars)))


@router.get("")
async def list_companies(
    caller: Reader, read: Read, fair: Id | None = None, country: Country | None = None, category: Text | None = None
) -> Page:
    """The companies, of one fair, country or category where asked for."""
    wanted = {"fairs": fair, "country": country, "categories": category, "_id": caller.company}
    return await read.page(COMPANIES, {name: value for name, value in wanted.items() if value is not None})


@router.get("/{company}")
async def get_company(company: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One company; to a company all others do not exist."""
    if caller.role == "company" and caller.company != company:
        raise Problem(404, "not-found", f"there is no {company} in {COMPANIES.name}")
    return await read.one(COMPANIES, company, stream=COMPANY.stream(company))
