"""A release is rolled out: services of the previous commit and of this one share the work, and nobody notices."""

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from liaison.client import Client
from liaison.running import ready
from services.postings.views.holders import HOLDERS
from services.postings.views.positions import POSITIONS
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from services.postings.views.vacancies import VACANCIES
from shared.clock import now
from shared.contracts.postings.fact import PostingsFact
from shared.devstack import identity, ports
from shared.devstack.child import Child
from shared.eventing import cloudevents
from shared.eventing.event import Event, by_type
from shared.eventing.store import COMMITS
from shared.eventing.views import Views
from shared.mongo import Document, Mongo
from tests import history
from tests.conftest import DEADLINE, Eventually
from tests.e2e.requests import STARTS_ON, opening, position, proposal
from tests.infrastructure import Servers

pytestmark = pytest.mark.real
GROUP = "postings.views"
VIEWS = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES)
TYPES = by_type(event for view in VIEWS for event in view.handles)
WHICH = "import services, shared; print(*services.__path__, *shared.__path__)"


@pytest.fixture
def previous(tmp_path: Path) -> Path:
    """The tree of the last commit that was published before this one."""
    commits = history.published()
    if not commits or commits[-1] == history.commit(history.ROOT, "HEAD"):
        pytest.skip("git knows no previous commit here: this clone is shallow, or none")
    return history.export(commits[-1], tmp_path / "previous")


class Rollout:
    """Two releases of one service, each whole, on the same servers; `tag` is a part of every id."""

    def __init__(self, http: httpx.AsyncClient, home: Path, old: str, new: str) -> None:
        self.http, self.home, self.old, self.new = http, home, old, new
        self.tag = uuid4().hex[:8]

    def id(self, name: str, number: int) -> str:
        return f"{name}-{number}-{self.tag}"

    def caller(self, role: str, **scope: str) -> Client:
        who = f"{scope.get('directorate', role)}-desk"
        return Client(self.http, identity.issue(self.home, subject=who, role=role, ttl=identity.HOUR, **scope))

    async def establish(self, number: int, one: str, other: str) -> None:
        """Open a post through one release and give it a position through the other."""
        hq, post = self.caller("hq"), self.id("post", number)
        await hq.post(f"{one}/posts", opening(post))
        await hq.post(f"{other}/positions", position(self.id("lo", number), post))
        await hq.put(f"{one}/people/{self.id('officer', number)}", {"name": "Invented"})

    async def appoint(self, number: int, one: str, other: str) -> None:
        """Fill the position, each step through the release that did not do the one before."""
        hq, posting = self.caller("hq"), self.id("posting", number)
        await hq.post(f"{one}/postings", proposal(posting, self.id("lo", number), self.id("officer", number)))
        for directorate, base in (("police", other), ("gendarmerie", one)):
            await self.caller("directorate", directorate=directorate).post(f"{base}/postings/{posting}/approve")
        await hq.post(f"{other}/postings/{posting}/start", {"started_on": STARTS_ON})


def release(name: str, tree: Path, servers: Servers, home: Path, base: str) -> Child:
    environment = {
        "PYTHONPATH": str(tree),
        "LIAISON_KAFKA": servers.kafka,
        "LIAISON_MONGO": servers.mongo,
        "LIAISON_JWKS": str(identity.jwks(home)),
        "LIAISON_PORT": base.rpartition(":")[2],
    }
    found = subprocess.run([sys.executable, "-P", "-c", WHICH], env=environment, capture_output=True, check=True)
    assert found.stdout.decode().split() == [str(tree / "services"), str(tree / "shared")]
    return Child(
        name, [sys.executable, "-P", "-m", "services.postings"], environment, home=home, probe=partial(ready, base)
    )


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        yield client


async def test_two_releases_in_one_group_lose_nothing_and_do_nothing_twice(
    infrastructure: Servers, previous: Path, tmp_path: Path, http: httpx.AsyncClient, eventually: Eventually
) -> None:
    bases = [f"http://127.0.0.1:{port}" for port in await ports.take([None, None])]
    rollout = Rollout(http, tmp_path, *bases)
    trees = {"old": previous, "new": history.ROOT}
    old, new = (release(*one, infrastructure, tmp_path, base) for one, base in zip(trees.items(), bases, strict=True))
    async with AsyncExitStack() as started:
        for child in (old, new):
            started.push_async_callback(child.stop)
        await old.start()
        await asyncio.gather(*(rollout.establish(number, rollout.old, rollout.old) for number in range(4)))
        await new.start()
        await eventually(partial(shared_by, infrastructure.kafka, 2))
        future = [rollout.id("future", number) for number in range(12)]
        for _ in range(2):  # the second time is a redelivery
            await publish(infrastructure.kafka, future)
        await asyncio.gather(*(rollout.appoint(number, rollout.old, rollout.new) for number in range(4)))
        for base in bases:
            await eventually(partial(filled, rollout, base, future))
        assert old.pid is not None
        both = asyncio.gather(*(rollout.establish(number, rollout.new, rollout.new) for number in range(4, 8)))
        await asyncio.gather(old.stop(), both)
        await asyncio.gather(*(rollout.appoint(number, rollout.new, rollout.new) for number in range(4, 8)))
        await nothing_lost_and_nothing_twice(infrastructure, rollout, future, eventually)
        assert new.pid is not None
    assert [child.name for child in (old, new) if "Traceback" in child.log.read_text()] == []


async def shared_by(kafka: str, members: int) -> bool:
    """Whether so many consumers share the group's partitions."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        [answer] = await admin.describe_consumer_groups([GROUP])
        _, _, state, _, _, found, *_ = answer.groups[0]
        return state == "Stable" and len(found) == members
    finally:
        await admin.close()


async def publish(kafka: str, positions: Iterable[str]) -> None:
    """What a later release may send: fields, headers and events that neither of these two knows."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        for id in positions:
            created = {"type": "postings.PositionCreated", **position(id, f"post-of-{id}"), "motto": "later"}
            repainted = {"type": "postings.PositionRepainted", "position": id, "colour": "blue"}
            filled = {"type": "postings.PositionFilled", "position": id, "posting": f"posting-to-{id}"}
            since = {"officer": "somebody", "started_on": "2026-09-01", "annex": {"floors": [3]}}
            for sequence, body in enumerate((created, repainted, filled | since), 1):
                headers = cloudevents.headers(
                    type=body["type"], source="/postings", stream=f"position-{id}", sequence=sequence, time=now(),
                    correlationid="later",
                )  # fmt: skip
                headers.append(("ce_dataschema", b"urn:later"))
                key = f"position-{id}".encode()
                await producer.send_and_wait(PostingsFact.topic, json.dumps(body).encode(), key, headers=headers)
    finally:
        await producer.stop()


async def filled(rollout: Rollout, base: str, positions: Iterable[str]) -> bool:
    shown = await rollout.caller("hq").all(f"{base}/positions")
    return {one["id"] for one in shown if one["holder"]} >= set(positions)


async def nothing_lost_and_nothing_twice(
    servers: Servers, rollout: Rollout, future: Iterable[str], eventually: Eventually
) -> None:
    """Each view is what its definition makes of every stream's events, each counted once."""
    mongo = Mongo(servers.mongo, "postings")
    try:
        streams = {f"position-{id}": 3 for id in future}
        async for commit in mongo[COMMITS].find({"stream": {"$regex": rollout.tag}}).sort("first"):
            streams[commit["stream"]] = commit["first"] + len(commit["events"]) - 1
        assert len(streams) == 12 + 8 * 4  # of each: its post, whoever heads that, the position and the posting
        wanted = folded(await on_topic(servers.kafka, streams))
        assert len(wanted) == 12 * 3 + 8 * 5
        views = Views(mongo, VIEWS)

        async def kept() -> dict[tuple[str, str], Document | None]:
            by_name = {view.name: view for view in VIEWS}
            return {(name, key): await views.get(by_name[name], key) for name, key in wanted}

        async def complete() -> bool:
            return await kept() == wanted

        try:
            await eventually(complete)
        except TimeoutError:
            assert await kept() == wanted  # shows the difference
    finally:
        await mongo.close()


async def on_topic(kafka: str, streams: Mapping[str, int]) -> dict[str, dict[int, Event | None]]:
    """Of each stream the events up to this sequence in the order of their first arrival; None where it is unknown."""
    arrived: dict[str, dict[int, Event | None]] = defaultdict(dict)
    consumer = AIOKafkaConsumer(
        PostingsFact.topic, bootstrap_servers=kafka, auto_offset_reset="earliest", isolation_level="read_committed"
    )
    await consumer.start()
    try:
        async with asyncio.timeout(DEADLINE):
            while any(len(arrived[stream]) < count for stream, count in streams.items()):
                message = await consumer.getone()
                headers: dict[str, Any] = dict(message.headers)
                stream = headers.get("ce_subject", b"").decode(errors="replace")
                if stream not in streams:  # other tests publish here too, nonsense included
                    continue
                sequence = int(headers["ce_sequence"])
                known = headers["ce_type"].decode() in TYPES
                event = cloudevents.recorded(message.headers, message.value, TYPES).event if known else None
                arrived[stream].setdefault(sequence, event)
    finally:
        await consumer.stop()
    assert {stream: list(events) for stream, events in arrived.items()} == {
        stream: list(range(1, count + 1)) for stream, count in streams.items()
    }
    return arrived


def folded(streams: Mapping[str, Mapping[int, Event | None]]) -> dict[tuple[str, str], Document | None]:
    """Every document of every view, from each event once; streams in any order, as views must bear."""
    documents: dict[tuple[str, str], Document | None] = {}
    for event in (event for events in streams.values() for event in events.values() if event is not None):
        for view in VIEWS:
            for key in view.keys(event) if isinstance(event, view.handles) else ():
                documents[view.name, key] = view.evolve(documents.get((view.name, key)), event)
    return {(name, key): None if one is None else {"id": key, **one} for (name, key), one in documents.items()}
