"""Staff of a company or an association: who appoints a person puts the record, under an id that is the house's own."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import BaseModel, EmailStr, StringConstraints

from services.delegations.api.access import known_company, own_company
from services.delegations.api.bodies import Body
from services.delegations.domain.company_staff import MANAGER
from shared.contracts.people import Language, Person
from shared.eventing.records import Register
from shared.http.identity import Caller
from shared.http.problems import Problem
from shared.http.types import Text

Role = Literal["manager", "commercial", "technical", "legal"]
ShortId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,22}[a-z0-9])?$")]


class NewStaff(Body):
    """A person who acts for the house; the record's id is the house's own id, a hyphen, and this `id`."""

    id: ShortId
    name: Text
    mail: EmailStr
    language: Language = "fr"
    role: Role

    def person(self, house: str) -> Person:
        """The record, which no other house can replace, because an id has one hyphen before its last part."""
        return Person(id=f"{house}-{self.id}", name=self.name, mail=self.mail, language=self.language)


class Member(BaseModel):
    """One of the staff; name and mail are null where the record was erased."""

    person: str
    role: str
    name: str | None = None
    mail: str | None = None


def manages(caller: Caller, house: str, staff: Mapping[str, str]) -> None:
    """Raises Problem 403 where one of the staff who is no manager reaches for the data or the staff of the house.

    All of them may file requests and take part for it. A token whose subject is none of the staff is the house's own
    account, and may do what a manager may.
    """
    role = staff.get(caller.subject)
    if caller.role == "company" and role not in (None, MANAGER):
        raise Problem(403, "forbidden", f"{caller.subject} is {role} of {house}: this is for a manager of it")


async def managed_company(request: Request, caller: Caller, company: str) -> None:
    """Raises Problem 403 where the caller may not change this company's data or staff."""
    own_company(caller, company)
    if caller.role == "company":
        manages(caller, company, (await known_company(request, company)).staff)


async def members(request: Request, staff: Mapping[str, str]) -> list[Member]:
    """The staff with their records, by the id of the person."""
    people: Register = request.app.state.people
    found: list[Member] = []
    for person, role in sorted(staff.items()):
        record: dict[str, Any] = await people.get(person) or {}
        found.append(Member(person=person, role=role, name=record.get("name"), mail=record.get("mail")))
    return found
