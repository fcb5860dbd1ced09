"""Private records are kept, replaced and erased by id, and nothing of them is ever pending for a topic."""

import pytest

from shared.eventing.private import Private
from shared.mongo import Mongo

pytestmark = pytest.mark.real


async def test_a_record_is_kept_replaced_and_erased(mongo: Mongo) -> None:
    private = Private(mongo, "secrets")
    await private.keep("a", {"text": "one"})
    await private.keep("a", {"text": "two"})
    await private.keep("b", {"text": "$three"})
    assert await private.get("a") == {"text": "two"}
    assert await private.among(["a", "b", "c"]) == {"a": {"text": "two"}, "b": {"text": "$three"}}
    await private.erase(["a", "c"])
    await private.erase(["a"])
    assert (await private.get("a"), await private.get("b")) == (None, {"text": "$three"})
    assert await mongo["secrets"].count_documents({}) == 1
