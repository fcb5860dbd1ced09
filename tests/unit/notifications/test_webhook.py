"""Webhooks, received by a real HTTP server and checked with the specification's own library."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from services.notifications.channels.addresses import is_public, public_address
from services.notifications.channels.webhook import Caller, Gone, Target, body, headers, new_secret
from services.notifications.outcomes import Permanent, Temporary, Undelivered, Unreachable
from shared.clock import now
from tests.unit.notifications.receiver import Receiver, receiving

SECRET = new_secret()
ANYWHERE = "0.0.0.0"  # noqa: S104
BODY = body("liaison.exhibitor_matched", now(), {"company": "acme"})


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


async def post(target: Target, *, allow_private: bool = True, id: str = "d-1") -> int:
    caller = Caller(allow_private=allow_private)
    try:
        return await caller.post(id, target, BODY, now())
    finally:
        await caller.close()


async def test_the_receiver_can_verify_the_signature(receiver: Receiver) -> None:
    assert await post(Target(receiver.url, SECRET)) == 204
    ((sent, content),) = receiver.received
    assert Webhook(SECRET).verify(content, sent) == json.loads(BODY)
    assert (sent["path"], sent["host"]) == ("/hook?x=1", f"127.0.0.1:{receiver.server_port}")
    with pytest.raises(Exception, match="signature"):
        Webhook(new_secret()).verify(content, sent)


def test_the_id_stays_over_all_attempts_while_time_and_signature_are_renewed() -> None:
    first, later = headers("d-1", SECRET, BODY, now()), headers("d-1", SECRET, BODY, now() + timedelta(minutes=1))
    assert first["webhook-id"] == later["webhook-id"]
    assert first["webhook-timestamp"] != later["webhook-timestamp"]
    assert first["webhook-signature"] != later["webhook-signature"]
    Webhook(SECRET).verify(BODY, later)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [(410, Gone), (400, Temporary), (404, Temporary), (302, Temporary), (429, Temporary), (503, Temporary)],
)
async def test_only_gone_is_for_good_and_a_redirect_is_not_followed(
    receiver: Receiver, code: int, outcome: type[Undelivered]
) -> None:
    receiver.code = code
    with pytest.raises(outcome) as failed:
        await post(Target(receiver.url, SECRET))
    assert failed.value.code == code
    assert len(receiver.received) == 1


async def test_where_nobody_listens_the_receiver_is_unreachable(receiver: Receiver) -> None:
    free = receiver.url
    receiver.socket.close()
    with pytest.raises(Unreachable):
        await post(Target(free, SECRET))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", ANYWHERE, "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
async def test_private_addresses_are_refused_before_anything_is_sent(receiver: Receiver, host: str) -> None:
    target = Target(f"https://{host}:{receiver.server_port}/", SECRET)
    with pytest.raises(Permanent):
        await post(target, allow_private=False)
    assert receiver.received == []


async def test_only_https_is_used(receiver: Receiver) -> None:
    with pytest.raises(Permanent, match="https"):
        await post(Target(receiver.url, SECRET), allow_private=False)


async def test_a_name_that_leads_to_a_private_address_is_refused() -> None:
    with pytest.raises(Permanent):
        await public_address("localhost", 443, allow_private=False)
    assert await public_address("127.0.0.1", 443, allow_private=True) == "127.0.0.1"


@pytest.mark.parametrize(
    "private",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", ANYWHERE, "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
     "2002:a00:1::"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet(private: str) -> None:
    assert not is_public(private)


@pytest.mark.parametrize("public", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(public: str) -> None:
    assert is_public(public)
