"""Requests for information over HTTP: asked by a post or by an investigation service's directorate, and answered."""

from typing import Annotated, Any

from fastapi import APIRouter, Request

from services.postings.api.information_bodies import NewAnswer, NewClarification, NewRequest, Refusal, Tie, Wait, sealed
from services.postings.api.references import covered, known_priority
from services.postings.api.sealing import Seal
from services.postings.api.speakers import own_side, own_thing, speaker
from services.postings.domain.information_answers import Acknowledge, Answer, Clarify, Pause, Refuse, Resume
from services.postings.domain.information_case import QUESTION, REFUSAL, Case, Status
from services.postings.domain.information_commands import File, Link, Withdraw
from services.postings.domain.information_request import INFORMATION_REQUEST, INVERSE
from services.postings.domain.post import POST
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.clock import now
from shared.contracts.postings.information_request import (
    Direction,
)
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(prefix="/information-requests", tags=["information requests"])

Party = Annotated[Caller, allow("hq", "directorate", "post")]
Reader = Annotated[Caller, allow("hq", "directorate", "post", "auditor")]


@router.post("", status_code=201)
async def file_request(request: Request, body: NewRequest, caller: Party, write: Write) -> Receipt:
    """Ask the other side. What is asked is sealed; the same again changes nothing."""
    post, _ = await _store(request).load(POST, body.post)
    await known_priority(request, body.priority, covered(post))
    about = body.model_dump(include={"post", "service", "directorate", "direction", "urgency", "priority"})

    def command(content: str) -> File:
        return File(
            body.id,
            speaker(caller),
            **about,
            handling=body.handling,
            content=content,
            at=now(),
            post_open=None if post.opened is None else post.is_open,
            named=body.named,
        )

    return await _say(request, body.id, QUESTION, body.record, command, write)


@router.post("/{id}/acknowledge")
async def acknowledge_request(id: Id, caller: Party, write: Write) -> Receipt:
    """Say, for the side that is to answer, that the request has been taken on."""
    return await write(Task(INFORMATION_REQUEST, id, Acknowledge(id, speaker(caller), now())))


@router.post("/{id}/pause")
async def pause_request(id: Id, body: Wait, caller: Party, write: Write) -> Receipt:
    """Stop the clock while whoever is to answer waits for something."""
    return await write(Task(INFORMATION_REQUEST, id, Pause(id, speaker(caller), body.reason, now())))


@router.post("/{id}/resume")
async def resume_request(id: Id, caller: Party, write: Write) -> Receipt:
    """Let the clock go on, for either side; the deadline moves by as long as it stood still."""
    return await write(Task(INFORMATION_REQUEST, id, Resume(id, speaker(caller), now())))


@router.post("/{id}/clarifications", status_code=201)
async def clarify_request(request: Request, id: Id, body: NewClarification, caller: Party, write: Write) -> Receipt:
    """Say more precisely what is asked, under seal; a clock that has waited for that goes on."""
    asked_of = await _named(request, id)

    def command(content: str) -> Clarify:
        return Clarify(id, speaker(caller), body.id, content, body.handling, now(), body.named, asked_of)

    return await _say(request, id, body.id, body.record, command, write)


@router.post("/{id}/answers", status_code=201)
async def answer_request(request: Request, id: Id, body: NewAnswer, caller: Party, write: Write) -> Receipt:
    """Give an answer or a part of one, under seal, and at least as strictly handled as the question."""
    asked_of = await _named(request, id)

    def command(content: str) -> Answer:
        by = speaker(caller)
        return Answer(id, by, body.id, content, body.handling, body.last, now(), body.named, asked_of)

    return await _say(request, id, body.id, body.record, command, write)


@router.post("/{id}/refuse")
async def refuse_request(request: Request, id: Id, body: Refusal, caller: Party, write: Write) -> Receipt:
    """Refuse to answer, or to answer more than the parts given; everybody learns the reason's kind only."""
    asked_of = await _named(request, id)

    def command(content: str) -> Refuse:
        return Refuse(id, speaker(caller), body.reason, content, now(), asked_of)

    return await _say(request, id, REFUSAL, sealed(body.text, asked_of), command, write)


@router.post("/{id}/withdraw")
async def withdraw_request(id: Id, caller: Party, write: Write) -> Receipt:
    """Say, for the side that has asked, that no answer is needed any more."""
    return await write(Task(INFORMATION_REQUEST, id, Withdraw(id, speaker(caller), now())))


@router.post("/{id}/link")
async def link_request(id: Id, body: Tie, caller: Party, write: Write) -> Receipt:
    """Link two requests, of both of which the caller is a party; the other one says the same the other way round."""
    at, by = now(), speaker(caller)
    if body.other == id:  # the store takes each stream once; the rule refuses it
        return await write(Task(INFORMATION_REQUEST, id, Link(id, by, id, body.kind, at)))
    there = Link(body.other, by, id, INVERSE[body.kind], at)
    here = Task(INFORMATION_REQUEST, id, Link(id, by, body.other, body.kind, at))
    return await write(here, Task(INFORMATION_REQUEST, body.other, there))


@router.get("")
async def list_requests(
    caller: Reader, read: Read, post: Id | None = None, status: Status | None = None, priority: Id | None = None
) -> Page:
    """The requests of the caller's post or directorate, or all; each condition narrows the list."""
    given = {"status": status, "priority": priority}
    wanted = {name: value for name, value in given.items() if value is not None}
    return await read.page(INFORMATION_REQUESTS, wanted | own_side(caller, post))


@router.get("/waiting")
async def list_waiting_requests(
    caller: Reader, read: Read, post: Id | None = None, direction: Direction | None = None
) -> Page:
    """The requests that wait for an answer, those due first in front; `direction` says from which side."""
    wanted = {"open": True} | ({"direction": direction} if direction else {})
    return await read.page(INFORMATION_REQUESTS, wanted | own_side(caller, post), by="due_at")


@router.get("/{id}")
async def get_request(id: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One request: how far it has come, and which sealed texts there are; not what they say."""
    found = await read.one(INFORMATION_REQUESTS, id, stream=INFORMATION_REQUEST.stream(id))
    own_thing(caller, found)
    return found


async def _say(request: Request, id: str, part: str, record: dict[str, Any], command: Any, write: Write) -> Receipt:
    def known(case: Case) -> str | None:
        return case.parts[part].content if part in case.parts else None

    seal: Seal[Case] = request.app.state.seal
    return await seal.say(id, known, record, command, write)


async def _named(request: Request, id: str) -> tuple[str, ...]:
    """Who is named as reader of the question, under its seal; nobody where there is no such request."""
    case, _ = await _store(request).load(INFORMATION_REQUEST, id)
    seal: Seal[Case] = request.app.state.seal
    record = await seal.contents.get(case.parts[QUESTION].content) if QUESTION in case.parts else None
    return tuple(record["named"]) if record else ()


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store
