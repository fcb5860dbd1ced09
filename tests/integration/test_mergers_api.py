"""A merger and what follows it, on real servers: whatever named the duplicate is the other company's in the end."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.delegations.domain.assistance import ASSISTANCE
from services.delegations.domain.association import ASSOCIATION, Admit, Found
from services.delegations.domain.company import COMPANY, Particulars, Register
from services.delegations.domain.company_merging import Absorb, MergeInto
from services.delegations.domain.showcase import SHOWCASE, Describe
from services.delegations.reactions.mergers import follow_merger
from shared.contracts.delegations.association import AssociationMemberAdmitted
from shared.contracts.delegations.company import CompanyMerged
from shared.eventing.event import Event, Recorded
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import Desk, problem
from tests.unit.delegations.one_request import ASK, AT

pytestmark = pytest.mark.real
ME = Origin(actor="tester")


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


async def test_all_that_names_a_duplicate_follows_to_the_company_that_goes_on(
    desk: Desk, eventually: Eventually
) -> None:
    day, double = await desk.day()
    await desk.publish(day)
    survivor = (await desk.done("POST", "/companies", json={"name": f"Goes on {desk.tag}"}))["id"]
    request, item = desk.id("request"), desk.id("item")
    about = {"id": request, "company": double, "market": "PE", "sector": "Drones", "product": "Drone"}
    asking = {**about, "question": "Who buys?"}
    await desk.done("POST", "/assistance-requests", "company", company=double, json=asking)
    union = (await desk.done("POST", "/associations", json={"name": f"Union {desk.tag}", "country": "FR"}))["id"]
    await desk.done("POST", f"/associations/{union}/admit", json={"company": double})
    shown = {"title": "Cam", "description": "d", "categories": ["Optronics"], "companies": [double]}
    await desk.done("PUT", f"/showcase/{item}", json=shown)
    await desk.done("POST", f"/companies/{survivor}/merge", json={"duplicate": double})

    own: dict[str, Any] = {"role": "company", "company": survivor}
    agenda = f"/days/{day}/agenda"

    async def followed() -> bool:
        requests = (await desk.done("GET", "/assistance-requests", **own))["items"]
        seen = [await desk.send("GET", path) for path in (f"/associations/{union}", f"/showcase/{item}")]
        seen.append(await desk.send("GET", agenda, **own, params={"participant": double}))
        if not all(one.is_success for one in seen):
            return False
        named = (seen[0].json()["members"], seen[1].json()["companies"])
        return ([one["id"] for one in requests], *named) == ([request], [survivor], [survivor])

    await eventually(followed)
    mine = await desk.done("GET", agenda, **own, params={"participant": double})
    assert len(mine["appointments"]) == 2
    meeting = mine["appointments"][0]["meeting"]
    saying = {"participant": double, "answer": "accepted"}
    await desk.done("POST", f"/days/{day}/meetings/{meeting}/answer", **own, json=saying)
    cancelling = {"reason": "ill"}
    await desk.done("POST", f"/days/{day}/meetings/{meeting}/cancel", **own, json=cancelling)
    calendar = await desk.send("GET", f"/days/{day}/timetable.pdf", **own)
    assert (calendar.status_code, calendar.content[:4]) == (200, b"%PDF")
    assert (await desk.send("GET", f"/days/{day}/held-meetings", **own)).json() == []

    async def told() -> bool:
        whole = await desk.done("GET", f"/days/{day}")
        return (whole["merged"], whole["meetings"][meeting].get("cancelled_by")) == ({double: survivor}, double)

    await eventually(told)
    stranger = await desk.send("GET", agenda, "company", company="other", params={"participant": double})
    assert problem(stranger) == (403, "forbidden")
    late = await desk.send(
        "POST", "/assistance-requests", "company", company=double, json={**asking, "id": desk.id("r2")}
    )
    assert problem(late) == (409, "company-merged")


def happened(event: Event, stream: str, sequence: int) -> Recorded:
    return Recorded(event, stream, sequence, AT, "/delegations", "c")


@pytest.fixture
async def store(mongo: Mongo) -> Store:
    prepared = Store(mongo)
    await prepared.prepare()
    for company in ("acme", "beta", "gamma"):
        await prepared.execute(Task(COMPANY, company, Register(company, Particulars(company))), origin=ME)
    await prepared.execute(Task(ASSOCIATION, "g", Found("g", "G", "FR")), origin=ME)
    return prepared


async def merge(store: Store, company: str, into: str) -> Recorded:
    duplicate, _ = await store.load(COMPANY, company)
    tasks = Task(COMPANY, into, Absorb(into, duplicate)), Task(COMPANY, company, MergeInto(company, into))
    await store.execute(*tasks, origin=ME)
    merged = CompanyMerged(company=company, into=into, names=(company,))
    return happened(merged, f"company-{company}", 2)


async def test_what_comes_to_name_a_duplicate_after_the_merger_was_heard_follows_too(
    mongo: Mongo, store: Store
) -> None:
    reaction = follow_merger(mongo, store)
    await reaction.react(await merge(store, "acme", "beta"))
    await store.execute(Task(ASSISTANCE, "r1", ASK), origin=ME)
    asked, _ = await store.load(ASSISTANCE, "r1")
    assert asked.requested is not None
    for _ in range(2):
        await reaction.react(happened(asked.requested, "assistance-r1", 1))
    case, version = await store.load(ASSISTANCE, "r1")
    assert case.requested is not None
    assert (case.requested.company, case.former, version) == ("beta", ("acme",), 2)


async def test_mergers_in_a_row_lead_to_the_last_company_in_whichever_order_they_are_heard(
    mongo: Mongo, store: Store
) -> None:
    reaction = follow_merger(mongo, store)
    await store.execute(Task(ASSOCIATION, "g", Admit("g", "acme")), origin=ME)
    await store.execute(Task(SHOWCASE, "i", Describe("i", "t", "d", ("c",), (), ("acme", "beta"))), origin=ME)
    first, second = await merge(store, "acme", "beta"), await merge(store, "beta", "gamma")
    for heard in (second, first, second, first):
        await reaction.react(heard)
    association, item = (await store.load(ASSOCIATION, "g"))[0], (await store.load(SHOWCASE, "i"))[0]
    assert association.members == {"gamma"}
    assert item.described is not None
    assert item.described.companies == ("gamma",)


async def test_an_item_that_names_two_duplicates_loses_both_names(mongo: Mongo, store: Store) -> None:
    reaction = follow_merger(mongo, store)
    for company in ("acme", "beta"):
        await merge(store, company, "gamma")
    await store.execute(Task(SHOWCASE, "i", Describe("i", "t", "d", ("c",), (), ("acme", "beta"))), origin=ME)
    described = (await store.load(SHOWCASE, "i"))[0].described
    assert described is not None
    await reaction.react(happened(described, "showcase-i", 1))
    item, _ = await store.load(SHOWCASE, "i")
    assert item.described is not None
    assert item.described.companies == ("gamma",)
    admitted = AssociationMemberAdmitted(association="g", company="acme")
    await store.execute(Task(ASSOCIATION, "g", Admit("g", "acme")), origin=ME)
    await reaction.react(happened(admitted, "association-g", 2))
    assert (await store.load(ASSOCIATION, "g"))[0].members == {"gamma"}
