"""Slots and the breaker: no slot is lost to a mail server that is away, and none that was missed counts afterwards."""

import asyncio
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, cast

import pytest

from services.notifications.breaker import FAILURES
from services.notifications.composing import Letter
from services.notifications.gate import Gate
from services.notifications.mailing import Mailing
from services.notifications.outcomes import Held, Unreachable
from services.notifications.rendering import Text
from services.notifications.throttles import Passage, Throttles
from shared.clock import now
from shared.http.health import Health
from shared.mongo import Document
from tests.conftest import Eventually
from tests.unit.notifications.world import AT

SLOTS: list[Document] = [{"limit": "all", "at": AT}]
LETTER = Letter(EmailMessage(), "anne@acme.example", Text("s", "b\n"), (), {}, "fr")


class Road:
    """Stands for the throttles and the gate: who has taken a slot, since when slots count, and who has got through."""

    def __init__(self) -> None:
        self.away, self.slots, self.sent = True, list[datetime](), 0
        self.free, self.asked = asyncio.Event(), asyncio.Event()
        self.free.set()
        self.mailing = Mailing(cast(Gate, self), cast(Throttles, self), Health())

    async def pass_through(self, _: Document, __: str, ___: datetime, *, since: datetime, urgent: bool) -> Passage:
        assert not urgent
        self.slots.append(since)
        self.asked.set()
        await self.free.wait()
        return Passage(timedelta(0), SLOTS)

    async def send(self, *_: Any) -> int:
        if self.away:
            raise Unreachable("away")
        self.sent += 1
        return 250

    async def goes(self) -> int:
        return await self.mailing.send({}, LETTER, "no-reply@liaison.example", lambda: None)

    async def opens(self) -> None:
        """The server is found to be away."""
        for _ in range(FAILURES):
            with pytest.raises(Unreachable):
                await self.goes()
        assert self.mailing.away


async def test_while_the_server_is_away_no_slot_is_taken() -> None:
    road = Road()
    await road.opens()
    taken = len(road.slots)
    with pytest.raises(Held) as held:
        await road.goes()
    assert (len(road.slots), held.value.what) == (taken, {})


async def test_a_slot_that_was_taken_when_the_server_went_away_is_kept() -> None:
    road = Road()
    road.free.clear()
    waiting = asyncio.create_task(road.goes())
    await road.asked.wait()
    for _ in range(FAILURES):
        road.mailing._failed(Unreachable("away"))  # others, meanwhile
    road.free.set()
    with pytest.raises(Held) as held:
        await waiting
    assert held.value.what == {"slots": SLOTS}


async def test_slots_from_before_the_server_was_back_are_void(eventually: Eventually) -> None:
    road, began = Road(), now()
    await road.opens()
    assert all(since <= now() for since in road.slots)
    first = road.slots[-1]

    async def may_try() -> bool:
        return not road.mailing.away

    await eventually(may_try)
    road.away, back = False, now()
    assert await road.goes() == 250  # the probe
    assert await road.goes() == 250
    assert began <= first == road.slots[-2] < back <= road.slots[-1]
