"""The devstack with real servers: data outlives a stop, children do not outlive their parent, one run per home."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiosmtplib import SMTP
from pymongo import MongoClient

from shared.devstack.lock import AlreadyRunning
from shared.devstack.ports import take
from shared.devstack.stack import Devstack
from tests.unit.devstack.processes import ends

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

PARENT = """
import asyncio, json, pathlib, sys
from shared.devstack.stack import Devstack

async def main():
    async with Devstack(pathlib.Path(sys.argv[1]), kafka_port=int(sys.argv[2]), environ={}) as stack:
        print(json.dumps({name: child.pid for name, child in stack.children.items()}), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""
MAIL = "From: a@liaison.example\r\nTo: b@liaison.example\r\nSubject: kept\r\n\r\nText\r\n"


async def put(stack: Devstack) -> None:
    """A topic with a message, a document written in a transaction, a mail."""
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.kafka)
    await admin.start()
    await admin.create_topics([NewTopic("kept", num_partitions=2, replication_factor=1)])
    await admin.close()
    async with (
        AIOKafkaProducer(bootstrap_servers=stack.kafka, transactional_id="put") as producer,
        producer.transaction(),
    ):
        await producer.send_and_wait("kept", b"message", partition=1)
    with (
        MongoClient[dict[str, Any]](stack.mongo) as mongo,
        mongo.start_session() as session,
        session.start_transaction(),
    ):
        mongo["kept"]["things"].insert_one({"_id": 1}, session=session)
    smtp_port = int(stack.smtp.rpartition(":")[2])
    async with SMTP(hostname="127.0.0.1", port=smtp_port, start_tls=False) as smtp:
        await smtp.sendmail("a@liaison.example", ["b@liaison.example"], MAIL)


async def kept(stack: Devstack) -> tuple[bytes | None, int, int]:
    """The message, the number of documents, the number of mail files."""
    async with AIOKafkaConsumer(
        "kept", bootstrap_servers=stack.kafka, auto_offset_reset="earliest", isolation_level="read_committed"
    ) as consumer:
        async with asyncio.timeout(20):
            message = await consumer.getone()
    with MongoClient[dict[str, Any]](stack.mongo) as mongo:
        documents = mongo["kept"]["things"].count_documents({})
    return message.value, documents, mails(stack.home)


def mails(home: Path) -> int:
    return len(list((home / "mail").glob("*.eml")))


async def test_data_outlives_a_stop_and_a_kill_and_a_change_of_ports(tmp_path: Path) -> None:
    async with Devstack(tmp_path, environ={}) as stack:
        await put(stack)
        before = (stack.kafka, stack.mongo)
        with pytest.raises(AlreadyRunning):
            await Devstack(tmp_path, environ={}).start()
    async with Devstack(tmp_path, environ={}) as stack:
        assert stack.kafka != before[0]
        assert stack.mongo != before[1]
        assert await kept(stack) == (b"message", 1, 1)
        for child in stack.children.values():
            child.kill()
        await asyncio.gather(*(child.restart() for child in stack.children.values()))
        assert await kept(stack) == (b"message", 1, 1)


def killed_parent(home: Path, kafka_port: int) -> dict[str, int]:
    """The pids of a devstack's children whose parent was killed by SIGKILL when all of them were up."""
    command = [sys.executable, "-c", PARENT, str(home), str(kafka_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        children: dict[str, int] = json.loads(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
    return children


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are ended at the next start")
async def test_the_next_run_has_the_ports_and_data_of_a_killed_one(tmp_path: Path) -> None:
    [kafka_port] = await take([None])
    children = killed_parent(tmp_path, kafka_port)
    assert sorted(children) == ["kafka", "mail", "mongo"]
    async with Devstack(tmp_path, kafka_port=kafka_port, environ={}) as stack:  # at once: they may still be dying
        assert stack.kafka == f"127.0.0.1:{kafka_port}"
        assert [name for name, pid in children.items() if not ends(pid, within=0)] == []


async def test_nothing_is_left_running_where_one_server_cannot_start(tmp_path: Path) -> None:
    (tmp_path / "mongo").write_text("a file where mongod's directory should be")
    stack = Devstack(tmp_path, environ={})
    with pytest.raises(FileExistsError):
        await stack.start()
    assert stack.children == {}
    assert await take([int(stack.kafka.rpartition(":")[2])])


async def test_servers_that_are_given_are_used_and_not_started(tmp_path: Path) -> None:
    given = {
        "LIAISON_KAFKA": "kafka.example:9092",
        "LIAISON_MONGO": "mongodb://mongo.example/?replicaSet=rs0",
        "LIAISON_SMTP": "smtp://mail.example:25",
        "LIAISON_MAIL": "http://mail.example:8025",
    }
    async with Devstack(tmp_path, environ=given) as stack:
        assert stack.children == {}
        assert stack.mail == "http://mail.example:8025"
        assert given.items() - {("LIAISON_MAIL", stack.mail)} <= stack.environment().items()
