"""Companies through the whole running house: by themselves and by file, vetted and told so, merged, and found."""

from typing import Any

import pytest

from liaison.client import Json
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.mails import mails_to

pytestmark = pytest.mark.real

CSV = {"Content-Type": "text/csv"}
SERVICE = "delegations"


async def table(desk: Desk, verb: str, *rows: str, encoding: str = "utf-8") -> Json:
    """What the office is told of a file with these rows."""
    content = "\n".join(("Raison sociale;Pays;Catégories;SIREN", *rows)).encode(encoding)
    return await desk.done("POST", SERVICE, f"/companies/{verb}", "partnerships", content=content, headers=CSV)


async def own_id(desk: Desk, name: str) -> str:
    """The id that a company with this name has, or will have."""
    return str((await table(desk, "preview", f"{name};;;"))["lines"][0]["company"])


def siren_of(tag: str) -> str:
    """A SIREN of this test's own: the last digit makes the sum by Luhn's rule a multiple of ten."""
    body = f"{int(tag, 16) % 10**8:08}"
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(body)]
    return body + str(-sum(each - 9 * (each > 9) for each in doubled) % 10)


async def enter(desk: Desk, name: str, siren: str | None = None) -> tuple[str, dict[str, Any]]:
    """A company enters itself with a manager; answers its id and how it calls."""
    company = await own_id(desk, name)
    own: dict[str, Any] = {"role": "company", "scope": {"company": company}}
    await desk.done("POST", SERVICE, "/companies", json={"name": name, "country": "FR"}, **own)
    boss = {"id": "boss", "name": "Invented", "mail": f"boss@{company}.example", "language": "en", "role": "manager"}
    await desk.done("POST", SERVICE, f"/companies/{company}/staff", json=boss, **own)
    capability = {"category": "Drones", "what": "Dix heures en l'air"}
    profile = {"siren": siren, "size": "small", "languages": ["fr"], "markets": ["PE"], "capabilities": [capability]}
    await desk.done("POST", SERVICE, f"/companies/{company}/describe", json=profile, **own)
    return company, own


async def office(desk: Desk, company: str, verb: str, **body: str) -> None:
    await desk.done("POST", SERVICE, f"/companies/{company}/{verb}", "partnerships", json=body or None)


async def test_a_company_enters_itself_is_vetted_and_told_and_sees_itself_alone(
    desk: Desk, eventually: Eventually
) -> None:
    company, own = await enter(desk, f"Élan {desk.tag}")
    path = f"/companies/{company}"
    wrong = await desk.refused("POST", SERVICE, f"{path}/describe", json={"siren": "732829321"}, **own)
    assert wrong == (422, "invalid-request")
    asking = {"id": desk.id("r"), "company": company, "market": "PE", "sector": "Drones", "product": "Drone"}
    early = await desk.refused("POST", SERVICE, "/assistance-requests", json={**asking, "question": "Who?"}, **own)
    assert early == (409, "company-not-approved")
    for verb, body in (
        ("refuse", {"reason": "no activity in security"}),
        ("approve", {}),
        ("suspend", {"reason": "licence withdrawn"}),
        ("reinstate", {}),
    ):
        await office(desk, company, verb, **body)
        if verb == "refuse":
            await desk.done("POST", SERVICE, f"{path}/apply", **own)

    async def told() -> bool:
        mails = "\n".join(await mails_to(desk, f"boss@{company}.example"))
        wanted = ("could not be approved", "no activity in security", "is approved", "licence withdrawn", "has ended")
        return all(words in mails for words in wanted)

    await eventually(told)
    assert len(await mails_to(desk, f"boss@{company}.example")) == 5  # four decisions, and that he is its manager
    assert [one["id"] for one in await desk.all(SERVICE, "/companies", "company", text=desk.tag)] == []
    seen = await desk.done("GET", SERVICE, "/companies", **own)
    assert [one["id"] for one in seen["items"]] == [company]
    other = await own_id(desk, "Other")
    assert await desk.refused("GET", SERVICE, f"/companies/{other}", **own) == (404, "not-found")


async def test_a_duplicate_is_found_by_its_siren_and_name_and_what_it_had_follows_the_merger(
    desk: Desk, eventually: Eventually
) -> None:
    siren = siren_of(desk.tag)
    first, own = await enter(desk, f"Robot{desk.tag}", siren)
    await office(desk, first, "approve")
    second, _ = await enter(desk, f"Robot{desk.tag} SAS", siren)
    approving = await desk.refused("POST", SERVICE, f"/companies/{second}/approve", "partnerships")
    assert approving == (409, "siren-of-another")
    union = {"name": f"Union {desk.tag}", "country": "FR"}
    association = (await desk.done("POST", SERVICE, "/associations", "partnerships", json=union))["id"]
    third = f"Robot {desk.tag} Group"
    await table(desk, "import", f"{third};;;")
    double = await own_id(desk, third)
    admitting = {"company": double}
    await desk.done("POST", SERVICE, f"/associations/{association}/admit", "partnerships", json=admitting)

    async def offered() -> bool:
        groups = await desk.all(SERVICE, "/duplicates", "partnerships")
        alike = [{one["id"] for one in group["companies"]} for group in groups]
        return {first, second, double} in alike and {first, second} in alike  # by name, and by SIREN

    await eventually(offered)
    for duplicate in (second, double):
        await office(desk, first, "merge", duplicate=duplicate)

    async def followed() -> bool:
        shown = await desk.done("GET", SERVICE, f"/associations/{association}", **own)
        company = await desk.done("GET", SERVICE, f"/companies/{first}", **own)
        return (shown["members"], company["absorbed"]) == ([first], [second, double])

    async def reachable() -> bool:
        return (await desk.send("GET", SERVICE, f"/associations/{association}", **own)).is_success

    await eventually(reachable)
    await eventually(followed)
    assert await desk.refused("POST", SERVICE, f"/companies/{second}/approve") == (409, "company-merged")


async def test_a_file_is_looked_at_and_then_does_what_was_said(desk: Desk) -> None:
    rows = (f"Élan {desk.tag};FR;Caméras|Drones;", f"Known {desk.tag};BE;;", f"Mal tapée {desk.tag};FR;;732829321")
    await table(desk, "import", f"Known {desk.tag};;;")
    seen = await table(desk, "preview", *rows, encoding="cp1252")
    assert seen == await table(desk, "preview", *rows, encoding="cp1252")
    assert await table(desk, "import", *rows, encoding="cp1252") == seen
    told = [(line["line"], line["outcome"], line["parts"]) for line in seen["lines"]]
    assert told == [(2, "added", []), (3, "changed", ["country"]), (4, "refused", [])]
    assert "SIREN" in seen["refused"][0]["reason"]
    assert [line["outcome"] for line in (await table(desk, "import", *rows))["lines"]] == [
        "unchanged",
        "unchanged",
        "refused",
    ]
    broken = await desk.refused("POST", SERVICE, "/companies/import", content=b'name;x\n"open', headers=CSV)
    assert broken == (400, "unreadable-list")


async def test_companies_and_the_showcase_are_found_by_words_and_the_unpublished_is_hidden(
    desk: Desk, eventually: Eventually
) -> None:
    company, _ = await enter(desk, f"Vigie {desk.tag}")
    await office(desk, company, "approve")

    async def found(path: str, role: str, **asked: str) -> list[str]:
        return [one["id"] for one in await desk.all(SERVICE, path, role, **asked)]

    async def listed() -> bool:
        return await found("/companies", "embassy", text=f"HEURE vigie {desk.tag}") == [company]

    await eventually(listed)
    assert await found("/companies", "embassy", text=f"boots {desk.tag}") == []
    item, words = desk.id("item"), f"camera NOCTURNE {desk.tag}"
    about = {"title": f"Caméra nocturne {desk.tag}", "description": "Légère", "categories": ["Optronics"]}
    shown = {**about, "used_by": ["Police aux frontières"], "companies": [company]}
    await desk.done("PUT", SERVICE, f"/showcase/{item}", "partnerships", json=shown)

    async def office_finds() -> bool:
        return await found("/showcase", "partnerships", text=words) == [item]

    async def embassy_finds() -> bool:
        return await found("/showcase", "embassy", text=words, category="OPTRONICS") == [item]

    await eventually(office_finds)
    assert not await embassy_finds()
    await desk.done("POST", SERVICE, f"/showcase/{item}/publish", "partnerships")
    await eventually(embassy_finds)
    assert await found("/showcase", "embassy", text=words, category="Boots") == []
