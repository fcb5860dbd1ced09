"""Accreditations over HTTP: which further countries a post covers without residing there, and what each has said."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.postings.domain.post import POST
from services.postings.domain.post_running import (
    AskAccreditation,
    EndAccreditation,
    GrantAccreditation,
    RefuseAccreditation,
)
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/posts", tags=["accreditations"], dependencies=[allow("hq")])


class CountrySays(BaseModel):
    model_config = ConfigDict(extra="forbid")

    country: Country
    on: date


class AccreditationEnd(BaseModel):
    """`last_day` is the last on which the country is covered from the post."""

    model_config = ConfigDict(extra="forbid")

    country: Country
    last_day: date
    reason: Text


@router.post("/{post}/ask-accreditation")
async def ask_accreditation(post: Id, body: CountrySays, write: Write) -> Receipt:
    """Ask a further country to accredit the post."""
    return await write(Task(POST, post, AskAccreditation(body.country, body.on)))


@router.post("/{post}/grant-accreditation")
async def grant_accreditation(post: Id, body: CountrySays, write: Write) -> Receipt:
    """Record that the country has agreed; from then on the post covers it."""
    return await write(Task(POST, post, GrantAccreditation(body.country, body.on)))


@router.post("/{post}/refuse-accreditation")
async def refuse_accreditation(post: Id, body: CountrySays, write: Write) -> Receipt:
    """Record that the country has refused."""
    return await write(Task(POST, post, RefuseAccreditation(body.country, body.on)))


@router.post("/{post}/end-accreditation")
async def end_accreditation(post: Id, body: AccreditationEnd, write: Write) -> Receipt:
    """End an accreditation."""
    return await write(Task(POST, post, EndAccreditation(body.country, body.last_day, body.reason)))
