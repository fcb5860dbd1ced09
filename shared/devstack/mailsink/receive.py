"""The SMTP side: takes what comes, save for the two domains that stand for failures."""

from email import message_from_bytes
from email.utils import getaddresses

from aiosmtpd.smtp import SMTP, Envelope, Session

from shared.devstack.mailsink.mailbox import Mailbox

REFUSALS = {
    "reject.example": "550 5.1.1 No such mailbox, and there never will be",
    "later.example": "451 4.3.0 Not now, try again later",
}


class Receive:
    """The hooks that aiosmtpd calls."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = REFUSALS.get(address.rpartition("@")[2].lower())
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        return f"250 2.0.0 Kept as {self._mailbox.add(_traced(envelope, raw))}"


def _traced(envelope: Envelope, raw: bytes) -> bytes:
    """The message under what a mailbox adds (RFC 5321, 4.4): who sent it, and who got it without being named in it."""
    headers = message_from_bytes(raw.partition(b"\r\n\r\n")[0])
    named = {address.lower() for _, address in getaddresses(headers.get_all("To", []) + headers.get_all("Cc", []))}
    hidden = [address for address in envelope.rcpt_tos if address.lower() not in named]
    trace = f"Return-Path: <{envelope.mail_from or ''}>\r\n"
    if hidden:
        trace += f"Bcc: {', '.join(hidden)}\r\n"
    return trace.encode() + raw
