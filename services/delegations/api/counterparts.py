"""Whom a participant of a buyer-meeting day may ask for a meeting: those of the other side, by name."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.delegations.api.access import own_part, own_post, own_side
from services.delegations.api.seats import seated
from services.delegations.domain.day import DAY
from services.delegations.views.days import DAYS
from shared.http.identity import Caller
from shared.http.problems import Problem
from shared.http.reading import Read
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}/counterparts", tags=["meeting requests"])

Reader = Annotated[Caller, seated("hq", "partnerships", "post", "company", "buyer")]


class Counterpart(BaseModel):
    """A participant of the other side; `absent` are the numbers, from 0, of the slots in which it cannot meet."""

    id: str
    name: str
    absent: list[int]


class Counterparts(BaseModel):
    participant: str
    counterparts: list[Counterpart]


@router.get("")
async def get_counterparts(day: Id, participant: Id, caller: Reader, read: Read) -> Counterparts:
    """All of the other side, in the order of their ids; a company or a buyer asks for itself only."""
    own_part(caller, day, participant)
    found = await read.one(DAYS, day, stream=DAY.stream(day))
    own_post(caller, found["post"])
    me = found["participants"].get(participant)
    if me is None:
        raise Problem(404, "participant-unknown", f"{participant} does not take part in day {day}")
    own_side(caller, me["side"])
    others = {id: one for id, one in found["participants"].items() if one["side"] != me["side"]}
    shown = [Counterpart(id=id, name=one["name"], absent=one["absent"]) for id, one in sorted(others.items())]
    return Counterparts(participant=participant, counterparts=shown)
