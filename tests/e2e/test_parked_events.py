"""Nonsense on a running service's topic, from the bus to the operator's desk and command line."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaProducer

from liaison.client import Addresses, Json
from liaison.running import ready
from shared.contracts.postings.post import PostOpened
from shared.devstack import identity, ports
from shared.devstack.child import Child
from tests.conftest import Eventually
from tests.e2e.desk import Desk, connection
from tests.e2e.requests import opening
from tests.infrastructure import Servers
from tests.unit.eventing.arriving import event

pytestmark = pytest.mark.real
CONSUMER = "postings.views.posts"


@pytest.fixture
async def operated(infrastructure: Servers, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk at the postings service alone, running as a process of its own."""
    [port] = await ports.take([None])
    base = f"http://127.0.0.1:{port}"
    own = {
        "LIAISON_KAFKA": infrastructure.kafka,
        "LIAISON_MONGO": infrastructure.mongo,
        "LIAISON_JWKS": str(identity.jwks(tmp_path)),
        "LIAISON_PORT": str(port),
    }
    service = Child(
        "postings", [sys.executable, "-m", "services.postings"], own, home=tmp_path, probe=lambda: ready(base)
    )
    await service.start()
    try:
        async with connection() as http:
            yield Desk(http, tmp_path, Addresses(base, "", "", ""))
    finally:
        await service.stop()


async def put(kafka: str, *messages: Any) -> None:
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for one in messages:
            await producer.send_and_wait(PostOpened.topic, key=one.key, value=one.value, headers=one.headers)


async def liaison(desk: Desk, *words: str) -> tuple[int | None, str]:
    """`liaison parked ...` as an operator types it; its exit code and what it said."""
    where = ("--service", "postings", "--url", desk.at.postings, "--home", str(desk.home))
    command = [sys.executable, "-m", "liaison", "parked", *words, *where]
    running = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await running.communicate()
    return running.returncode, said.decode()


async def parked(desk: Desk, stream: str) -> list[Json]:
    params = {"consumer": CONSUMER, "stream": stream}
    page = await desk.done("GET", "postings", "/parked", "operator", params=params)
    items: list[Json] = page["items"]
    return items


async def test_nonsense_on_the_topic_waits_for_the_operator_and_stops_nothing_else(
    operated: Desk, infrastructure: Servers, eventually: Eventually
) -> None:
    desk, post = operated, operated.id("post")
    stream = f"post-{post}"
    sound = PostOpened(**opening(post)).model_dump_json().encode()
    broken = event(b"no json", 1, type="postings.PostOpened", stream=stream)
    await put(
        infrastructure.kafka,
        event(sound, 1, stream=stream, type="postings.PostOpened.v7"),
        replace(broken, value=sound),
        event(b"?", 1, stream=desk.id("other"), type="postings.NeverHeardOf"),
        event(b"{}", 1, stream=desk.id("third"), type="postings.PostEnded.v2"),
        replace(broken, headers=[("ce_type", None), ("x", b"\xff")]),
        replace(broken, headers=[("ce_type", b"postings.PostOpened"), ("x", b"\xff\xfe")]),
    )
    other = await desk.done("POST", "postings", "/posts", json=opening(desk.id("sound")))

    async def readable() -> bool:
        path, params = f"/posts/{other['id']}", {"min_version": other["version"]}
        return (await desk.send("GET", "postings", path, params=params)).status_code == httpx.codes.OK

    async def waiting() -> bool:
        return len(await parked(desk, stream)) == 3

    await eventually(readable)
    await eventually(waiting)
    first, second, third = await parked(desk, stream)
    assert [(one["error"] or {}).get("type") for one in (first, second, third)] == ["NewerVersion", None, None]
    assert (await desk.send("GET", "postings", "/parked", "hq")).status_code == httpx.codes.FORBIDDEN

    code, said = await liaison(desk, "list", "--stream", stream)
    assert (code, said.count(first["id"])) == (0, 1)
    code, said = await liaison(desk, "show", first["id"])
    assert code == 0
    assert "postings.PostOpened.v7 is newer than what this code knows" in said
    assert post in json.loads(said[: said.rindex("}") + 1])["body"]
    assert (await liaison(desk, "replay", "--consumer", CONSUMER, "--stream", stream))[0] == 1
    assert (await liaison(desk, "discard", first["id"]))[0] == 2
    code, said = await liaison(desk, "discard", first["id"], "--reason", "a test")
    assert (code, said.strip()) == (0, f"postings.PostOpened.v7 of {stream} is discarded")
    code, said = await liaison(desk, "replay", "--consumer", CONSUMER, "--stream", stream)
    assert code == 1
    assert "1 replayed, 1 still parked" in said
    assert (await desk.done("GET", "postings", f"/posts/{post}"))["country"] == "PE"
    detail = await desk.done("GET", "postings", f"/parked/{first['id']}", "operator")
    assert [one["what"] for one in detail["audit"]] == ["replay failed", "discarded"]
    assert detail["body"] is None
