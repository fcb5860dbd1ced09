"""Servers that are away, at the start and later: services wait, say so once, lose nothing and repeat nothing."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from liaison.client import Client, Json
from tests.conftest import DEADLINE, Eventually
from tests.e2e.breakable import Breakable, breakable, first_occurrences, knocks
from tests.e2e.desk import Desk, slug, well_formed
from tests.e2e.requests import STARTS_ON, fair, opening, position, proposal

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

TRIES = 9  # of the three services together: some of each
WRITERS = 4
AWAY, FIRST_WORK = ("down", "up"), ("up",)  # what the log may say of a component: a line per change, not per try


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Breakable]:
    """The services, begun while none of the servers is there."""
    async with breakable(tmp_path_factory.mktemp("breakable")) as running:
        if running.stack.in_memory:
            pytest.skip("Tansu keeps nothing, so it cannot be killed and come back")
        yield running


@pytest.fixture
async def desk(house: Breakable, eventually: Eventually) -> Desk:
    """A desk in the house when everything is there."""
    await house.start_servers()
    await eventually(house.ready)
    return Desk(house.http, house.home, house.at)


async def test_services_that_begin_before_their_servers_wait_for_them(house: Breakable, eventually: Eventually) -> None:
    desk = Desk(house.http, house.home, house.at)
    commands = {
        ("postings", "/posts"): opening(desk.id("post")),
        ("delegations", "/fairs"): fair(desk.id("fair")),
        ("notifications", "/endpoints"): {"id": "hook", "company": "acme", "url": "https://acme.example/"},
    }
    async with knocks(house.ports["mongo"]) as at_mongo, knocks(house.ports["kafka"]) as at_kafka:
        await eventually(lambda: house.missing("mongo", "kafka"))
        for service in house.services:
            assert (await house.http.get(desk.url(service, "/health/live"))).is_success
        for (service, path), body in commands.items():
            assert later(await desk.send("POST", service, path, json=body)) == "storage-unavailable"
        await eventually(lambda: enough(at_mongo, at_kafka))
        said = {service: house.changes(service) for service in house.services}
    assert said == {service: dict.fromkeys(("mongo", "kafka", service), ("down",)) for service in house.services}
    await house.start_servers()
    await eventually(house.ready)
    for service in house.services:
        changes = house.changes(service)
        assert {changes[name] for name in ("mongo", "kafka", service)} == {AWAY}
        assert set(changes.values()) <= {AWAY, FIRST_WORK}


async def enough(*knocks: list[None]) -> bool:
    return all(len(counted) >= TRIES for counted in knocks)


def later(response: httpx.Response) -> str:
    """The slug of a problem that asks to be tried again later."""
    problem = well_formed(response)
    assert response.status_code == 503, problem
    assert int(response.headers["retry-after"]) > 0
    return slug(problem)


async def test_kafka_killed_while_running_and_a_service_too_delays_events_and_loses_none(
    house: Breakable, desk: Desk, eventually: Eventually
) -> None:
    posting = await ready_to_start(desk)
    companies = [await company(desk, number) for number in range(WRITERS)]
    await asyncio.gather(*(change(desk, one, range(5)) for one in companies))
    earlier = await seen(desk, "postings", f"/postings/{posting}", 4)
    before = house.log()

    async with asyncio.TaskGroup() as writing:
        for one in companies:
            writing.create_task(change(desk, one, range(5, 25)))
        await asyncio.to_thread(house.kill, "kafka")
    await eventually(lambda: house.missing("kafka"))
    start = await desk.done("POST", "postings", f"/postings/{posting}/start", json={"started_on": STARTS_ON})
    assert await desk.done("GET", "postings", f"/postings/{posting}") == earlier
    behind = await desk.send("GET", "postings", f"/postings/{posting}", params={"min_version": start["version"]})
    assert later(behind) == "view-behind"

    house.services["delegations"].kill()  # what it has not sent yet is nowhere but in its database
    before |= {"delegations": house.log()["delegations"]}
    await house.services["delegations"].start()
    await eventually(lambda: house.takes_commands("delegations"))
    _, *versions = await asyncio.gather(house.start("kafka"), *(change(desk, one, range(25, 35)) for one in companies))
    assert versions == [36] * WRITERS  # registered, and changed thirty-five times
    await eventually(house.ready)
    found = await house.events({f"company-{one}": 36 for one in companies} | {f"posting-{posting}": start["version"]})
    for sequences in found.values():
        assert first_occurrences(sequences) == [*range(1, max(sequences) + 1)]
    for one in companies:
        assert (await seen(desk, "delegations", f"/companies/{one}", 36))["declared"] == ["Category 34"]
    assert (await seen(desk, "postings", f"/postings/{posting}", start["version"]))["status"] == "started"
    await eventually(lambda: told_once(house, desk, f"posting-{posting}", 2))
    for service in house.services:
        changes = house.changes(service, before)
        assert changes["kafka"] == AWAY
        assert set(changes.values()) <= {AWAY, FIRST_WORK}


async def test_a_service_that_is_asked_to_end_while_kafka_hangs_ends_and_its_events_come_later(
    house: Breakable, desk: Desk, eventually: Eventually
) -> None:
    posting = await ready_to_start(desk)
    with house.hung("kafka"):
        began = {"started_on": STARTS_ON}
        start = await desk.done("POST", "postings", f"/postings/{posting}/start", json=began)
        await house.end("postings")
    await house.services["postings"].start()
    await eventually(house.ready)
    await house.events({f"posting-{posting}": start["version"]})
    await eventually(lambda: told_once(house, desk, f"posting-{posting}", 2))


async def test_a_mail_waits_for_a_mail_server_that_is_away(
    house: Breakable, desk: Desk, eventually: Eventually
) -> None:
    posting = await ready_to_start(desk)
    before = house.log()
    house.kill("mail")
    await desk.done("POST", "postings", f"/postings/{posting}/start", json={"started_on": STARTS_ON})

    async def waits() -> bool:
        listed = await of_the_start(desk, f"posting-{posting}")
        found = [await desk.done("GET", "notifications", f"/deliveries/{one['id']}") for one in listed]
        tried = [attempt["outcome"] for one in found for attempt in one["attempts"]]
        assert set(tried) <= {"unreachable", "unanswered", "waiting"}
        smtp = (await house.health("notifications")).get("smtp")
        return len(found) == 2 and "unreachable" in tried and smtp == "down"

    await eventually(waits)
    await house.start("mail")
    await eventually(lambda: told_once(house, desk, f"posting-{posting}", 2))
    await eventually(house.ready)
    assert house.changes("notifications", before)["smtp"] == AWAY


async def test_mongodb_killed_while_running_makes_commands_wait_and_none_is_lost_or_done_twice(
    house: Breakable, desk: Desk, eventually: Eventually
) -> None:
    posting = await ready_to_start(desk)
    companies = [await company(desk, number) for number in range(WRITERS)]
    patient = Client(desk.http, desk.token("hq"))  # repeats a command under its key until it is answered
    at = f"{desk.at.delegations}/companies"

    async def changed(company: str) -> int:
        for number in range(15):
            receipt = await patient.post(f"{at}/{company}/change", {"categories": [f"Category {number}"]})
        return int(receipt["version"])

    before = house.log()
    async with asyncio.TaskGroup() as writing:
        writers = [writing.create_task(changed(one)) for one in companies]
        await asyncio.to_thread(house.kill, "mongo")
        await eventually(lambda: house.missing("mongo"))
        path, body = f"/postings/{posting}/start", {"started_on": STARTS_ON}
        unavailable = await asyncio.gather(
            desk.send("GET", "postings", "/posts"),
            desk.send("GET", "delegations", "/fairs"),
            desk.send("GET", "notifications", "/deliveries"),
            desk.send("POST", "postings", path, json=body),
        )
        assert {later(answer) for answer in unavailable} == {"storage-unavailable"}
        await house.start("mongo")
        start = await patient.post(desk.url("postings", path), body)
    assert [writer.result() for writer in writers] == [16] * WRITERS
    await eventually(house.ready)
    wanted = {f"company-{one}": 16 for one in companies} | {f"posting-{posting}": start["version"]}
    found = await house.events(wanted)
    for sequences in found.values():
        assert first_occurrences(sequences) == [*range(1, max(sequences) + 1)]
    for one in companies:
        assert (await seen(desk, "delegations", f"/companies/{one}", 16))["declared"] == ["Category 14"]
    await eventually(lambda: told_once(house, desk, f"posting-{posting}", 2))
    for service in house.services:
        changes = house.changes(service, before)
        assert changes["mongo"] == AWAY
        assert set(changes.values()) <= {AWAY, FIRST_WORK}


async def ready_to_start(desk: Desk) -> str:
    """A posting that both directorates have approved, to a post and an embassy of its own."""
    post, officer, posting = desk.id("post"), desk.id("officer"), desk.id("posting")
    await desk.done("POST", "postings", "/posts", json=opening(post))
    await desk.done("POST", "postings", "/positions", json=position(f"{post}-1", post))
    await desk.done("PUT", "postings", f"/people/{officer}", json={"name": "Invented"})
    await desk.done("POST", "postings", "/postings", json=proposal(posting, f"{post}-1", officer))
    for directorate in ("police", "gendarmerie"):
        scope = {"directorate": directorate}
        await desk.done("POST", "postings", f"/postings/{posting}/approve", "directorate", scope=scope)
    return posting


async def company(desk: Desk, number: int) -> str:
    return str((await desk.done("POST", "delegations", "/companies", json={"name": f"Acme {number} {desk.tag}"}))["id"])


async def change(desk: Desk, company: str, numbers: range) -> int:
    """One change after the other; the version that the last one brought about."""
    for number in numbers:
        body = {"categories": [f"Category {number}"]}
        receipt = await desk.done("POST", "delegations", f"/companies/{company}/change", json=body)
    return int(receipt["version"])


async def seen(desk: Desk, service: str, path: str, version: int) -> Json:
    """The document, once its view has this version."""
    async with asyncio.timeout(DEADLINE):
        while True:
            response = await desk.send("GET", service, path, params={"min_version": version})
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                found: Json = response.json()
                return found


async def of_the_start(desk: Desk, about: str) -> list[Json]:
    """The deliveries that tell of a posting's start; that its approval was asked has been told before."""
    found = await desk.all("notifications", "/deliveries", about=about)
    return [one for one in found if one["message"] == "posting_started"]


async def told_once(house: Breakable, desk: Desk, about: str, count: int) -> bool:
    """Whether so many deliveries about something are sent, each as one mail; fails where one has come twice."""
    found = await of_the_start(desk, about)
    arrived = {one["id"]: await house.mails(one["id"]) for one in found}
    assert all(times < 2 for times in arrived.values())
    return len(found) == count and all(one["status"] == "sent" and arrived[one["id"]] == 1 for one in found)
