"""Events of every version are read as if they had been written today."""

import json
from typing import Any, Literal

import pytest

from shared.clock import now
from shared.eventing import cloudevents
from shared.eventing.event import by_type
from shared.eventing.versions import ahead, named, typed
from tests.integration import counter
from tests.integration.recounted import RECOUNTED, Added, with_unit

FIRST = counter.Added(counter="a", amount=3).model_dump()
SECOND = {"type": "test.Added.v2", "counter": "a", "unit": "box", "amount": 3}
THIRD = {"type": "test.Added.v3", "counter": "a", "unit": "box", "amounts": [1, 2]}
TODAY: list[tuple[dict[str, Any], Added]] = [
    (FIRST, Added(counter="a", unit="piece", amounts=(3,))),
    (SECOND, Added(counter="a", unit="box", amounts=(3,))),
    (THIRD, Added(counter="a", unit="box", amounts=(1, 2))),
]


@pytest.mark.parametrize(("told", "today"), TODAY)
def test_a_stored_event_of_any_version_is_the_same_fact_today(told: dict[str, Any], today: Added) -> None:
    assert RECOUNTED.parse(told) == today


@pytest.mark.parametrize(("told", "today"), TODAY)
def test_a_message_of_any_version_is_the_same_fact_today(told: dict[str, Any], today: Added) -> None:
    assert received(told).event == today


def received(told: dict[str, Any]) -> Any:
    where: dict[str, Any] = {"source": "/test", "stream": "counter-a", "sequence": 1, "time": now()}
    headers = cloudevents.headers(type=told["type"], **where, correlationid="talk")
    return cloudevents.recorded(headers, json.dumps(told).encode(), by_type([Added]))


def test_an_event_without_later_versions_is_read_as_it_is() -> None:
    assert counter.COUNTER.parse(FIRST) == counter.Added(counter="a", amount=3)


@pytest.mark.parametrize("wrong", [{"counter": "a"}, {"counter": "a", "amount": "many"}, {"amount": 1}])
def test_an_old_event_that_was_never_right_is_malformed(wrong: dict[str, Any]) -> None:
    with pytest.raises(cloudevents.Malformed):
        received({"type": "test.Added"} | wrong)


@pytest.mark.parametrize("body", [[], {}, {"type": "test.Closed"}])
def test_a_body_of_another_event_is_not_read(body: Any) -> None:
    with pytest.raises(ValueError, match=r"this is no version of test.Added.v3"):
        Added.read(body)


def test_a_stored_event_that_nobody_knows_is_named() -> None:
    with pytest.raises(ValueError, match=r"test.Reset is no event of counter"):
        RECOUNTED.parse({"type": "test.Reset"})


def test_a_version_without_a_way_from_each_earlier_one_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match=r"test.Added.v3 needs 2 upcasts"):

        class Incomplete(counter.Fact):
            type: Literal["test.Added.v3"] = "test.Added.v3"
            upcasts = (with_unit,)

    with pytest.raises(TypeError, match=r"test.Added needs 0 upcasts"):

        class Unnamed(counter.Fact):
            type: Literal["test.Added"] = "test.Added"
            upcasts = (with_unit,)


@pytest.mark.parametrize(
    ("type", "name", "version"),
    [("test.Added", "test.Added", 1), ("test.Added.v2", "test.Added", 2), ("test.Added.v12", "test.Added", 12)],
)
def test_a_type_names_its_version(type: str, name: str, version: int) -> None:
    assert named(type) == (name, version)
    assert typed(name, version) == type


@pytest.mark.parametrize("type", ["test.Added.v1", "test.Added.v0", "test.Added.v02", "test.v2.Added", ".v2"])
def test_what_is_no_suffix_belongs_to_the_name(type: str) -> None:
    assert named(type) == (type, 1)


def test_only_a_newer_version_of_what_is_known_is_ahead() -> None:
    known = by_type([Added])
    assert ahead("test.Added.v4", known)
    assert not any(ahead(type, known) for type in ("test.Added", "test.Added.v2", "test.Added.v3", "test.Closed.v2"))
