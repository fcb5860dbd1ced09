"""Webhooks, received by a real HTTP server and checked with the specification's own library."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from services.notifications.channels.addresses import Reach, checked_address, chosen, is_public
from services.notifications.channels.webhook import (
    KEPT,
    Answer,
    Caller,
    Gone,
    Target,
    body,
    headers,
    new_secret,
    retry_after,
)
from services.notifications.outcomes import Permanent, Temporary, Unanswered, Undelivered, Unreachable
from shared.clock import now
from tests.unit.notifications.receiver import Receiver, receiving
from tests.unit.notifications.world import AT

SECRET = new_secret()
ANYWHERE = "0.0.0.0"  # noqa: S104
BODY = body("liaison.exhibitor_matched", now(), {"company": "acme"}, {})
PUBLIC, ANY = Reach(), Reach(anywhere=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


async def post(url: str, reach: Reach = ANY) -> Answer:
    caller = Caller(reach)
    try:
        return await caller.post("d-1", Target("hook", url, (SECRET,)), BODY, now())
    finally:
        await caller.close()


async def test_the_receiver_can_verify_the_signature(receiver: Receiver) -> None:
    assert (await post(receiver.url)).code == 204
    ((sent, content),) = receiver.received
    assert Webhook(SECRET).verify(content, sent) == json.loads(BODY)
    assert (sent["path"], sent["host"]) == ("/hook?x=1", f"127.0.0.1:{receiver.server_port}")
    with pytest.raises(Exception, match="signature"):
        Webhook(new_secret()).verify(content, sent)


def test_the_id_stays_over_all_attempts_while_time_and_signature_are_renewed() -> None:
    first, later = headers("d-1", (SECRET,), BODY, now()), headers("d-1", (SECRET,), BODY, now() + timedelta(minutes=1))
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
        await post(receiver.url)
    assert failed.value.code == code
    assert len(receiver.received) == 1


async def test_where_nobody_listens_the_receiver_is_unreachable(receiver: Receiver) -> None:
    free = receiver.url
    receiver.socket.close()
    with pytest.raises(Unreachable):
        await post(free)


async def test_a_sender_that_was_stopped_and_goes_on_calls_as_before(receiver: Receiver) -> None:
    caller = Caller(ANY)
    for _ in range(2):
        assert (await caller.post("d-1", Target("hook", receiver.url, (SECRET,)), BODY, now())).code == 204
        await caller.close()


async def test_nobody_knows_whether_a_receiver_has_what_it_does_not_answer(receiver: Receiver) -> None:
    receiver.silent = True
    with pytest.raises(Unanswered):
        await post(receiver.url)
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", ANYWHERE, "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
)
async def test_private_addresses_are_refused_before_anything_is_sent(receiver: Receiver, host: str) -> None:
    with pytest.raises(Permanent):
        await post(f"https://{host}:{receiver.server_port}/", PUBLIC)
    assert receiver.received == []


async def test_only_https_is_used(receiver: Receiver) -> None:
    with pytest.raises(Permanent, match="https"):
        await post(receiver.url, PUBLIC)


async def test_a_name_that_leads_to_a_private_address_is_refused() -> None:
    with pytest.raises(Permanent):
        await checked_address("localhost", 443, PUBLIC)
    assert await checked_address("127.0.0.1", 443, ANY) == "127.0.0.1"


def test_one_address_that_is_not_public_is_enough_to_refuse_a_host() -> None:
    assert chosen(["8.8.8.8", "2606:4700::1111"], PUBLIC) == "8.8.8.8"
    for hidden in ("10.0.0.1", "fe80::1%eth0", "::ffff:169.254.169.254"):
        with pytest.raises(Permanent):
            chosen(["8.8.8.8", hidden], PUBLIC)


def test_an_operator_may_allow_a_network_and_nothing_around_it() -> None:
    reach = Reach.named("10.2.0.0/16, fd12:3456::/32")
    assert [one in reach for one in ("10.2.3.4", "fd12:3456::1", "8.8.8.8")] == [True] * 3
    assert [one in reach for one in ("10.3.0.1", "127.0.0.1", "fd13::1", "169.254.169.254")] == [False] * 4
    with pytest.raises(ValueError, match="host bits"):
        Reach.named("10.2.0.1/16")


async def test_the_address_that_was_checked_is_connected_to_and_the_name_is_not_resolved_again(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, asked = asyncio.get_running_loop(), []
    resolve = loop.getaddrinfo

    async def resolving(host: str, *more: Any, **options: Any) -> Any:
        if host.endswith(".test"):
            asked.append(host)
            host = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"  # rebinds
        return await resolve(host, *more, **options)

    monkeypatch.setattr(loop, "getaddrinfo", resolving)
    assert (await post(f"http://rebinding.test:{receiver.server_port}/")).code == 204
    assert asked == ["rebinding.test"]
    assert receiver.received[0][0]["host"] == f"rebinding.test:{receiver.server_port}"


def test_the_published_example_of_the_specification_is_signed_alike() -> None:
    secret, at = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", datetime.fromtimestamp(1614265330, UTC)
    signed = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", (secret,), '{"test": 2432232314}', at)
    assert signed["webhook-timestamp"] == "1614265330"
    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_is_replaced_both_verify() -> None:
    new, other = new_secret(), new_secret()
    sent = headers("d-1", (new, SECRET), BODY, now())
    for secret in (new, SECRET):
        Webhook(secret).verify(BODY, sent)
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(BODY, sent)


async def test_the_beginning_of_an_answer_is_kept_and_the_rest_is_not_read(receiver: Receiver) -> None:
    receiver.code, receiver.says = 200, "é".encode() * 1_000_000
    answer = await post(receiver.url)
    assert answer.text == "é" * (KEPT // 2)
    receiver.code, receiver.says = 500, b"no \x00 good \xff"
    with pytest.raises(Temporary) as failed:
        await post(receiver.url)
    assert failed.value.said == "no  good \ufffd"


@pytest.mark.parametrize(
    ("said", "wait"),
    [("120", 120), ("0", 0), (format_datetime(AT + timedelta(hours=1)), 3600), (format_datetime(AT), 0),
     (format_datetime(AT - timedelta(days=1)), 0), ("soon", None), ("", None), ("-5", None), ("9" * 400, 10**9)],
)  # fmt: skip
def test_a_receiver_may_say_when_to_come_again(said: str, wait: int | None) -> None:
    assert retry_after(said, AT) == (None if wait is None else timedelta(seconds=wait))


async def test_when_to_come_again_is_heard(receiver: Receiver) -> None:
    receiver.code, receiver.more = 429, {"Retry-After": "77"}
    with pytest.raises(Temporary) as failed:
        await post(receiver.url)
    assert failed.value.retry_after == timedelta(seconds=77)


@pytest.mark.parametrize(
    "private",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", ANYWHERE, "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
     "64:ff9b:1::a00:1", "::7f00:1", "::10.0.0.1", "168.63.129.16", "100.100.100.200", "192.0.2.1", "2001:db8::1",
     "2002:a00:1::"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet(private: str) -> None:
    assert not is_public(private)


@pytest.mark.parametrize("public", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(public: str) -> None:
    assert is_public(public)
