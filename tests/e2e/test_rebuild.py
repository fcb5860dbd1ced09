"""`liaison rebuild` on a running house: the view moves under its readers, and the services notice nothing."""

import asyncio
import sys

import pytest

from liaison.client import Json
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import opening, position

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]


async def rebuild(desk: Desk, *words: str) -> tuple[int | None, str]:
    """What the command ends with, and what it said."""
    command = [sys.executable, "-m", "liaison", "rebuild", *words, "--home", str(desk.home)]
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await child.communicate()
    return child.returncode, said.decode()


async def opened(desk: Desk, name: str, eventually: Eventually) -> Json:
    """A new position, as its readers see it once its own write is there."""
    id = desk.id(name)
    receipt = await desk.done("POST", "postings", "/positions", json=position(id, desk.id("post")))

    async def readable() -> bool:
        path, version = f"/positions/{id}", {"min_version": receipt["version"]}
        return (await desk.send("GET", "postings", path, params=version)).is_success

    await eventually(readable)
    return await desk.done("GET", "postings", f"/positions/{id}")


async def test_a_view_of_a_running_service_moves_and_the_service_goes_on(desk: Desk, eventually: Eventually) -> None:
    await desk.done("POST", "postings", "/posts", json=opening(desk.id("post")))
    before = await opened(desk, "before", eventually)
    code, said = await rebuild(desk, "postings.positions")
    assert (code, "positions lives in positions.2 now; positions is kept" in said) == (0, True), said
    assert await desk.done("GET", "postings", f"/positions/{before['id']}") == before
    assert (await opened(desk, "after", eventually))["id"] == desk.id("after")
    code, said = await rebuild(desk, "postings.positions", "--drop-old")
    assert (code, said.strip()) == (0, "dropped positions")
    code, said = await rebuild(desk, "postings.positions", "--check")
    assert (code, "positions is what its events say" in said) == (0, True), said


async def test_a_view_that_nobody_has_is_refused(desk: Desk) -> None:
    for words in (["postings"], ["elsewhere.posts"], ["postings.nothing"]):
        code, said = await rebuild(desk, *words)
        assert code == 2, said
