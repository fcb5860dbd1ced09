"""Whoever is killed in the middle of a transaction does not hold up the others for long."""

import asyncio
import sys
from uuid import uuid4

import pytest

from shared.mongo import Mongo
from tests.infrastructure import Servers

pytestmark = pytest.mark.real

SOON = 30.0  # seconds; without a limit of ours it takes a minute
WRITER = """
import sys
from pymongo import MongoClient
with MongoClient(sys.argv[1]) as client, client.start_session() as session, session.start_transaction():
    client[sys.argv[2]]["things"].update_one({"_id": 1}, {"$set": {"by": "killed"}}, session=session)
    print("written", flush=True)
    sys.stdin.read()
"""


async def test_what_a_killed_process_has_not_ended_is_soon_nobodys(infrastructure: Servers) -> None:
    mongo = Mongo(infrastructure.mongo, f"test-{uuid4().hex[:12]}")  # which driver waits makes no difference
    await mongo["things"].insert_one({"_id": 1, "by": "nobody"})
    words = [sys.executable, "-c", WRITER, infrastructure.mongo, mongo.database.name]
    pipe = asyncio.subprocess.PIPE  # whose end is the child's, too
    child = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe)
    try:
        assert child.stdout is not None
        assert await child.stdout.readline() == b"written\n"
        child.kill()
        await child.wait()
        async with asyncio.timeout(SOON):
            await mongo["things"].update_one({"_id": 1}, {"$set": {"by": "another"}})
        assert await mongo["things"].find_one() == {"_id": 1, "by": "another"}
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
        await mongo.drop()
        await mongo.close()
