"""A fair's exhibitor list: a JSON file in; exhibitors, refused rows and warnings out, each with its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category

from pydantic import Field, ValidationError

from services.delegations.domain import located_json
from services.delegations.domain.exhibitor_row import Contact, Part, Row, Text
from services.delegations.domain.labels import company_id, distinct
from services.delegations.domain.located_json import Located
from services.delegations.domain.registered_company import Profile
from services.delegations.domain.websites import website
from shared.contracts.people import Language, Person
from shared.unreadable import Unreadable, reasons


class Facts(Part):
    """What the file says of the fair itself; each may be missing."""

    name: Text | None = None
    edition: Text | None = None
    starts_on: date | None = Field(None, alias="startDate")
    ends_on: date | None = Field(None, alias="endDate")


@dataclass(frozen=True)
class Exhibitor:
    """One good row, which begins on `line`; `profile` is another extension of the format."""

    line: int
    company: str
    name: str
    country: str | None
    categories: tuple[str, ...]
    website: str | None
    contact: Person | None
    profile: Profile


@dataclass(frozen=True)
class Remark:
    """What is wrong with the row that begins on this line; `name` is None where the row has none."""

    line: int
    name: str | None
    reason: str


@dataclass
class ExhibitorList:
    facts: Facts
    exhibitors: list[Exhibitor] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def parse(content: bytes) -> ExhibitorList:
    """Read a fair file. A bad row is refused, the others stand; what is no fair file at all raises Unreadable."""
    document = located_json.read(content, "exhibitor")
    if document.elements is None:
        raise Unreadable(1, 1, 'the list "exhibitor" is missing')
    return collect(_facts(document.members), document.elements)


def collect(facts: Facts, rows: Iterable[Located]) -> ExhibitorList:
    """Take the good rows and say of each other one what is wrong, whatever file they come from."""
    listing = ExhibitorList(facts)
    lines: dict[str, int] = {}
    for line, value in rows:
        name = _name(value)
        try:
            exhibitor, warnings = _exhibitor(line, value)
        except ValidationError as error:
            listing.refused.append(Remark(line, name, reasons(error)))
            continue
        except ValueError as error:
            listing.refused.append(Remark(line, name, str(error)))
            continue
        if exhibitor.company in lines:
            listing.refused.append(Remark(line, name, f"the same company stands on line {lines[exhibitor.company]}"))
            continue
        lines[exhibitor.company] = line
        listing.exhibitors.append(exhibitor)
        listing.warnings.extend(Remark(line, name, reason) for reason in warnings)
    return listing


def _facts(members: dict[str, Located]) -> Facts:
    try:
        return Facts.model_validate({name: located.value for name, located in members.items()})
    except ValidationError as error:
        culprit = members[str(error.errors()[0]["loc"][0])]
        raise Unreadable(culprit.line, 1, reasons(error)) from None


def _exhibitor(line: int, value: Any) -> tuple[Exhibitor, list[str]]:
    """Raises ValueError (pydantic's is one) where the row cannot be taken."""
    if not isinstance(value, dict):
        raise ValueError("row: must be an object {...}")
    row = Row.model_validate(value)
    company = company_id(row.name)
    if company is None:
        raise ValueError("name: has neither a letter nor a digit")
    warnings: list[str] = []
    place = row.address or row.country
    country = place.iso2 if place else None
    exhibitor = Exhibitor(
        line=line,
        company=company,
        name=row.name,
        country=country,
        categories=distinct(row.category),
        website=_website(row.website, warnings),
        contact=_contact(company, row, country, warnings),
        profile=row.profile.profile(),
    )
    return exhibitor, warnings


def _website(given: tuple[str, ...], warnings: list[str]) -> str | None:
    found = [address for address in map(website, given) if address]
    warnings.extend(f'website: "{_shown(text)}" is no web address, left out' for text in given if not website(text))
    if len(found) > 1:
        warnings.append(f"website: {len(found)} addresses, the first is kept")
    return found[0] if found else None


def _contact(company: str, row: Row, country: str | None, warnings: list[str]) -> Person | None:
    """Who to write to: in French where the company is French and the file names no language, else in English."""
    if row.contact is None:
        return None
    try:
        contact = Contact.model_validate(row.contact)
    except ValidationError as error:
        warnings.append(f"contact: {reasons(error)}, left out")
        return None
    language: Language = contact.language or ("fr" if country == "FR" else "en")
    return Person(id=f"contact-{company}", name=contact.name or row.name, mail=contact.mail, language=language)


def _name(value: Any) -> str | None:
    name = value.get("name") if isinstance(value, dict) else None
    return _shown(name) if isinstance(name, str) else None


def _shown(text: str) -> str:
    """The text as a report may show it: short, and without what is no character."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(sign) in ("Cc", "Cs") else sign for sign in text[:200])
