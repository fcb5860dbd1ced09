"""People over HTTP: the records that a service is the publisher of, put, shown and erased."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, EmailStr

from shared.contracts.people import Language, Person
from shared.eventing.records import Register
from shared.http.commands import Receipt, Write, Writing
from shared.http.identity import Role, allow
from shared.http.problems import Problem
from shared.http.types import Id, Text


class Particulars(BaseModel):
    """What is kept about a person; `language` is the one they are written to in."""

    model_config = ConfigDict(extra="forbid")

    name: Text
    mail: EmailStr | None = None
    language: Language = "fr"


def people_router(*, readers: Sequence[Role], writers: Sequence[Role], erasers: Sequence[Role] = ()) -> APIRouter:
    """Routes over the service's register, `app.state.people`; putting the same record again changes nothing.

    `erasers` may erase, the writers where none are named.
    """
    router = APIRouter(prefix="/people", tags=["people"])

    @router.put("/{id}", dependencies=[allow(*writers)])
    async def put_person(request: Request, id: Id, body: Particulars, write: Write) -> Receipt:
        """Keep this record of a person in place of any other."""
        _unconditional(write)
        person = Person(id=id, **body.model_dump())
        return write.receipt(id, await _register(request).put(id, person))

    @router.get("/{id}", dependencies=[allow(*readers)])
    async def get_person(request: Request, id: Id) -> Person:
        """The record of a person."""
        record = await _register(request).get(id)
        if record is None:
            raise _unknown(id)
        return Person.model_validate(record)

    @router.delete("/{id}", dependencies=[allow(*(erasers or writers))])
    async def erase_person(request: Request, id: Id, write: Write) -> Receipt:
        """Erase a person here and, by a tombstone, everywhere; erasing again changes nothing."""
        _unconditional(write)
        version = await _register(request).erase(id)
        if version == 0:
            raise _unknown(id)
        return write.receipt(id, version)

    return router


def _register(request: Request) -> Register:
    register: Register = request.app.state.people
    return register


def _unconditional(write: Writing) -> None:
    if write.expected is not None:
        raise Problem(400, "if-match-not-supported", "a person is replaced whole: If-Match is not supported here")


def _unknown(id: str) -> Problem:
    return Problem(404, "person-unknown", f"there is no person {id}")
