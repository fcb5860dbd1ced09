"""Staff of a company or an association: who appoints a person puts the record, under an id that is the house's own."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import BaseModel, EmailStr, StringConstraints

from services.delegations.api.bodies import Body
from shared.contracts.people import Language, Person
from shared.eventing.records import Register
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


async def members(request: Request, staff: Mapping[str, str]) -> list[Member]:
    """The staff with their records, by the id of the person."""
    people: Register = request.app.state.people
    found: list[Member] = []
    for person, role in sorted(staff.items()):
        record: dict[str, Any] = await people.get(person) or {}
        found.append(Member(person=person, role=role, name=record.get("name"), mail=record.get("mail")))
    return found
