"""EU positions over HTTP: headquarters instruct, posts present and gather views, the matrix shows them together."""

from datetime import UTC, date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from services.postings.api.bodies import WholeText
from services.postings.api.references import known_priority
from services.postings.domain.eu_instruction import Instruct
from services.postings.domain.eu_position import EU_POSITION, Close, Gather, Present
from services.postings.domain.post import POST
from services.postings.views.eu_positions import EU_POSITIONS, matrix, of_post
from shared.clock import now
from shared.contracts.postings.eu_position import EuAssignment, EuPoint, Stance
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/eu-positions", tags=["EU positions"])

Speaker = Annotated[Caller, allow("hq", "post")]
Reader = Annotated[Caller, allow("hq", "directorate", "post", "auditor")]
Instant = Annotated[AwareDatetime, AfterValidator(lambda instant: instant.astimezone(UTC))]
REMINDER = timedelta(days=2)


class NewPoint(BaseModel):
    model_config = ConfigDict(extra="forbid")

    point: Id
    text: Text


class NewAssignment(BaseModel):
    """The post presents the position in this member state."""

    model_config = ConfigDict(extra="forbid")

    state: Country
    post: Id


class Instruction(BaseModel):
    """`field` is as `migration` or `homeland-security`; without `remind_at` posts are reminded two days before."""

    model_config = ConfigDict(extra="forbid")

    position: Id
    title: Text
    field: Id
    instruction: WholeText
    points: tuple[NewPoint, ...] = Field(max_length=50)
    assignments: tuple[NewAssignment, ...] = Field(max_length=26)
    remind_at: Instant | None = None
    due_at: Instant
    council_on: date
    priority: Id | None = None


class Presentation(BaseModel):
    """`function` is whom it was presented to, as `head of the migration department`, never a name."""

    model_config = ConfigDict(extra="forbid")

    state: Country
    function: Text
    presented_on: date


class Opinion(BaseModel):
    """What the member state thinks of a point; another one takes its place."""

    model_config = ConfigDict(extra="forbid")

    state: Country
    point: Id
    stance: Stance
    text: WholeText


@router.post("", status_code=201, dependencies=[allow("hq")])
async def instruct_posts(request: Request, body: Instruction, write: Write) -> Receipt:
    """Instruct posts to present a position in member states; the same again changes nothing."""
    await known_priority(request, body.priority, ())
    store: Store = request.app.state.store
    covers = {}
    for post in {one.post for one in body.assignments}:
        known, _ = await store.load(POST, post)
        if known.is_open:
            covers[post] = known.covers
    said = body.model_dump(exclude={"points", "assignments", "remind_at"})
    instruct = Instruct(
        **said,
        points=tuple(EuPoint(**one.model_dump()) for one in body.points),
        assignments=tuple(EuAssignment(**one.model_dump()) for one in body.assignments),
        remind_at=body.remind_at or body.due_at - REMINDER,
        covers=covers,
        at=now(),
    )
    return await write(Task(EU_POSITION, body.position, instruct))


@router.post("/{position}/present")
async def present_position(position: Id, body: Presentation, caller: Speaker, write: Write) -> Receipt:
    """Note to which function the position was presented, and when; a post does so for its own states."""
    present = Present(**body.model_dump(), by=caller.post, today=now().date())
    return await write(Task(EU_POSITION, position, present))


@router.post("/{position}/gather")
async def gather_view(position: Id, body: Opinion, caller: Speaker, write: Write) -> Receipt:
    """Note what a member state thinks of a point, once the position was presented there."""
    return await write(Task(EU_POSITION, position, Gather(**body.model_dump(), by=caller.post, at=now())))


@router.post("/{position}/close", dependencies=[allow("hq")])
async def close_position(position: Id, write: Write) -> Receipt:
    """End the gathering: the council has met, or the position is given up."""
    return await write(Task(EU_POSITION, position, Close(now())))


@router.get("")
async def list_positions(caller: Reader, read: Read, field: Id | None = None, state: Country | None = None) -> Page:
    """The positions, of one field or member state where asked for; a post sees those that it presents.

    Migration comes first, then homeland security, then the other fields by their names.
    What was presented where and said there, each position shows itself.
    """
    wanted = {"field": field, "assignments.state": state, "posts": caller.post}
    given = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(EU_POSITIONS, given, by="place", without=("presented", "views"))


@router.get("/{position}")
async def get_position(position: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One position; a post sees of the views those of its own states."""
    found = await read.one(EU_POSITIONS, position, stream=EU_POSITION.stream(position))
    if caller.post is not None and caller.post not in found["posts"]:
        raise Problem(404, "not-found", f"there is no {position} in {EU_POSITIONS.name}")
    return found if caller.post is None else of_post(found, caller.post)


@router.get("/{position}/matrix", dependencies=[allow("hq", "directorate", "auditor")])
async def synthesise(position: Id, read: Read) -> dict[str, Any]:
    """The synthesis: each point with every state's view, how many support it, and who has not said anything."""
    return matrix(await read.one(EU_POSITIONS, position, stream=EU_POSITION.stream(position)))
