"""Delegations' visits over HTTP, on real servers: invited by list, registered by link, accredited, scanned, purged."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from services.delegations.purging import purger
from services.delegations.service import VIEWS
from shared.clock import now
from shared.eventing.records import Register
from shared.eventing.views import Views
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import Desk, exhibitors, problem

pytestmark = pytest.mark.real

TODAY = now().date()
CSV = "Name;Mail;Function\nInés Quispe;ines@gob.example;member\nJosé Núñez;jose@gob.example;interpreter\n"
LIST = CSV.encode("cp1252")


@pytest.fixture(scope="module")
async def running(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[tuple[Desk, Service]]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, service):
        yield Desk(http, home), service


@pytest.fixture
async def desk(running: tuple[Desk, Service]) -> Desk:
    """With a tag of its own, so that tests do not meet."""
    return Desk(running[0].client, running[0].home)


async def visit(desk: Desk, first: int = -1, last: int = 1, **details: Any) -> str:
    """A confirmed delegation to a fair from and to so many days from today; answers the delegation's id."""
    fair, delegation = desk.id("fair"), desk.id("peru")
    days = {"starts_on": str(TODAY + timedelta(first)), "ends_on": str(TODAY + timedelta(last))}
    await desk.done("POST", "/fairs", json={"id": fair, "name": "Exposec", "edition": "1", "country": "FR", **days})
    if details:
        await desk.done("POST", f"/fairs/{fair}/detail", json={"time_zone": "Etc/UTC"} | details)
    about = {"fair": fair, "country": "PE", "head": await desk.person("head"), "interests": ["Drones"]}
    await desk.done("POST", "/delegations", json={"id": delegation, **about})
    await desk.done("POST", f"/delegations/{delegation}/confirm")
    return delegation


async def accredited(desk: Desk, delegation: str, name: str, function: str = "member") -> str:
    """A member who has a badge; answers the badge's id once a scan would find it."""
    person, members = await desk.person(name), f"/delegations/{delegation}/members"
    await desk.done("POST", members, json={"person": person, "function": function})
    await desk.done("POST", f"{members}/{person}/submit")
    version = (await desk.done("POST", f"{members}/{person}/accredit"))["version"]
    return str((await desk.seen(members, version))["members"][person]["badge"])


async def link(desk: Desk, delegation: str, person: str) -> str:
    return str((await desk.done("GET", f"/delegations/{delegation}/invitations/{person}/link"))["path"])


async def test_a_list_invites_each_person_once_and_a_link_registers_that_person_only(desk: Desk) -> None:
    delegation = await visit(desk)
    path = f"/delegations/{delegation}/invitations/import"
    first, again = await desk.done("POST", path, content=LIST), await desk.done("POST", path, content=LIST)
    assert (first["version"], first["invited"]) == (again["version"], again["invited"]) == (1, 2)
    roster = await desk.seen(f"/delegations/{delegation}/members", 1)
    assert {each["status"] for each in roster["members"].values()} == {"invited"}
    names = {person: (await desk.done("GET", f"/people/{person}"))["name"] for person in roster["members"]}
    assert set(names.values()) == {"Inés Quispe", "José Núñez"}
    ines = next(person for person, name in names.items() if name == "Inés Quispe")
    token = await link(desk, delegation, ines)
    shown = (await desk.client.get(token)).json()
    assert (shown["function"], shown["status"]) == ("member", "invited")
    forwarded = await desk.client.post(f"{token}/register", json={"person": "eve", "name": "Eve"})
    assert problem(forwarded) == (422, "invalid-request")
    for interpreter in ("es", "ru"):  # the second use changes nothing
        assert (await desk.client.post(f"{token}/register", json={"interpreter": interpreter})).json()["version"] == 2
    members = (await desk.seen(f"/delegations/{delegation}/members", 2))["members"]
    assert (members.pop(ines)["interpreter"], [each["status"] for each in members.values()]) == ("es", ["invited"])
    assert (await desk.done("GET", f"/people/{ines}"))["name"] == "Inés Quispe"
    cut = await desk.client.post(f"{token[:-3]}/register", json={})
    assert problem(cut) == (400, "invitation-forged")


async def test_a_list_knows_again_who_was_invited_otherwise(desk: Desk) -> None:
    delegation = await visit(desk)
    guest = {"person": await desk.person("ana"), "function": "companion"}
    await desk.done("POST", f"/delegations/{delegation}/invitations", json=guest)
    again = b"name\tmail\tfunction\nANA\tAna@acme.example\tmember\n"
    taken = await desk.done("POST", f"/delegations/{delegation}/invitations/import", content=again)
    assert (taken["version"], taken["invited"]) == (1, 1)
    assert (await desk.done("GET", f"/people/{desk.id('ana')}"))["name"] == "ana"


async def test_a_list_with_a_bad_row_or_too_late_stores_nothing(desk: Desk) -> None:
    delegation = await visit(desk, first=1, last=2)
    path = f"/delegations/{delegation}/invitations/import"
    bad = await desk.send("POST", path, content=(CSV + "Nobody;nowhere;member\n").encode("utf-16"))
    assert problem(bad) == (400, "unreadable-list")
    assert [row["line"] for row in bad.json()["rows"]] == [4]
    fair = {"time_zone": "Etc/UTC", "closes_on": str(TODAY - timedelta(2))}
    await desk.done("POST", f"/fairs/{desk.id('fair')}/detail", json=fair)
    late = await desk.send("POST", path, content=LIST)
    assert problem(late) == (409, "registrations-closed")
    assert (await desk.send("GET", f"/delegations/{delegation}/members")).status_code == 404
    fair_of_all = {"fair": desk.id("fair"), "country": "CL", "head": desk.id("head"), "interests": ["Drones"]}
    other = await desk.send("POST", "/delegations", json={"id": desk.id("chile"), **fair_of_all})
    assert problem(other) == (409, "registrations-closed")


async def test_a_country_has_no_more_members_accredited_than_its_quota_even_at_once(
    desk: Desk, eventually: Eventually
) -> None:
    delegation = await visit(desk, quotas=[{"country": "PE", "members": 2}])
    members = f"/delegations/{delegation}/members"
    for name in ("a", "b", "c", "d"):
        await desk.done("POST", members, json={"person": await desk.person(name), "function": "member"})
        await desk.done("POST", f"{members}/{desk.id(name)}/submit")
    answers = await asyncio.gather(*(desk.send("POST", f"{members}/{desk.id(name)}/accredit") for name in "abcd"))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409]
    winner = next(name for name, answer in zip("abcd", answers, strict=True) if answer.is_success)
    loser = next(name for name, answer in zip("abcd", answers, strict=True) if not answer.is_success)
    assert problem(await desk.send("POST", f"{members}/{desk.id(loser)}/accredit")) == (409, "quota-exhausted")
    await desk.done("POST", f"{members}/{desk.id(winner)}/withdraw")
    await desk.done("POST", f"{members}/{desk.id(loser)}/accredit")

    async def told() -> bool:
        quotas = (await desk.send("GET", f"/fairs/{desk.id('fair')}/quotas")).json()
        return bool(quotas == [{"country": "PE", "taken": 2, "quota": 2}])

    await eventually(told)


async def test_a_badge_is_printed_and_scanned_in_and_out(desk: Desk) -> None:
    delegation = await visit(desk)
    badge, never = [await accredited(desk, delegation, name) for name in ("ana", "ben")]
    sheet = await desk.send("GET", f"/delegations/{delegation}/badges")
    assert (sheet.headers["content-type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    travel = {"arrives_on": str(TODAY), "leaves_on": str(TODAY), "visa": False}
    await desk.done("POST", f"/delegations/{delegation}/members/{desk.id('ana')}/travel", json=travel)

    async def scan(verb: str) -> tuple[int, str]:
        response = await desk.send("POST", f"/badges/{badge}/{verb}")
        return (200, response.json()["answer"]) if response.is_success else problem(response)

    assert [await scan(verb) for verb in ("check-in", "check-in", "check-out", "check-out", "check-in")] == [
        (200, "admitted"),
        (409, "badge-already-inside"),
        (200, "left"),
        (409, "badge-not-inside"),
        (200, "admitted"),
    ]
    assert problem(await desk.send("POST", "/badges/nothing/check-in")) == (404, "badge-unknown")
    await desk.done("POST", f"/delegations/{delegation}/members/{desk.id('ben')}/withdraw")
    assert problem(await desk.send("POST", f"/badges/{never}/check-in")) == (409, "badge-not-accredited")


async def test_two_scans_at_once_admit_one(desk: Desk) -> None:
    badge = await accredited(desk, await visit(desk), "ana")
    answers = await asyncio.gather(*(desk.send("POST", f"/badges/{badge}/check-in") for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]


async def test_a_badge_is_not_good_before_the_fair(desk: Desk) -> None:
    badge = await accredited(desk, await visit(desk, first=2, last=3), "ana")
    assert problem(await desk.send("POST", f"/badges/{badge}/check-in")) == (409, "badge-wrong-day")


async def test_who_was_accredited_and_never_came_is_listed_once_the_fair_is_over_there(
    desk: Desk, eventually: Eventually
) -> None:
    # Where the day ends last on earth it is still one of the fair's, and where it ends first it is none any more.
    first = (now() - timedelta(hours=12)).date() - TODAY
    delegation = await visit(desk, first=first.days, last=first.days, time_zone="Etc/GMT+12")
    badge, _ = await accredited(desk, delegation, "ana"), await accredited(desk, delegation, "ben", "companion")
    await desk.done("POST", f"/badges/{badge}/check-in")
    path = f"/fairs/{desk.id('fair')}/no-shows"
    assert problem(await desk.send("GET", path)) == (409, "fair-not-over")
    later = str(TODAY + timedelta(30))
    assert problem(await desk.send("GET", path, params={"on": later})) == (409, "day-to-come")
    await desk.done("POST", f"/fairs/{desk.id('fair')}/detail", json={"time_zone": "Etc/GMT-14"})

    async def listed() -> bool:
        found = (await desk.send("GET", path, "hq")).json()
        ben = {"delegation": delegation, "country": "PE", "person": desk.id("ben"), "function": "companion"}
        return bool(found == [ben])

    await eventually(listed)
    assert problem(await desk.send("GET", path, params={"on": later})) == (409, "day-to-come")


async def test_visits_to_stands_follow_suggestions_that_say_why(desk: Desk) -> None:
    delegation = await visit(desk)
    await desk.take_in(desk.id("fair"), json.dumps({"exhibitor": exhibitors(desk.tag, 2)}).encode())
    wish = {"person": await desk.person("ana"), "function": "member", "interests": ["drones"]}
    await desk.done("POST", f"/delegations/{delegation}/members", json=wish)
    response = await desk.send("GET", f"/delegations/{delegation}/suggestions")
    first, second = response.json()
    assert first["because"] == f"Drones: shown by 2, wanted by delegation, {desk.id('ana')}"
    path, when = f"/delegations/{delegation}/visits", {"day": str(TODAY), "starts": "10:00", "ends": "10:30"}
    for _ in range(2):
        await desk.done("POST", path, json={"id": "v1", "company": first["company"], "stand": "42", **when})
    overlapping = await desk.send("POST", path, json={"id": "v2", "company": second["company"], **when})
    assert problem(overlapping) == (409, "visit-overlaps")
    await desk.done("POST", f"{path}/v1/cancel", json={"reason": "closed"})
    version = (await desk.done("POST", path, json={"id": "v2", "company": second["company"], **when}))["version"]
    visits = (await desk.seen(path, version))["visits"]
    assert {id: each["status"] for id, each in visits.items()} == {"v1": "cancelled", "v2": "planned"}


async def test_on_the_purge_date_people_are_erased_but_those_whom_another_fair_needs(
    desk: Desk, running: tuple[Desk, Service], eventually: Eventually
) -> None:
    service = running[1]
    delegation = await visit(desk, first=-3, last=-1)
    await accredited(desk, delegation, "ana")
    await accredited(desk, delegation, "ben", "companion")
    made = await desk.done("POST", "/companies", json={"name": f"Acme {desk.tag}", "contact": desk.id("ben")})
    await desk.seen(f"/companies/{made['id']}", made["version"])
    again = Desk(desk.client, desk.home)
    other = await visit(again)
    await again.done("POST", f"/delegations/{other}/members", json={"person": desk.id("ana"), "function": "member"})
    await again.seen(f"/delegations/{other}/members", 1)
    details = {"time_zone": "Etc/UTC", "purge_on": str(TODAY)}
    await desk.done("POST", f"/fairs/{desk.id('fair')}/detail", json=details)
    register = service.people
    assert isinstance(register, Register)
    purging = purger(service.store, Views(service.mongo, VIEWS), register)

    async def purged() -> bool:
        await purging.look(now())
        response = await desk.send("GET", f"/delegations/{delegation}/members")
        return response.json()["purged_at"] is not None

    await eventually(purged)
    assert (await desk.send("GET", f"/people/{desk.id('head')}")).status_code == 404
    for needed in ("ana", "ben"):  # at another fair, and by a company
        assert (await desk.send("GET", f"/people/{desk.id(needed)}")).status_code == 200
    late = await desk.send("POST", f"/delegations/{delegation}/members/{desk.id('ana')}/withdraw")
    assert problem(late) == (409, "roster-purged")
