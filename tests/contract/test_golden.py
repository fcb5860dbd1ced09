"""Each published event, as it looked when it was published, is read by this code and looks the same when sent again."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.catalogue import EVENTS, PUBLISHED, kept, schema
from shared.eventing.event import Data, Event, by_type
from tests.integration import recounted

GOLDEN = Path(__file__).parent / "golden"
FILES: Mapping[str, Data] = kept(GOLDEN)
READERS = by_type(EVENTS.values())
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
FIRST: dict[str, Any] = {"type": "test.Added", "counter": "a", "amount": 3}
SECOND: dict[str, Any] = {"type": "test.Added.v2", "counter": "a", "amount": 3, "unit": "piece"}
THIRD: dict[str, Any] = {"type": "test.Added.v3", "counter": "a", "unit": "piece", "amounts": [3]}


def complaints(event: type[Event], golden: Mapping[str, Data]) -> list[str]:
    """What is wrong with an event's golden files: one a version, each of which upcast is the next, the last as sent."""
    types = event.type_names()
    if missing := [type for type in types if type not in golden]:
        return [f"{type} has no golden file" for type in missing]
    wrong = [
        f"{older}, upcast, is not the golden {newer}"
        for older, newer, step in zip(types, types[1:], event.upcasts, strict=False)
        if {**step(golden[older]), "type": newer} != golden[newer]
    ]
    sent = event.read_json(json.dumps(golden[types[-1]]).encode()).model_dump(mode="json")
    return wrong + ([] if holds(sent, golden[types[-1]]) else [f"{types[-1]} is sent otherwise than golden"])


def holds(sent: Any, golden: Any) -> bool:
    """Whether all that is golden is sent unchanged; fields that have been added since may be there too."""
    if isinstance(golden, Mapping):
        return golden.keys() <= sent.keys() and all(holds(sent[name], value) for name, value in golden.items())
    if isinstance(golden, Sequence) and not isinstance(golden, str):
        return len(sent) == len(golden) and all(map(holds, sent, golden))
    return bool(sent == golden)


def test_every_golden_file_is_of_a_version_that_is_read() -> None:
    assert set(FILES) == set(READERS)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_read_and_sent_as_its_golden_files_say(name: str) -> None:
    assert complaints(EVENTS[name], FILES) == []


@pytest.mark.parametrize("type", FILES)
def test_a_field_from_the_future_is_ignored(type: str) -> None:
    assert READERS[type].read({**FILES[type], "added_next_year": 1}) == READERS[type].read(FILES[type])


@pytest.mark.parametrize("type", PUBLISHED)
def test_the_committed_schema_is_that_of_the_code(type: str) -> None:
    assert kept(SCHEMAS)[type] == schema(PUBLISHED[type]), "run `make docs` and read the difference"


@pytest.mark.parametrize("name", EVENTS)
def test_no_event_carries_personal_data(name: str) -> None:
    personal = {"mail", "email", "phone", "first_name", "last_name", "birth"}
    functional = {"postings.PostOpened": {"embassy_mail", "mail"}, "postings.MailboxSet": {"mail"}}
    assert not (personal & set(schema(EVENTS[name])["properties"])) - functional.get(name, set())


def test_a_new_version_is_held_to_the_golden_files_of_the_old_ones() -> None:
    golden = {one["type"]: one for one in (FIRST, SECOND, THIRD)}
    assert complaints(recounted.Added, golden) == []
    wrong = golden | {"test.Added.v2": SECOND | {"unit": "box"}}
    assert complaints(recounted.Added, wrong) == [
        "test.Added, upcast, is not the golden test.Added.v2",
        "test.Added.v2, upcast, is not the golden test.Added.v3",
    ]


def test_a_new_version_without_the_golden_files_of_all_is_refused() -> None:
    assert complaints(recounted.Added, {"test.Added.v3": THIRD}) == [
        "test.Added has no golden file",
        "test.Added.v2 has no golden file",
    ]


def test_an_event_that_is_sent_otherwise_than_when_published_is_refused() -> None:
    golden = {one["type"]: one for one in (FIRST, SECOND, THIRD | {"renamed": 1})}
    assert complaints(recounted.Added, golden)[-1] == "test.Added.v3 is sent otherwise than golden"
