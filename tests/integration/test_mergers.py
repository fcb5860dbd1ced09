"""A company that was merged into another one, on a real MongoDB, by real SMTP and HTTP: the other one is told."""

from collections.abc import AsyncIterator

import pytest

from services.notifications.domain.preferences import PREFERENCES, Preferences
from services.notifications.log_queries import sent_to
from shared.clock import now
from shared.contracts.delegations.company import CompanyChanged, CompanyRegistered
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.integration.test_preferences import ALONE
from tests.integration.told_house import Told, told_house
from tests.unit.notifications.receiver import receiving
from tests.unit.notifications.sink import Sink

pytestmark = pytest.mark.real

DOUBLE = CompanyRegistered(company="acme-sa", name="Acme SA", contact="p-silent")
OMEGA = CompanyRegistered(company="omega", name="Omega", contact="p-bolt")
TO_DOUBLE = ALONE.model_copy(update={"matches": (ALONE.matches[0].model_copy(update={"company": "acme-sa"}),)})


@pytest.fixture
async def sink() -> Sink:
    return Sink()


@pytest.fixture
async def house(mongo: Mongo, sink: Sink) -> AsyncIterator[Told]:
    async with told_house(mongo, sink, DOUBLE, OMEGA) as told:
        yield told


async def wanted(house: Told, company: str) -> Preferences:
    return (await house.store.load(PREFERENCES, f"company/{company}"))[0]


async def test_what_waits_for_a_merged_company_and_what_still_comes_for_it_goes_to_the_one_that_goes_on(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.hears(TO_DOUBLE)
    for _ in range(2):
        await house.merges("acme-sa", "acme")
    await house.hears(CompanyChanged(company="acme-sa", name="Acme SA"), TO_DOUBLE)
    async with house.sending():
        await eventually(house.settled(sent=2))
    assert [mail["To"] for mail in sink.read()] == ["anne@acme.example"] * 2
    assert all("Acme SA" in mail.get_body(("plain",)).get_content() for mail in sink.read())
    assert len(await house.all(**sent_to("acme"))) == 2
    assert len(await house.all(**sent_to("acme-sa"))) == 2


async def test_its_endpoints_are_called_for_the_one_that_goes_on(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    with receiving() as receiver:
        await house.endpoints.register("hook", "acme-sa", receiver.url, now())
        await house.merges("acme-sa", "acme")
        await house.hears(ALONE, TO_DOUBLE)
        async with house.sending():
            await eventually(house.settled(sent=2))
        assert len(receiver.received) == 2
    assert (await house.endpoints.get("hook") or {})["company"] == "acme"
    assert sink.mails == []


async def test_what_it_wanted_counts_where_the_one_that_goes_on_has_said_nothing(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.prefers("company/acme-sa", language="en", frequency={"visits": "never"})
    await house.prefers("company/omega", language="fr")
    for survivor in ("acme", "omega"):
        await house.merges("acme-sa" if survivor == "acme" else "acme", survivor)
    assert (await wanted(house, "acme")).often("visits") == "never"
    assert await wanted(house, "omega") == Preferences(language="fr")
    await house.hears(TO_DOUBLE)
    async with house.sending():
        await eventually(house.settled(sent=1))  # as Omega wants it, which goes on for both
    assert [mail["To"] for mail in sink.read()] == ["bob@bolt.example"]


async def test_mergers_that_are_heard_of_in_the_wrong_order_lead_to_the_same(house: Told) -> None:
    await house.endpoints.register("hook", "acme-sa", "https://hooks.example/", now())
    await house.merges("acme", "omega")
    await house.merges("acme-sa", "acme")
    assert (await house.endpoints.get("hook") or {})["company"] == "omega"
    assert [await house.mergers.survivor(one) for one in ("acme-sa", "acme", "omega", "bolt")] == [
        "omega", "omega", "omega", "bolt",
    ]  # fmt: skip


async def test_its_digest_and_its_way_out_are_those_of_the_one_that_goes_on(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.prefers("company/acme", frequency={"visits": "daily"}, time_zone="UTC")
    await house.merges("acme-sa", "acme")
    await house.hears(ALONE, TO_DOUBLE)

    async def gathered() -> bool:
        return len(await house.all(digest={"$exists": True}, due_at={"$exists": False})) == 2

    async with house.sending():
        await eventually(gathered)
        digest = await house.only(message="digest")
        assert digest["recipient"] == {"kind": "company", "id": "acme", "day": None}
        await house.comes_due(message="digest")
        await eventually(house.settled(sent=1, pending=2))
    assert [mail["To"] for mail in sink.read()] == ["anne@acme.example"]
