"""Nobody goes past the gate who must not: those on no list, those that failed before, and simulators."""

from typing import Any, cast

import pytest

from services.notifications.channels.email import Letterhead, address, written
from services.notifications.channels.simulators import DOMAIN, MAILBOXES, RECEIVERS
from services.notifications.channels.smtp import Post, Server
from services.notifications.gate import Allowed, Gate
from services.notifications.outcomes import (
    NoMailbox,
    Permanent,
    Suppressed,
    Temporary,
    Throttled,
    Unanswered,
    Undelivered,
    Unreachable,
)
from services.notifications.rendering import Text
from services.notifications.suppressions import Suppressions, mailbox_key
from tests.unit.notifications.sink import Sink, serving
from tests.unit.notifications.world import AT, SECRET

HEAD = Letterhead(address("Liaison <no-reply@liaison.example>"))


class Remembered:
    """Stands for Suppressions, in memory."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[str, str]] = {}

    def key(self, address: str) -> str:
        return mailbox_key(address, SECRET)

    async def holds(self, address: str) -> bool:
        return self.key(address) in self.held

    async def add(self, key: str, delivery: str, why: str, _: Any) -> None:
        self.held[key] = (delivery, why)


class House:
    def __init__(self, url: str, allowed: str, sink: Sink) -> None:
        self.suppressions, self.sink = Remembered(), sink
        held = cast(Suppressions, self.suppressions)
        self.gate = Gate(Post(Server(url)), held, Allowed.named(allowed))

    async def send(self, to: str) -> int:
        try:
            mail = written("d-1", HEAD, address(to), Text("Subject", "Text\n"), AT)
            return await self.gate.send(mail, HEAD.sender.addr_spec, to)
        finally:
            await self.gate.close()


async def test_where_a_list_is_given_nobody_else_is_written_to() -> None:
    sink = Sink()
    async with serving(sink) as url:
        house = House(url, " Anne@acme.example,@liaison.example ", sink)
        for to in ("anne@ACME.example", "anybody@Liaison.example"):
            assert await house.send(to) == 250
        for to in ("bob@acme.example", "anne@acme.example.evil.example", "a@sub.liaison.example", "@liaison.example@x.example"):  # fmt: skip  # noqa: E501
            with pytest.raises((Suppressed, Permanent)):
                await house.send(to)
    assert [one.rcpt_tos for one in sink.mails] == [["anne@ACME.example"], ["anybody@Liaison.example"]]


@pytest.mark.parametrize("text", ["anne", "anne@", "a@b@c.example", "@liaison.example, , x"])
def test_a_list_that_names_nobody_is_refused_when_the_service_starts(text: str) -> None:
    with pytest.raises(ValueError, match="neither an address nor"):
        Allowed.named(text)


@pytest.mark.parametrize(("answer", "held"), [
    ("550 5.1.1 unknown", True), ("550 5.1.10 no mail is taken", True), ("550 5.2.1 closed", True),
    ("550 5.7.1 not you", False), ("552 5.2.2 mailbox full", False), ("450 4.2.0 greylisted", False),
    ("550 unknown", False),
])  # fmt: skip
async def test_an_address_that_there_is_not_is_not_tried_again_and_any_other_failure_is(
    answer: str, *, held: bool
) -> None:
    sink = Sink()
    async with serving(sink) as url:
        house = House(url, "", sink)
        sink.rcpt = answer
        with pytest.raises((Permanent, Temporary)):
            await house.send("anne@acme.example")
        assert (mailbox_key("Anne@Acme.example", SECRET) in house.suppressions.held) is held
        sink.rcpt = "250 OK"
        if held:
            assert set(house.suppressions.held.values()) == {("d-1", f"SMTPRecipientRefused {answer.split()[1]}")}
            with pytest.raises(Suppressed):
                await house.send("anne@acme.example")
        else:
            assert await house.send("anne@acme.example") == 250
        assert await house.send("bob@acme.example") == 250


@pytest.mark.parametrize(("name", "failure"), [
    ("temporary", Temporary), ("throttled", Throttled), ("permanent", Permanent), ("no-mailbox", NoMailbox),
    ("technical", Unreachable), ("silent", Unanswered), ("no-such-name", NoMailbox),
])  # fmt: skip
async def test_simulators_fail_as_they_are_called_and_no_server_hears_of_it(
    name: str, failure: type[Exception]
) -> None:
    sink = Sink()
    async with serving(sink) as url:
        house = House(url, "@liaison.example", sink)
        for to in (f"{name}@{DOMAIN}", f"{name}+test-7@{DOMAIN.upper()}"):
            with pytest.raises(failure) as raised:
                await house.send(to)
            assert type(raised.value) is failure
        assert await house.send(f"delivered@{DOMAIN}") == 250
    assert sink.sessions == set()
    assert bool(house.suppressions.held) is issubclass(failure, NoMailbox)


def test_every_failure_there_is_can_be_simulated() -> None:
    """But for those that are ours: what is suppressed, withdrawn, or waits for a fact."""
    failures: set[type[Undelivered]] = {type(one.fails) for one in MAILBOXES.values() if one.fails is not None}
    assert failures == {Temporary, Throttled, Permanent, NoMailbox, Unreachable, Unanswered}
    assert {one.notice[0] for one in MAILBOXES.values() if one.notice} == {"failed", "delayed", "delivered"}
    assert {type(one.fails) for one in RECEIVERS.values() if one.fails is not None} == {Unreachable, Unanswered}
    assert {one.code // 100 for one in RECEIVERS.values() if one.code} == {2, 3, 4, 5}


@pytest.mark.parametrize("answer", ["421 4.7.28 too fast", "421 busy", "450 4.2.1 rate", "452 4.5.3 too many", "451 4.7.500 busy"])  # fmt: skip  # noqa: E501
async def test_who_says_not_so_fast_is_told_from_who_says_not_now(answer: str) -> None:
    sink = Sink()
    async with serving(sink) as url:
        house = House(url, "", sink)
        sink.rcpt = answer
        with pytest.raises(Throttled):
            await house.send("anne@acme.example")
        sink.rcpt = "451 4.3.0 not now"
        with pytest.raises(Temporary) as raised:
            await house.send("anne@acme.example")
        assert not isinstance(raised.value, Throttled)
