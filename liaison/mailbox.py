"""What the main job sees of the mail: the sink, asked through the part of Mailpit's HTTP API that both sinks have."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage

import httpx

from liaison.client import Json

PAGE = 500


@dataclass(frozen=True)
class Mailbox:
    """`base` is the address of the sink's HTTP API."""

    http: httpx.AsyncClient
    base: str

    async def by_delivery(self) -> dict[str, list[Json]]:
        """Every mail in the sink, by the delivery that its Message-ID names."""
        found: dict[str, list[Json]] = {}
        start = 0
        while True:
            where = {"start": start, "limit": PAGE}
            page = (await self.http.get(f"{self.base}/api/v1/messages", params=where)).raise_for_status().json()
            for mail in page["messages"]:
                found.setdefault(mail["MessageID"].partition("@")[0], []).append(mail)
            start += len(page["messages"])
            if not page["messages"]:
                return found

    async def read(self, mail: Json) -> EmailMessage:
        """The mail as it arrived, parsed."""
        answer = await self.http.get(f"{self.base}/api/v1/message/{mail['ID']}/raw")
        return email.message_from_bytes(answer.raise_for_status().content, policy=email.policy.default)


def text(mail: EmailMessage) -> str:
    """The plain text that a person reads."""
    body = mail.get_body(("plain",))
    return "" if body is None else str(body.get_content())


def calendar(mail: EmailMessage) -> str:
    """The calendar part, empty where there is none."""
    return next((str(part.get_content()) for part in mail.walk() if part.get_content_type() == "text/calendar"), "")
