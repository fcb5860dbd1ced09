"""What records promise: the last state travels, and an erased person is gone everywhere."""

import pytest
from pydantic import BaseModel

from shared.eventing.consumer import of_mirror
from shared.eventing.records import Mirror, Register
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.journey import consuming, on_topic, relaying

pytestmark = pytest.mark.real


class Card(BaseModel):
    name: str


async def test_the_same_record_again_is_no_news(mongo: Mongo) -> None:
    register = Register(mongo, "t")
    assert [await register.put("p", Card(name=name)) for name in ("A", "A", "B", "$A", "$A")] == [1, 1, 2, 3, 3]


async def test_an_erased_record_can_be_put_again(mongo: Mongo) -> None:
    register = Register(mongo, "t")
    await register.put("p", Card(name="A"))
    assert (await register.erase("p"), await register.get("p")) == (2, None)
    assert (await register.put("p", Card(name="A")), await register.erase("nobody")) == (3, 0)


async def test_a_record_and_its_erasure_reach_every_copy(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    register, mirror = Register(mongo, topic, "sent"), Mirror(mongo, topic, "copied")

    async def copied(wanted: str | None) -> bool:
        record = await mirror.get("p")
        return (record or {}).get("name") == wanted and (wanted is not None or record is None)

    async with relaying(mongo, infrastructure.kafka, register):
        async with consuming(infrastructure.kafka, of_mirror("test", mirror)):
            await register.put("p", Card(name="A"))
            await eventually(lambda: copied("A"))
            await register.put("p", Card(name="B"))
            await eventually(lambda: copied("B"))
            await register.erase("p")
            await eventually(lambda: copied(None))
        messages = await on_topic(infrastructure.kafka, topic, 2)
    assert messages[-1].value is None
    assert await mongo["copied"].find({}).to_list(None) == [{"_id": "p", "version": 3}]
