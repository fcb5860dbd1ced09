"""A mailbox that is read by IMAP, on a real IMAP server and a real MongoDB: each mail is handled, then moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from prometheus_client import REGISTRY
from pydantic import SecretStr
from pymongo.errors import AutoReconnect

from services.notifications.domain.confirmation import CONFIRMATION
from services.notifications.inbound import LIMIT, Inbound, Taken
from services.notifications.inbox import Folders, Inbox
from services.notifications.service import build
from services.notifications.settings import NotificationsSettings
from shared.devstack import identity
from shared.eventing.lease import Leases
from shared.eventing.views import Views
from shared.http.health import Health
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.test_mail_api import Office
from tests.integration.test_notifications_api import hear
from tests.unit.notifications import imap_server, returned, world
from tests.unit.notifications.imap_server import Between, Postman, between
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real


def mail(words: str) -> bytes:
    return f"From: a@b.example\r\nSubject: {words}\r\n\r\n{words}\r\n".encode()


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


class Taker:
    """Stands where mails are handled: remembers them, and stumbles where a mail says so."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.away = 0

    async def take(self, raw: bytes, correlation: str, at: datetime) -> Taken:
        assert correlation
        assert at.tzinfo is not None
        self.mails.append(raw)
        if self.away:
            self.away -= 1
            raise AutoReconnect("no primary")
        if b"poison" in raw:
            raise KeyError("a defect")
        return Taken("other", "not-understood") if b"human" in raw else Taken("bounce", "failed", "d-1")


class Reading:
    """Readers of one folder, each as if in a process of its own."""

    def __init__(self, mongo: Mongo, port: int) -> None:
        self.postman, self.taker, self.health = Postman(port), Taker(), Health()
        tag = uuid4().hex[:8]
        self.folder, self.folders = f"in-{tag}", Folders(f"done-{tag}", f"aside-{tag}")
        self._mongo = mongo

    @asynccontextmanager
    async def at_work(self, server: Between) -> AsyncIterator[asyncio.Task[None]]:
        leases = Leases(self._mongo, str(uuid4()), seconds=60)
        inbound = cast(Inbound, self.taker)
        inbox = Inbox(server.server(self.folder), self.folders, inbound, leases, self.health, every=0.1)
        await inbox.prepare()
        task = asyncio.create_task(inbox.run(lambda: self.health.report("inbox", None)))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def empty(self) -> bool:
        return await self.postman.there(self.folder) == []

    async def handled(self) -> list[bytes]:
        return await self.postman.there(self.folders.handled)

    async def aside(self) -> list[bytes]:
        return await self.postman.there(self.folders.aside)

    @property
    def status(self) -> str:
        return self.health.components["inbox"].status if "inbox" in self.health.components else ""


@pytest.fixture(scope="module")
async def port() -> AsyncIterator[int]:
    async with imap_server.serving() as port:
        yield port


@pytest.fixture
async def reading(mongo: Mongo, port: int) -> Reading:
    return Reading(mongo, port)


async def test_what_nothing_can_be_made_of_is_set_aside_and_counted_and_keeps_no_other_waiting(
    reading: Reading, port: int, eventually: Eventually
) -> None:
    before = {
        why: counted("liaison_inbox_set_aside_total", why=why) for why in ("failed", "too-large", "not-understood")
    }
    large = mail("large").ljust(LIMIT + 1, b".")
    await reading.postman.bring(reading.folder, mail("poison"), large, mail("human"), mail("bounce"))
    async with between(port) as server, reading.at_work(server):
        await eventually(reading.empty)
    assert await reading.handled() == [mail("bounce")]
    assert await reading.aside() == [mail("poison"), large, mail("human")]
    assert reading.taker.mails == [mail("poison"), mail("human"), mail("bounce")]
    assert {why: counted("liaison_inbox_set_aside_total", why=why) - n for why, n in before.items()} == dict.fromkeys(before, 1)  # fmt: skip  # noqa: E501
    assert counted("liaison_inbox_waiting") == 0


async def test_a_mail_that_could_not_be_moved_stays_is_handled_again_and_then_moved(
    reading: Reading, port: int, eventually: Eventually
) -> None:
    faults = counted("liaison_inbox_faults_total")
    await reading.postman.bring(reading.folder, mail("one"), mail("two"))
    async with between(port) as server:
        server.cut_at = b"MOVE"
        async with reading.at_work(server):
            await eventually(reading.empty)

            async def up() -> bool:
                return reading.status == "up"

            await eventually(up)
    assert reading.taker.mails == [mail("one"), mail("one"), mail("two")]
    assert await reading.handled() == [mail("one"), mail("two")]
    assert counted("liaison_inbox_faults_total") == faults + 1


async def test_a_server_that_is_away_is_told_and_read_when_it_is_back(
    reading: Reading, port: int, eventually: Eventually
) -> None:
    await reading.postman.bring(reading.folder, mail("one"))
    async with between(port) as server:
        server.closed = True
        async with reading.at_work(server):

            async def down() -> bool:
                return reading.status == "down"

            await eventually(down)
            assert reading.taker.mails == []
            server.closed = False
            await eventually(reading.empty)
    assert await reading.handled() == [mail("one")]


async def test_while_the_database_is_away_mails_stay_where_they_are(
    reading: Reading, port: int, eventually: Eventually
) -> None:
    await reading.postman.bring(reading.folder, mail("one"))
    reading.taker.away = 1
    async with between(port) as server:
        async with reading.at_work(server) as task:
            with pytest.raises(AutoReconnect):
                await task
        assert await reading.postman.there(reading.folder) == [mail("one")]
        async with reading.at_work(server):
            await eventually(reading.empty)
    assert (len(reading.taker.mails), await reading.handled()) == (2, [mail("one")])


async def test_of_several_readers_one_reads_and_another_goes_on_where_that_one_stops(
    reading: Reading, port: int, eventually: Eventually
) -> None:
    mails = [mail(f"number {n}") for n in range(6)]
    async with between(port) as server:
        await reading.postman.bring(reading.folder, *mails[:4])
        async with reading.at_work(server) as first, reading.at_work(server):
            await eventually(reading.empty)
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            await reading.postman.bring(reading.folder, *mails[4:])
            await eventually(reading.empty)
    assert reading.taker.mails == mails
    assert await reading.handled() == mails


async def test_bounces_and_replies_from_the_mailbox_do_what_posted_ones_do(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, port: int, eventually: Eventually
) -> None:
    home, sink, postman, tag = tmp_path_factory.mktemp("issuer"), Sink(), Postman(port), uuid4().hex[:8]
    await postman.bring(f"in-{tag}")
    async with serving(sink) as smtp:
        service = build(
            NotificationsSettings(
                kafka=infrastructure.kafka,
                mongo=SecretStr(infrastructure.mongo),
                jwks=str(identity.jwks(home)),
                smtp=smtp,
                link_secret=SecretStr(world.SECRET),
                inbox=f"imap://127.0.0.1:{port}",
                inbox_user=imap_server.USER,
                inbox_password=SecretStr(imap_server.PASSWORD),
                inbox_starttls=False,
                inbox_folder=f"in-{tag}",
                inbox_handled=f"done-{tag}",
                inbox_seconds=1,
            )
        )
        await service.mongo.drop()
        views = Views(service.mongo, service.views)
        await views.prepare()
        app = replace(service, views=(), reactions=(), mirrors=()).app()
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://notifications") as http,
        ):
            office = Office(http, home, sink, service, views)

            async def invited() -> bool:
                figures = await office.send("GET", "/deliveries/figures", "hq")
                return figures.json()["open"] == 0 and len(sink.mails) > 4

            async def ready() -> bool:
                answer = await http.get("/health/ready")
                return bool(answer.json().get("components", {}).get("inbox") == {"status": "up"})

            await eventually(ready)
            await hear(service, views)
            await eventually(invited)
            accepted = (await office.only(about="m1", recipient="acme"))["id"]
            returning = await office.only(about="m2", recipient="sucamec")
            mails = [
                returned.reply(office.mail("anne@acme.example", "Policía")), returned.bounce(returning["message_id"])
            ]  # fmt: skip
            await postman.bring(f"in-{tag}", *mails)

            async def handled() -> bool:
                return len(await postman.there(f"done-{tag}")) == 2

            await eventually(handled)
            assert await service.store.load(CONFIRMATION, accepted) == ("accepted", 1)
            assert (await office.only(about="m2", recipient="sucamec"))["status"] == "failed"
            assert await postman.there(f"done-{tag}") == mails
            await service.mongo.drop()
