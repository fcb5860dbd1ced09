"""Asking the post, over HTTP: questions of companies about a note, and the advice that posts have given."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.postings.api.bodies import LongProse
from services.postings.api.speakers import reach
from services.postings.domain.environment_note import ENVIRONMENT_NOTE, Answer, Ask
from services.postings.views.advice import ADVICE
from services.postings.views.environment_questions import ENVIRONMENT_QUESTIONS
from shared.clock import now
from shared.contracts.postings.environment_note import NoteSection
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id

router = APIRouter(tags=["industry"])

Asking = Annotated[Caller, allow("hq", "partnerships", "company")]
Reader = Annotated[Caller, allow("hq", "post", "partnerships", "company", "auditor")]
Advised = Annotated[Caller, allow("hq", "post", "partnerships", "auditor")]


class NewQuestion(BaseModel):
    """A question of a `company` about a section of the note."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    company: Id
    section: NoteSection
    text: LongProse


class GivenAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: LongProse


@router.post("/environment-notes/{id}/questions", status_code=201)
async def ask_post(id: Id, body: NewQuestion, caller: Asking, write: Write) -> Receipt:
    """Ask the post about its note, a company for itself only; the same again changes nothing."""
    _own_company(caller, body.company)
    command = Ask(id, body.id, body.company, body.section, body.text, now())
    return await write(Task(ENVIRONMENT_NOTE, id, command))


@router.post("/environment-notes/{id}/questions/{question}/answer")
async def answer_question(
    id: Id, question: Id, body: GivenAnswer, caller: Annotated[Caller, allow("hq", "post")], write: Write
) -> Receipt:
    """Answer a company's question, for good."""
    return await write(Task(ENVIRONMENT_NOTE, id, Answer(id, question, caller.post, body.answer, now())))


@router.get("/environment-questions")
async def list_questions(
    caller: Reader, read: Read, post: Id | None = None, company: Id | None = None, *, answered: bool | None = None
) -> Page:
    """What companies have asked: a company its own, a post what it is to answer, the oldest first."""
    if company:
        _own_company(caller, company)
    given = {"post": reach(caller, post), "company": caller.company or company}
    wanted = {name: value for name, value in given.items() if value is not None}
    said = {} if answered is None else {"answered_at": {"$ne": None} if answered else None}
    return await read.page(ENVIRONMENT_QUESTIONS, wanted | said, by="asked_at")


@router.get("/advice")
async def list_advice(caller: Advised, read: Read, post: Id | None = None, market: Country | None = None) -> Page:
    """The advice that the caller's post, or all posts, have given to companies, the latest first."""
    given = {"post": reach(caller, post) or {"$ne": None}, "market": market}
    wanted = {name: value for name, value in given.items() if value is not None}
    return await read.page(ADVICE, wanted, by="-answered_at")


def _own_company(caller: Caller, company: str) -> None:
    """Raises Problem 403 where a company speaks or asks for another."""
    if caller.role == "company" and caller.company != company:
        raise Problem(403, "forbidden", f"this is of {company}; the token is for company {caller.company}")
