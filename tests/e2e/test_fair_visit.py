"""A delegation's visit to a fair through the whole running house, from its invitations to the erasure of its data."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from liaison.client import Json
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk, slug, well_formed
from tests.e2e.mails import link_to, mails_to
from tests.e2e.requests import opening

pytestmark = pytest.mark.real

SERVICE = "delegations"
TODAY = now().date()
CSV = {"Content-Type": "text/csv"}
OFFICE: dict[str, Any] = {"role": "partnerships"}


async def announce(desk: Desk, name: str, first: int, last: int, **details: Any) -> str:
    """A fair from and to so many days from today."""
    fair, days = desk.id(name), [str(TODAY + timedelta(day)) for day in (first, last)]
    about = {"id": fair, "name": "Salon", "edition": name, "country": "FR", "starts_on": days[0], "ends_on": days[1]}
    await desk.done("POST", SERVICE, "/fairs", json=about, **OFFICE)
    if details:
        await desk.done("POST", SERVICE, f"/fairs/{fair}/detail", json={"time_zone": "Etc/UTC"} | details, **OFFICE)
    return fair


async def bring(desk: Desk, name: str, fair: str, **by: Any) -> str:
    """A confirmed delegation of Peru; its head is `leader`."""
    delegation, head = desk.id(name), desk.id("leader")
    person = {"name": "Rosa Mamani", "mail": f"leader@{desk.tag}.example", "language": "en"}
    await desk.done("PUT", SERVICE, f"/people/{head}", json=person, **OFFICE)
    visit = {"id": delegation, "fair": fair, "country": "PE", "head": head, "interests": ["Drones"]}
    await desk.done("POST", SERVICE, "/delegations", json=visit, **(by or OFFICE))
    await desk.done("POST", SERVICE, f"/delegations/{delegation}/confirm", **OFFICE)
    return delegation


async def accredit(desk: Desk, delegation: str, person: str) -> str:
    """Submitted and accredited; answers the badge once a scan would find it."""
    members = f"/delegations/{delegation}/members"
    await desk.done("POST", SERVICE, f"{members}/{person}/submit", **OFFICE)
    version = (await desk.done("POST", SERVICE, f"{members}/{person}/accredit", **OFFICE))["version"]
    roster = await desk.done("GET", SERVICE, members, params={"min_version": version}, **OFFICE)
    return str(roster["members"][person]["badge"])


async def enter(desk: Desk, delegation: str, name: str) -> str:
    """A member registered by the office; answers the person's id."""
    person = desk.id(name)
    record = {"name": name, "mail": f"{name}@{desk.tag}.example", "language": "en"}
    await desk.done("PUT", SERVICE, f"/people/{person}", json=record, **OFFICE)
    member = {"person": person, "function": "member"}
    await desk.done("POST", SERVICE, f"/delegations/{delegation}/members", json=member, **OFFICE)
    return person


async def scan(desk: Desk, badge: str, verb: str) -> str:
    """What the door says: the answer, or the problem's slug."""
    answer = await desk.send("POST", SERVICE, f"/badges/{badge}/{verb}", **OFFICE)
    return str(answer.json()["answer"]) if answer.is_success else slug(well_formed(answer))


async def test_guests_are_invited_by_list_registered_by_link_accredited_scanned_and_shown_around(
    desk: Desk, eventually: Eventually
) -> None:
    post = desk.id("lima")
    await desk.done("POST", "postings", "/posts", json=opening(post))
    embassy: dict[str, Any] = {"role": "embassy", "scope": {"embassy": post}}
    session = {"title": "Opening", "day": str(TODAY), "starts": "09:00", "ends": "10:00", "hall": "Hall 5"}
    limits = {"closes_on": str(TODAY + timedelta(1)), "quotas": [{"country": "PE", "members": 1}]}
    fair = await announce(desk, "now", 0, 1, halls=["Hall 5"], programme=[session], series="salon", **limits)
    elsewhere = {"time_zone": "Etc/UTC", "halls": ["Hall 6"], "programme": [session]}
    refused = await desk.refused("POST", SERVICE, f"/fairs/{fair}/detail", json=elsewhere, **OFFICE)
    assert refused == (409, "session-outside-halls")
    rows = [{"name": f"Aile {n} {desk.tag}", "category": ["Drones"], "country": {"iso2": "FR"}} for n in range(2)]
    await desk.done("POST", SERVICE, f"/fairs/{fair}/exhibitors/import", json={"exhibitor": rows}, **OFFICE)

    async def heard_of() -> bool:
        """The embassy's post, by the service that is asked: quotas are shown to whoever covers the country."""
        return bool((await desk.send("GET", SERVICE, f"/fairs/{fair}/quotas", **embassy)).json())

    await eventually(heard_of)
    delegation = await bring(desk, "peru", fair, **embassy)
    foreign = {"id": desk.id("x"), "fair": fair, "country": "CL", "head": desk.id("leader"), "interests": ["Drones"]}
    assert await desk.refused("POST", SERVICE, "/delegations", json=foreign, **embassy) == (403, "forbidden")

    addresses = [f"{name}@{desk.tag}.example" for name in ("ines", "jose")]
    guests = "Nom;Courriel;Fonction;Langue\n" + "".join(f"Inés;{one};member;en\n" for one in addresses)
    path = f"/delegations/{delegation}/invitations/import"
    for _ in range(2):
        await desk.done("POST", SERVICE, path, content=guests.encode("cp1252"), headers=CSV, **embassy)

    async def invited() -> bool:
        return all([await link_to(desk, address) is not None for address in addresses])

    await eventually(invited)
    links = [str(await link_to(desk, address)) for address in addresses]
    assert len(set(links)) == 2
    bound = links[0].removesuffix("/page")
    other = well_formed(await desk.http.post(f"{bound}/register", json={"person": "eve", "name": "Eve"}))
    assert slug(other) == "invalid-request"
    members = f"/delegations/{delegation}/members"
    for link in links:
        noted = await desk.http.post(link, data={"form": "register", "interpreter": "es", "interests": "Drones"})
        assert noted.status_code == httpx.codes.OK

    async def roster() -> Json:
        shown: Json = (await desk.done("GET", SERVICE, members, **embassy))["members"]
        return shown

    async def registered() -> bool:
        return [one["status"] for one in (await roster()).values()] == ["registered"] * 2

    await eventually(registered)
    first, second = sorted(await roster())
    badge = await accredit(desk, delegation, first)
    await desk.done("POST", SERVICE, f"{members}/{second}/submit", **embassy)
    full = await desk.refused("POST", SERVICE, f"{members}/{second}/accredit", **OFFICE)
    assert full == (409, "quota-exhausted")
    days = {"arrives_on": str(TODAY), "leaves_on": str(TODAY), "visa": False}
    await desk.done("POST", SERVICE, f"{members}/{first}/travel", json=days, **embassy)
    sheet = await desk.send("GET", SERVICE, f"/delegations/{delegation}/badges", **OFFICE)
    assert (sheet.headers["content-type"], sheet.content[:4]) == ("application/pdf", b"%PDF")
    verbs = ("check-in", "check-in", "check-out", "check-out")
    said = [await scan(desk, badge, verb) for verb in verbs]
    assert said == ["admitted", "badge-already-inside", "left", "badge-not-inside"]
    assert await desk.refused("GET", SERVICE, f"/fairs/{fair}/no-shows", **OFFICE) == (409, "fair-not-over")

    shown = await desk.send("GET", SERVICE, f"/delegations/{delegation}/suggestions", **embassy)
    one, two = shown.json()
    assert one["because"].startswith("Drones: shown by 2, wanted by delegation")
    tour, at = f"/delegations/{delegation}/visits", {"day": str(TODAY), "starts": "10:00", "ends": "10:30"}
    await desk.done("POST", SERVICE, tour, json={"id": "v1", "company": one["company"], "stand": "42", **at}, **OFFICE)
    overlapping = {"id": "v2", "company": two["company"], **at}
    assert await desk.refused("POST", SERVICE, tour, json=overlapping, **OFFICE) == (409, "visit-overlaps")


async def test_a_badge_is_no_good_on_another_day_and_registrations_close(desk: Desk) -> None:
    delegation = await bring(desk, "early", await announce(desk, "later", 2, 3))
    badge = await accredit(desk, delegation, await enter(desk, delegation, "ana"))
    assert await scan(desk, badge, "check-in") == "badge-wrong-day"
    assert await scan(desk, "nothing", "check-in") == "badge-unknown"
    closed = {"time_zone": "Etc/UTC", "closes_on": str(TODAY - timedelta(2))}
    await desk.done("POST", SERVICE, f"/fairs/{desk.id('later')}/detail", json=closed, **OFFICE)
    late = {"person": desk.id("leader"), "function": "head"}
    path = f"/delegations/{delegation}/members"
    assert await desk.refused("POST", SERVICE, path, json=late, **OFFICE) == (409, "registrations-closed")


async def test_after_the_fair_who_never_came_is_listed_and_on_the_purge_date_all_are_forgotten(
    desk: Desk, eventually: Eventually
) -> None:
    fair = await announce(desk, "over", -3, -2)
    delegation = await bring(desk, "absent", fair)
    person = await enter(desk, delegation, "ana")
    await accredit(desk, delegation, person)
    listed = await desk.send("GET", SERVICE, f"/fairs/{fair}/no-shows", **OFFICE)
    missing = {"delegation": delegation, "country": "PE", "person": person, "function": "member"}
    assert listed.json() == [missing]
    later = {"on": str(TODAY + timedelta(30))}
    too_early = await desk.refused("GET", SERVICE, f"/fairs/{fair}/no-shows", params=later, **OFFICE)
    assert too_early == (409, "day-to-come")
    purging = {"time_zone": "Etc/UTC", "purge_on": str(TODAY)}
    await desk.done("POST", SERVICE, f"/fairs/{fair}/detail", json=purging, **OFFICE)

    async def forgotten() -> bool:
        roster = await desk.done("GET", SERVICE, f"/delegations/{delegation}/members", **OFFICE)
        return roster["purged_at"] is not None

    await eventually(forgotten)
    for id in (person, desk.id("leader")):
        assert (await desk.send("GET", SERVICE, f"/people/{id}", **OFFICE)).status_code == httpx.codes.NOT_FOUND
    again = {"person": person, "function": "member"}
    path = f"/delegations/{delegation}/members"
    assert await desk.refused("POST", SERVICE, path, json=again, **OFFICE) == (404, "person-unknown")
    assert len(await mails_to(desk, f"ana@{desk.tag}.example")) <= 1  # of the accreditation, and of nothing since
