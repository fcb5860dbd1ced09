"""Parked events over HTTP, for operators: listed, shown, replayed and discarded."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from shared.eventing.replay import Busy, ConsumerUnknown, Replays
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.types import Id, Text
from shared.mongo import Document

router = APIRouter(prefix="/parked", tags=["parked events"])

Operator = Annotated[Caller, allow("operator")]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Status = Literal["parked", "replayed", "discarded"]


class Failure(BaseModel):
    """Why an event could not be applied; it quotes nothing of what the event says."""

    type: str
    text: str
    stack: str | None = None


class Audit(BaseModel):
    """Who did what to a parked event, when and why."""

    what: Literal["replayed", "replay failed", "discarded"]
    by: str
    at: datetime
    reason: str


class ParkedEvent(BaseModel):
    """An event that its consumer could not apply, or, without `error`, one that stands behind it.

    `place` is its topic, partition and offset; `number` its place in the queue of its stream; `type` is `record` on a
    topic of records.
    """

    id: str
    consumer: str
    stream: str
    number: int
    type: str
    place: str
    status: Status
    sent_at: datetime
    parked_at: datetime
    error: Failure | None


class ParkedPage(BaseModel):
    """A part of the list; `next` goes into `?after=` to get the following one, and is absent at the end."""

    items: list[ParkedEvent]
    next: str | None = None


class ParkedDetail(ParkedEvent):
    """The whole of it. What is no UTF-8 is shown byte by byte; the body is deleted once the event has left."""

    headers: list[tuple[str, str | None]]
    key: str | None
    body: str | None
    audit: list[Audit]


class Replaying(BaseModel):
    """What to replay: one stream of a consumer, or, where none is named, all that it has parked."""

    model_config = ConfigDict(extra="forbid")

    consumer: Name
    stream: Name | None = None
    reason: Text = "replay"


class Replayed(BaseModel):
    """How many went through and how many are still parked; `stopped` failed again, each the first of its stream."""

    replayed: int
    remaining: int
    stopped: list[ParkedEvent]


class Discarding(BaseModel):
    """Why an event is given up."""

    model_config = ConfigDict(extra="forbid")

    reason: Text


@router.get("", dependencies=[allow("operator")])
async def list_parked(
    request: Request,
    consumer: Annotated[str | None, Query(max_length=300)] = None,
    stream: Annotated[str | None, Query(max_length=300)] = None,
    status: Status = "parked",
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="items on a page")] = 100,
) -> ParkedPage:
    """The events that wait for an operator, or that have, in the order in which they were parked."""
    wanted = {"consumer": consumer, "stream": stream, "status": status}
    filter = {name: value for name, value in wanted.items() if value is not None}
    found = await _replays(request).parking.find(filter, after, limit + 1)
    items = found[:limit]
    return ParkedPage(items=list(map(_shown, items)), next=items[-1]["order"] if len(found) > limit else None)


@router.get("/{id}", dependencies=[allow("operator")])
async def get_parked(request: Request, id: Id) -> ParkedDetail:
    """One event with its error, stack, headers and body, and with what was done to it."""
    found = await _replays(request).parking.get(id)
    if found is None:
        raise _unknown(id)
    return _detail(found)


@router.post("/replay")
async def replay_parked(request: Request, body: Replaying, caller: Operator) -> Replayed:
    """Send events through their consumer's effect again, in stream order; a stream stops at one that fails again.

    Replaying twice changes nothing. A call replays some hundreds at most: ask again while some remain and none stopped.
    """
    try:
        outcome = await _replays(request).replay(body.consumer, body.stream, caller.subject, body.reason)
    except ConsumerUnknown:
        raise Problem(404, "consumer-unknown", f"there is no consumer {body.consumer} here") from None
    except Busy as busy:
        raise Problem(409, "replay-running", str(busy), headers={"Retry-After": "2"}) from None
    stopped = list(map(_shown, outcome.stopped))
    return Replayed(replayed=outcome.replayed, remaining=outcome.remaining, stopped=stopped)


@router.post("/{id}/discard")
async def discard_parked(request: Request, id: Id, body: Discarding, caller: Operator) -> ParkedDetail:
    """Give an event up for good, so that those behind it can be replayed. Discarding it again changes nothing."""
    found = await _replays(request).discard(id, caller.subject, body.reason)
    if found is None:
        raise _unknown(id)
    if found["status"] == "replayed":
        raise Problem(409, "already-replayed", f"{id} has been replayed, so it cannot be discarded")
    return _detail(found)


def _replays(request: Request) -> Replays:
    replays: Replays = request.app.state.replays
    return replays


def _unknown(id: str) -> Problem:
    return Problem(404, "parked-event-unknown", f"there is no parked event {id}")


def _shown(found: Document) -> ParkedEvent:
    return ParkedEvent.model_validate({**found, "id": found["_id"]})


def _detail(found: Document) -> ParkedDetail:
    headers = [(one["name"], _text(one["value"])) for one in found["headers"]]
    texts = {"headers": headers, "key": _text(found["key"]), "body": _text(found.get("body"))}
    return ParkedDetail.model_validate({**found, **texts, "id": found["_id"]})


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "backslashreplace")
