"""Companies, associations and the showcase over HTTP, on real servers: vetted, imported, merged, staffed, searched."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.delegations.domain.labels import company_id
from services.delegations.domain.siren import siren
from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import DAY, Desk, problem

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def client(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Desk]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, _):
        yield Desk(http, home)


@pytest.fixture
async def desk(client: Desk) -> Desk:
    """With a tag of its own, so that tests do not meet."""
    return Desk(client.client, client.home)


class Company:
    """A company at the desk: what it sends of itself, and what the organiser sends about it."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.name, self.id = desk, name, company_id(name) or ""

    async def register(self, role: str = "company", **about: Any) -> "Company":
        scope = {"company": self.id} if role == "company" else {}
        await self.desk.done("POST", "/companies", role, json={"name": self.name, **about}, **scope)
        return self

    async def own(self, verb: str, **body: Any) -> dict[str, Any]:
        return await self.desk.done("POST", f"/companies/{self.id}/{verb}", "company", company=self.id, json=body)

    async def told(self, verb: str, **body: Any) -> dict[str, Any]:
        return await self.desk.done("POST", f"/companies/{self.id}/{verb}", json=body)

    async def refused(self, verb: str, **body: Any) -> tuple[int, str]:
        return problem(await self.desk.send("POST", f"/companies/{self.id}/{verb}", json=body))

    async def shown(self, version: int) -> dict[str, Any]:
        return await self.desk.seen(f"/companies/{self.id}", version, "company", company=self.id)


async def test_a_company_that_registers_itself_is_vetted_before_it_takes_part(desk: Desk) -> None:
    company, contact = await Company(desk, f"Acme {desk.tag}").register(), await desk.person("contact")
    assert (await company.shown(2))["standing"] == "pending"
    await desk.done("POST", "/days", json={"id": desk.id("day"), **DAY})
    joining = {"id": company.id, "side": "company", "name": "Acme", "contact": contact}

    async def joins() -> tuple[int, Any]:
        response = await desk.send("POST", f"/days/{desk.id('day')}/participants", json=joining)
        return response.status_code, response.json().get("type")

    not_approved = (409, "urn:liaison:problem:company-not-approved")
    assert await joins() == not_approved
    refusal = await company.told("refuse", reason="no activity")
    assert await company.told("refuse", reason="no activity") == refusal
    assert await company.refused("refuse", reason="another") == (409, "company-not-pending")
    assert await company.refused("approve") == (409, "company-not-pending")
    assert await joins() == not_approved
    await company.own("apply")
    await company.told("approve")
    await company.told("suspend", reason="licence withdrawn")
    assert await joins() == not_approved
    receipt = await company.told("reinstate")
    assert (await company.shown(receipt["version"]))["standing"] == "approved"
    assert (await joins())[0] == 201
    approving = await desk.send("POST", f"/companies/{company.id}/approve", "company", company=company.id)
    assert problem(approving) == (403, "forbidden")


async def test_a_company_that_waits_is_not_matched_with_delegations(desk: Desk) -> None:
    waiting = await Company(desk, f"Waiting {desk.tag}").register(country="FR", categories=["Drones"])
    entered, fair = Company(desk, f"Entered {desk.tag}"), await desk.fair()
    french = {"category": ["Drones"], "country": {"iso2": "FR"}}
    rows = [{"name": one.name, **french} for one in (waiting, entered)]
    await desk.done("POST", f"/fairs/{fair}/exhibitors/import", json={"exhibitor": rows})
    visit = {"fair": fair, "country": "PE", "head": await desk.person("head"), "interests": ["Drones"]}
    delegation = desk.id("peru")
    await desk.done("POST", "/delegations", json={"id": delegation, **visit})
    await desk.done("POST", f"/delegations/{delegation}/confirm")
    shown = await desk.seen(f"/delegations/{delegation}", 3)
    assert [match["company"] for match in shown["matches"]] == [entered.id]


async def test_a_profile_is_checked_and_shown(desk: Desk) -> None:
    company = await Company(desk, f"Acme {desk.tag}").register("partnerships")
    assert (await company.shown(1))["standing"] == "approved"
    capability = {"category": "Drones", "what": "Ten hours in the air"}
    body = {"siren": "732 829 320", "size": "small", "languages": ["fr"], "markets": ["PE"]}
    receipt = await company.own("describe", **body, capabilities=[capability])
    profile = (await company.shown(receipt["version"]))["profile"]
    assert profile == {**body, "siren": "732829320", "capabilities": [capability]}
    wrong = await desk.send("POST", f"/companies/{company.id}/describe", json={"siren": "732829321"})
    assert wrong.status_code == 422
    assert "no SIREN" in wrong.text
    other = await desk.send("POST", f"/companies/{company.id}/describe", "company", company="other", json=body)
    assert problem(other) == (403, "forbidden")


async def test_staff_are_people_of_their_company_and_a_manager_remains(desk: Desk) -> None:
    company = await Company(desk, f"Acme {desk.tag}").register()
    boss = {"id": "a", "name": "Invented", "mail": "a@acme.example", "role": "manager"}
    await company.own("staff", **boss)
    person = f"{company.id}-a"
    assert await company.refused("staff", **boss | {"role": "legal", "name": "Other"}) == (409, "last-manager")
    assert await company.refused(f"staff/{person}/dismiss") == (409, "last-manager")
    path = f"/companies/{company.id}/staff"
    response = await desk.send("GET", path, "company", company=company.id)
    assert response.json() == [{"person": person, "role": "manager", "name": "Invented", "mail": "a@acme.example"}]
    assert problem(await desk.send("GET", path, "company", company="other")) == (403, "forbidden")
    await company.own("staff", **boss | {"id": "b"})
    receipt = await company.own(f"staff/{person}/dismiss")
    assert (await company.shown(receipt["version"]))["staff"] == {f"{company.id}-b": "manager"}
    assert await Company(desk, "Nobody").refused("staff", **boss) == (404, "company-unknown")
    nobody = await desk.send("GET", f"/people/{company_id('Nobody')}-a")
    assert nobody.status_code == 404


def siren_of(tag: str) -> str:
    """A SIREN of this test's own."""
    body = f"{int(tag, 16) % 10**8:08}"
    return next(found for last in range(10) if (found := siren(f"{body}{last}")))


def csv(tag: str) -> str:
    return f"""nom;pays;catégories;siren;courriel
Élan {tag};FR;Drones|Radios;{siren_of(tag)};vente@elan.example
Known {tag};BE;;;
Same {tag};;;;
Wrong {tag};FR;;732829321;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
async def test_a_preview_tells_what_the_import_then_does(desk: Desk, encoding: str) -> None:
    for name in ("Known", "Same"):
        await Company(desk, f"{name} {desk.tag}").register("partnerships")
    content = csv(desk.tag).encode(encoding)

    async def send(verb: str) -> dict[str, Any]:
        token = identity.issue(desk.home, subject="desk", role="partnerships")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/csv"}
        response = await desk.client.post(f"/companies/{verb}", headers=headers, content=content)
        assert response.is_success, response.text
        report: dict[str, Any] = response.json()
        return report

    first, again = await send("preview"), await send("preview")
    assert first == again
    assert await send("import") == first
    assert [(one["line"], one["outcome"], one["parts"]) for one in first["lines"]] == [
        (2, "added", []),
        (3, "changed", ["country"]),
        (4, "unchanged", []),
        (5, "refused", []),
    ]
    assert (first["added"], first["changed"], first["unchanged"], len(first["refused"])) == (1, 1, 1, 1)
    after = await send("import")
    assert (after["added"], after["changed"], after["unchanged"]) == (0, 0, 3)
    assert len(first["warnings"]) == (1 if encoding == "cp1252" else 0)


async def test_a_preview_of_a_fair_list_stores_nothing(desk: Desk) -> None:
    fair = await desk.fair()
    body = {"exhibitor": [{"name": f"Acme {desk.tag}", "category": ["Drones"]}, {"category": []}]}
    preview = await desk.done("POST", f"/fairs/{fair}/exhibitors/preview", json=body)
    assert await desk.done("POST", f"/fairs/{fair}/exhibitors/preview", json=body) == preview
    assert await desk.done("POST", f"/fairs/{fair}/exhibitors/import", json=body) == preview
    assert [one["outcome"] for one in preview["lines"]] == ["refused", "added"]
    again = await desk.done("POST", f"/fairs/{fair}/exhibitors/preview", json=body)
    assert [one["outcome"] for one in again["lines"]] == ["refused", "unchanged"]
    nowhere = await desk.send("POST", "/fairs/nowhere/exhibitors/preview", json=body)
    assert problem(nowhere) == (404, "fair-unknown")


@pytest.mark.parametrize("content", [b"", b"a|b\n1|2\n", b"name\0", b'name;x\n"open', b"nom;name\na;b\n"])
async def test_what_is_no_csv_file_is_refused_whole(desk: Desk, content: bytes) -> None:
    token = identity.issue(desk.home, subject="desk", role="partnerships")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/csv; charset=utf-8"}
    for verb in ("preview", "import"):
        response = await desk.client.post(f"/companies/{verb}", headers=headers, content=content)
        assert problem(response) == (400, "unreadable-list")


async def test_a_duplicate_is_offered_and_merged(desk: Desk, eventually: Eventually) -> None:
    name = f"Élan{desk.tag}"
    survivor = await Company(desk, name).register("partnerships")
    double = await Company(desk, f"{name} SAS").register("partnerships", country="FR", categories=["Drones"])
    fair = await desk.fair()
    await desk.done("POST", f"/fairs/{fair}/exhibitors/import", json={"exhibitor": [{"name": double.name}]})

    async def offered() -> bool:
        pages = await desk.done("GET", "/duplicates", params={"limit": 500})
        return any({one["id"] for one in group["companies"]} == {survivor.id, double.id} for group in pages["items"])

    await eventually(offered)
    receipt = await survivor.told("merge", duplicate=double.id)
    assert await survivor.told("merge", duplicate=double.id) == receipt
    shown = await survivor.shown(receipt["version"])
    assert (shown["country"], shown["categories"], shown["fairs"]) == ("FR", ["Drones"], [fair])
    change = await desk.send("POST", f"/companies/{double.id}/change", "company", company=double.id, json={})
    assert problem(change) == (409, "company-merged")
    assert survivor.id in change.json()["detail"]
    assert (await double.shown(3))["merged_into"] == survivor.id
    assert await survivor.refused("merge", duplicate=survivor.id) == (409, "company-merged-with-itself")
    assert await survivor.refused("merge", duplicate="nobody") == (404, "company-unknown")
    assert await double.refused("merge", duplicate=survivor.id) == (409, "company-merged")
    body = {"exhibitor": [{"name": double.name, "country": {"iso2": "BE"}}]}
    (line,) = (await desk.done("POST", f"/fairs/{fair}/exhibitors/import", json=body))["lines"]
    assert line["outcome"] == "refused"
    assert survivor.id in line["reason"]


async def test_an_association_and_its_members_see_their_own(desk: Desk) -> None:
    member = await Company(desk, f"Member {desk.tag}").register("partnerships")
    pending = await Company(desk, f"Pending {desk.tag}").register()
    body = {"name": f"Union {desk.tag}", "country": "FR"}
    union = (await desk.done("POST", "/associations", json=body))["id"]
    at = f"/associations/{union}"
    own = {"company": union}
    waiting = await desk.send("POST", f"{at}/admit", "company", **own, json={"company": pending.id})
    assert problem(waiting) == (409, "company-not-approved")
    await desk.done("POST", f"{at}/admit", "company", **own, json={"company": member.id})
    boss = {"id": "a", "name": "Invented", "mail": "a@union.example", "role": "manager"}
    receipt = await desk.done("POST", f"{at}/staff", "company", **own, json=boss)
    shown = await desk.seen(at, receipt["version"], "company", **own)
    assert (shown["members"], shown["staff"]) == ([member.id], {f"{union}-a": "manager"})
    assert "staff" not in await desk.done("GET", at, "company", company=member.id)
    assert (await desk.send("GET", at, "company", company=pending.id)).status_code == 404
    listed = {
        caller: [one["id"] for one in (await desk.done("GET", "/associations", "company", company=caller))["items"]]
        for caller in (union, member.id, pending.id)
    }
    assert listed == {union: [union], member.id: [union], pending.id: []}
    leaving = await desk.send("POST", f"{at}/leave", "company", company=pending.id, json={"company": member.id})
    assert problem(leaving) == (403, "forbidden")
    receipt = await desk.done("POST", f"{at}/leave", "company", company=member.id, json={"company": member.id})
    assert (await desk.seen(at, receipt["version"]))["members"] == []
    unknown = await desk.send("POST", "/associations/nowhere/admit", json={"company": member.id})
    assert problem(unknown) == (404, "association-unknown")


async def test_the_showcase_is_searched_and_shows_what_is_published(desk: Desk) -> None:
    company, item = await Company(desk, f"Acme {desk.tag}").register("partnerships"), desk.id("goggles")
    about = {"title": f"Lunettes de vue nocturne {desk.tag}", "description": "Légères", "categories": ["Optronics"]}
    body = {**about, "used_by": ["Border police"], "companies": [company.id]}
    receipt = await desk.done("PUT", f"/showcase/{item}", json=body)
    await desk.seen(f"/showcase/{item}", receipt["version"])

    async def found(role: str, **query: str) -> list[str]:
        answer = await desk.done("GET", "/showcase", role, params={"text": desk.tag, **query})
        return [one["id"] for one in answer["items"]]

    assert await found("hq") == [item]
    assert await found("embassy") == []
    assert (await desk.send("GET", f"/showcase/{item}", "embassy")).status_code == 404
    receipt = await desk.done("POST", f"/showcase/{item}/publish")
    await desk.seen(f"/showcase/{item}", receipt["version"], "embassy")
    assert await found("embassy") == [item]
    assert await found("embassy", category="optronics", text=f"NOCTURNE leg {desk.tag}") == [item]
    assert await found("embassy", category="Drones") == []
    assert await found("embassy", text=f"boots {desk.tag}") == []
    assert await found("embassy", text=".*") == []
    missing = await desk.send("PUT", f"/showcase/{item}", json={**body, "companies": ["nobody"]})
    assert problem(missing) == (404, "company-unknown")
    receipt = await desk.done("POST", f"/showcase/{item}/withdraw")
    await desk.seen(f"/showcase/{item}", receipt["version"])
    assert await found("embassy") == []
