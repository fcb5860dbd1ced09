"""What may become of a delivery, whatever workers, operators and returned mails do to it, on a real MongoDB.

A model says what must be in the database after each step; hypothesis looks for a story in which it is not.
"""

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)
from hypothesis.stateful import run_state_machine_as_test as tell

from services.notifications.claims import AGAIN, LEASE, STUCK_AFTER, Priority
from services.notifications.deliveries import Deliveries, new_delivery
from services.notifications.outcomes import Permanent, Suppressed, Temporary, Undelivered, Withdrawn
from services.notifications.progress import BEFORE, REOPENED
from services.notifications.recipients import Addressee, Recipient
from shared.mongo import Document, Mongo
from tests.infrastructure import Servers
from tests.unit.notifications import world

pytestmark = pytest.mark.real

T = TypeVar("T")
STEPS = {(before, after) for after, befores in BEFORE.items() for before in befores}
STEPS |= {(one, "pending") for one in REOPENED} | {("pending", "pending")}
TO = Addressee(Recipient("company", "acme"), "a-meeting")
GIVEN_UP = ((Withdrawn, "cancelled"), (Suppressed, "suppressed"), (Permanent, "failed"), (Temporary, "failed"))
times = st.sampled_from([timedelta(0), LEASE / 2, LEASE, 2 * STUCK_AFTER])
Ended = tuple[type[Undelivered], str]
Wait = timedelta | None
numbers = st.integers(0, len(Priority) - 1)


@dataclass
class Known:
    """What a delivery must be in the database; `lease` and `since` are there while it is in sending."""

    priority: int
    due_at: datetime | None
    status: str = "pending"
    tries: int = 0
    attempts: int = 0
    lease: str | None = None
    since: datetime | None = None

    def settle(self, status: str) -> None:
        self.status, self.due_at, self.lease, self.since = status, None, None, None

    def wait(self, until: datetime) -> None:
        self.status, self.due_at, self.lease, self.since = "pending", until, None, None

    def seen(self) -> tuple[Any, ...]:
        return self.status, self.due_at, self.tries, self.attempts, self.lease, self.since


class Story(RuleBasedStateMachine):
    """`held` are deliveries as workers took them, who may come back with each at any time, also far too late."""

    held = Bundle("held")
    deliveries: Deliveries
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.now, self.known, self.before = world.AT, dict[str, Known](), dict[str, str]()
        self.run(self.deliveries.collection.delete_many({}))

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    @initialize()
    def events_arrive(self) -> None:
        for number, priority in enumerate(Priority):
            self.an_event_arrives_again(number, priority)

    @rule(number=numbers, priority=st.sampled_from(Priority))
    def an_event_arrives_again(self, number: int, priority: Priority) -> None:
        """Which changes nothing, whatever has become of its delivery."""
        made = new_delivery(world.recorded(world.MATCHED, f"s-{number}"), "exhibitor_matched", TO, self.now)
        self.known.setdefault(made["_id"], Known(priority, self.now))
        self.run(self.deliveries.add([made | {"priority": priority}]))

    @rule(target=held, passed=times, workers=st.integers(1, 4))
    def workers_look_at_the_same_time(self, passed: timedelta, workers: int) -> MultipleResults[Document]:
        return multiple(*self._taken(passed, workers))

    def _taken(self, passed: timedelta, workers: int = 1) -> list[Document]:
        """Nobody gets what another has, or had and may still send; the most important goes first.

        Which of several workers gets what is chance, and hypothesis has to find the same each time: what none of them
        got is taken one after the other, and all of it is kept in one order.
        """
        self.now += passed
        free = {id for id, one in self.known.items() if one.due_at is not None and one.due_at <= self.now}

        async def claims() -> Iterable[Document | None]:
            return await asyncio.gather(*(self.deliveries.claim(self.now) for _ in range(workers)))

        taken = [one for one in self.run(claims()) if one is not None]
        assert bool(taken) == bool(free)
        while workers > 1 and (late := self.run(self.deliveries.claim(self.now))) is not None:
            taken.append(late)
        taken.sort(key=itemgetter("_id"))
        ids = [str(one["_id"]) for one in taken]
        assert len(set(ids)) == len(ids)
        assert set(ids) <= free if workers == 1 else set(ids) == free
        if workers == 1 and free:
            first = min((self.known[id].priority, self.known[id].due_at or self.now) for id in free)
            assert (self.known[ids[0]].priority, self.known[ids[0]].due_at) == first
        for one in taken:
            known = self.known[one["_id"]]
            known.since = known.since if known.status == "sending" else self.now
            known.status, known.due_at, known.lease = "sending", self.now + LEASE, one["lease"]
            known.tries += 1
        self.the_database_says_what_happened_and_nothing_has_gone_backwards()
        return taken

    @rule(target=held, passed=times)
    def a_worker_sends_one(self, passed: timedelta) -> MultipleResults[Document]:
        taken = self._taken(passed)
        for one in taken:
            self.the_other_side_has_taken_it(one)
        return multiple(*taken)

    @rule(target=held, passed=times, ended=st.sampled_from(GIVEN_UP), wait=st.none() | times)
    def a_worker_fails_with_one(self, passed: timedelta, ended: Ended, wait: Wait) -> MultipleResults[Document]:
        taken = self._taken(passed)
        for one in taken:
            self.an_attempt_comes_to_nothing(one, ended, wait)
        return multiple(*taken)

    @rule(taken=held)
    def the_other_side_has_taken_it(self, taken: Document) -> None:
        """True whoever holds the lease by now, but what is settled stays so."""
        self.run(self.deliveries.sent(taken, self.now, "email", 250, {"message_id": "<x@liaison.example>"}))
        known = self.known[taken["_id"]]
        if known.status in ("pending", "sending"):
            known.settle("sent")
            known.attempts += 1

    @rule(taken=held, ended=st.sampled_from(GIVEN_UP), wait=st.none() | times)
    def an_attempt_comes_to_nothing(self, taken: Document, ended: Ended, wait: Wait) -> None:
        """Void for whoever has lost the lease."""
        why, status = ended
        again = None if wait is None else self.now + wait
        self.run(self.deliveries.undelivered(taken, self.now, why("so"), again))
        if self._holds(taken):
            known = self.known[taken["_id"]]
            known.attempts += 1
            known.settle(status) if again is None else known.wait(again)

    @rule(taken=held, wait=times)
    def it_may_not_go_yet(self, taken: Document, wait: timedelta) -> None:
        self.run(self.deliveries.hold(taken, self.now + wait))
        if self._holds(taken):
            self.known[taken["_id"]].wait(self.now + wait)
            self.known[taken["_id"]].tries -= 1

    def _holds(self, taken: Document) -> bool:
        return self.known[taken["_id"]].lease == str(taken["lease"])

    @precondition(lambda self: any(one.since is not None for one in self.known.values()))
    @rule()
    def what_is_stuck_is_put_back(self) -> None:
        self.run(self.deliveries.free_stuck(self.now))
        for known in self.known.values():
            if known.since is not None and known.since <= self.now - STUCK_AFTER:
                known.wait(self.now + AGAIN)
                known.attempts += 1

    def _one(self, number: int) -> tuple[str, Known]:
        return list(self.known.items())[number]

    @rule(number=numbers)
    def a_mail_comes_back(self, number: int) -> None:
        """Which only one that was sent can."""
        id, known = self._one(number)
        found = self.run(self.deliveries.bounced(id, self.now, "came back 5.1.1"))
        assert (found is not None) == (known.status == "sent")
        if found is not None:
            known.status, known.attempts = "failed", known.attempts + 1

    @rule(number=numbers)
    def its_mailbox_says_that_it_has_it(self, number: int) -> None:
        """Which changes nothing of what is still to be done, or was."""
        id, _ = self._one(number)
        self.run(self.deliveries.delivered([id], self.now))

    @rule(number=numbers)
    def an_operator_sends_it_again(self, number: int) -> None:
        """Which opens what failed or was suppressed, and nothing else."""
        id, known = self._one(number)
        reopened = known.status in ("failed", "suppressed")
        assert self.run(self.deliveries.resend(id, self.now)) == reopened
        if reopened:
            known.wait(self.now)
            known.tries = 0

    @invariant()
    def the_database_says_what_happened_and_nothing_has_gone_backwards(self) -> None:
        stored = {one["_id"]: one for one in self.run(self.deliveries.page({}, None, 100))}
        seen = {id: as_known(one).seen() for id, one in stored.items()}
        assert seen == {id: one.seen() for id, one in self.known.items()}
        now = {id: str(one["status"]) for id, one in stored.items()}
        steps = {(self.before[id], status) for id, status in now.items() if self.before.get(id, status) != status}
        assert steps <= STEPS
        self.before = now


def as_known(stored: Document) -> Known:
    """A delivery as the model has it; `sending_since` counts only while it is in sending."""
    sending = stored["status"] == "sending"
    return Known(
        priority=stored["priority"],
        due_at=stored.get("due_at"),
        status=stored["status"],
        tries=stored["tries"],
        attempts=len(stored["attempts"]),
        lease=stored.get("lease"),
        since=stored.get("sending_since") if sending else None,
    )


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_whatever_happens_in_whatever_order_a_delivery_goes_forward_and_to_one_worker_at_a_time(
    infrastructure: Servers, driver: Any
) -> None:
    few = settings(
        max_examples=25,
        stateful_step_count=40,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # to make a story shorter takes minutes on a database
    )

    def in_a_thread() -> None:
        """With a loop of its own: hypothesis is not asynchronous."""
        loop = asyncio.new_event_loop()

        async def begin() -> Deliveries:
            made = Deliveries(Mongo(infrastructure.mongo, f"test-{uuid4().hex[:12]}", driver))
            await made.prepare()
            return made

        deliveries = loop.run_until_complete(begin())
        try:
            tell(type("Told", (Story,), {"deliveries": deliveries, "loop": loop}), settings=few)
        finally:
            loop.run_until_complete(deliveries.mongo.drop())
            loop.run_until_complete(deliveries.mongo.close())
            loop.close()

    await asyncio.to_thread(in_a_thread)
