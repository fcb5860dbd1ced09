"""Test addresses that fail as real ones do, without any server: `permanent@simulator.liaison.example` and others.

Names under .example belong to nobody (RFC 2606), so nobody real is taken for a simulator. What follows the name of a
mailbox behind a plus is free, so that tests can have addresses of their own; so is the query of a webhook's address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.notifications.outcomes import (
    NoMailbox,
    Permanent,
    Temporary,
    Throttled,
    Unanswered,
    Undelivered,
    Unreachable,
)

DOMAIN = "simulator.liaison.example"


@dataclass(frozen=True)
class Mailbox:
    """`does` says what a mail comes to: nothing, where it `fails`; else it is taken, and a `notice` may come back.

    A notice is an action and a status as RFC 3464 writes them.
    """

    does: str
    fails: Undelivered | None = None
    notice: tuple[str, str] | None = None


@dataclass(frozen=True)
class Receiver:
    """`does` says what a webhook comes to: an answer with this `code`, or none where it `fails`."""

    does: str
    code: int = 0
    retry_after: timedelta | None = None
    fails: Undelivered | None = None


MAILBOXES: Mapping[str, Mailbox] = {
    "delivered": Mailbox("is taken by the mail server"),
    "arrived": Mailbox("is taken, and a notice says that it has arrived", notice=("delivered", "2.0.0")),
    "late": Mailbox("is taken, and a notice says that it is late", notice=("delayed", "4.4.1")),
    "bounced": Mailbox("is taken, and comes back: there is no such mailbox", notice=("failed", "5.1.1")),
    "full": Mailbox("is taken, and comes back: the mailbox is full", notice=("failed", "5.2.2")),
    "temporary": Mailbox("is to be tried again later", Temporary("simulated 4.3.0", 451)),
    "throttled": Mailbox("is to be tried again, only not so fast", Throttled("simulated 4.7.0", 421)),
    "permanent": Mailbox("is refused for good", Permanent("simulated 5.7.1", 550)),
    "no-mailbox": Mailbox("is refused: there is no such mailbox", NoMailbox("simulated 5.1.1", 550)),
    "technical": Mailbox("does not reach the mail server", Unreachable("simulated")),
    "silent": Mailbox("is given to a mail server that then falls silent", Unanswered("simulated")),
}
RECEIVERS: Mapping[str, Receiver] = {
    "taken": Receiver("is taken", 204),
    "error": Receiver("is answered 500", 500),
    "refused": Receiver("is answered 400", 400),
    "redirect": Receiver("is answered 302, which is not followed", 302),
    "throttled": Receiver("is answered 429, to come again in a minute", 429, timedelta(minutes=1)),
    "gone": Receiver("is answered 410, which disables the endpoint", 410),
    "unreachable": Receiver("does not reach the receiver", fails=Unreachable("simulated")),
    "silent": Receiver("gets no answer in time", fails=Unanswered("simulated")),
}


def simulated(to: str) -> bool:
    """Whether this address is a simulator's, so that nothing may be sent to it."""
    return to.lower().endswith(f"@{DOMAIN}")


def simulate(to: str) -> int:
    """The code of a server that takes it. Raises the failure that the address names; any other name has no mailbox."""
    mailbox = MAILBOXES.get(_name(to))
    failure = NoMailbox("no such simulator 5.1.1", 550) if mailbox is None else mailbox.fails
    if failure is not None:
        raise type(failure)(failure.detail, failure.code)
    return 250


def comes_back(to: str) -> bool:
    """Whether a notice about what is sent there comes back."""
    return simulated(to) and (mailbox := MAILBOXES.get(_name(to))) is not None and mailbox.notice is not None


def notice(to: str, message_id: str) -> bytes:
    """The notice about a mail that was sent there, as a mail server writes it. Raises LookupError where none comes."""
    told = MAILBOXES[_name(to)].notice
    if told is None:
        raise LookupError(f"nothing comes back from {_name(to)}")
    action, status = told
    return NOTICE.format(domain=DOMAIN, action=action, status=status, id=message_id).replace("\n", "\r\n").encode()


def called(path: str) -> Receiver:
    """The receiver at this path of the simulator; an unknown one answers that it is not there. Raises Undelivered."""
    found = RECEIVERS.get(path.strip("/"), Receiver("is answered 404", 404))
    if found.fails is not None:
        raise type(found.fails)(found.fails.detail)
    return found


def _name(to: str) -> str:
    return to.lower().rpartition("@")[0].partition("+")[0]


NOTICE = """\
From: Mail Delivery System <MAILER-DAEMON@{domain}>
Subject: Delivery Status Notification
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="simulated"

--simulated
Content-Type: text/plain; charset=us-ascii

This notice is simulated.

--simulated
Content-Type: message/delivery-status

Reporting-MTA: dns; {domain}

Final-Recipient: rfc822; simulator@{domain}
Action: {action}
Status: {status}

--simulated
Content-Type: text/rfc822-headers

Message-ID: {id}

--simulated--
"""
