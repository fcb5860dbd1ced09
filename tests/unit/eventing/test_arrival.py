"""What can be read of a message, and that nonsense is told apart from what is nobody's business."""

import pytest

from shared.eventing.arrival import Arrival, Read, events, records
from shared.eventing.cloudevents import Malformed
from shared.eventing.event import by_type
from shared.eventing.failures import NewerVersion
from tests.integration.counter import Added
from tests.unit.eventing.arriving import TOPIC, Headers, event, message

BODY = b'{"type": "test.Added", "counter": "a", "amount": 4}'
read = events(by_type([Added]))


def found(read: Read, of: object) -> Arrival:
    arrival = read(of)
    assert arrival is not None
    return arrival


def test_an_event_has_the_same_id_wherever_on_the_topic_it_comes_again() -> None:
    first, again = found(read, event(BODY, 3, offset=10)), found(read, event(BODY, 3, offset=99))
    assert first.id == again.id
    assert (first.stream, first.item.event, first.error) == ((TOPIC, "counter-a"), Added(counter="a", amount=4), None)


def test_a_type_that_nobody_handles_is_skipped() -> None:
    assert read(event(BODY, type="test.Removed")) is None
    assert read(event(BODY, type="test.Added.v1")) is None


def test_a_newer_version_of_a_type_that_is_handled_waits_for_newer_code() -> None:
    arrival = found(read, event(BODY, type="test.Added.v2"))
    assert isinstance(arrival.error, NewerVersion)
    assert arrival.stream == (TOPIC, "counter-a")


NONSENSE: dict[str, Headers] = {
    "only a type": [("ce_type", b"test.Added")],
    "a null header": [("ce_type", b"test.Added"), ("ce_subject", None)],
    "a header that is no UTF-8": [("ce_type", b"test.Added"), ("ce_subject", b"\xff\xfe")],
    "a sequence that is no number": [
        (name, b"many" if name == "ce_sequence" else value) for name, value in event(BODY).headers
    ],
}


@pytest.mark.parametrize("headers", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_an_arrival_that_goes_by_its_place(headers: Headers) -> None:
    arrival = found(read, message(BODY, 7, headers=headers))
    assert isinstance(arrival.error, Malformed)
    assert (arrival.id, arrival.stream) == (f"{TOPIC}/0/7", (TOPIC, "counter-a"))


def test_nonsense_without_a_key_stands_in_nobodys_way() -> None:
    arrival = found(read, message(BODY, 7, key=None, headers=[("ce_type", b"test.Added")]))
    assert arrival.stream == (TOPIC, f"{TOPIC}/0/7")


def test_a_body_that_is_no_json_cannot_take_the_id_of_a_sound_event() -> None:
    sound, broken = found(read, event(BODY, 1, offset=5)), found(read, event(b"{", 1, offset=6))
    assert isinstance(broken.error, Malformed)
    assert broken.id != sound.id


@pytest.mark.parametrize("headers", [[], [("ce_type", None)], [("ce_type", b"\xff")]], ids=repr)
def test_what_does_not_say_its_type_is_no_event(headers: Headers) -> None:
    assert read(message(BODY, headers=headers)) is None


VERSION: Headers = [("ce_sequence", b"3")]


@pytest.mark.parametrize("value", [b"{}", None], ids=["a record", "a tombstone"])
def test_a_record_is_read_under_its_key(value: bytes | None) -> None:
    arrival = found(records, message(value, key=b"p", headers=VERSION))
    assert (arrival.stream, arrival.error) == ((TOPIC, "p"), None)


@pytest.mark.parametrize(
    ("value", "headers"), [(b"{", VERSION), (b"[]", VERSION), (b"\xff", VERSION), (b"{}", [])], ids=repr
)
def test_a_malformed_record_is_an_arrival_with_its_error(value: bytes, headers: Headers) -> None:
    assert isinstance(found(records, message(value, key=b"p", headers=headers)).error, Malformed)


def test_a_record_without_a_key_is_nobodys() -> None:
    assert records(message(b"{}", key=None, headers=VERSION)) is None
