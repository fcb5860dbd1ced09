"""Webhooks by the Standard Webhooks specification: a signed POST of a thin JSON body."""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from standardwebhooks import Webhook

from services.notifications.channels import simulators
from services.notifications.channels.addresses import Reach, checked_address
from services.notifications.outcomes import Permanent, Temporary, Unanswered, Undelivered, Unreachable
from shared.patience import patience

TIMEOUT = 15.0  # seconds for a request, its answer included
LARGEST = 20_000  # bytes of a body
KEPT = 4096  # bytes of an answer


class Gone(Permanent):
    """The receiver wants nothing more at this address (410)."""


@dataclass(frozen=True)
class Target:
    """Where to post, and the secrets that signatures may be checked with: two while one is being replaced.

    `failing` says that the attempt before came to nothing.
    """

    endpoint: str
    url: str
    secrets: tuple[str, ...]
    failing: bool = False


@dataclass(frozen=True)
class Answer:
    """What the receiver said: its code, the beginning of its words, and how long to wait if it asks for that."""

    code: int
    text: str
    retry_after: timedelta | None = None


def new_secret() -> str:
    """A signing secret of 32 random bytes, as the specification writes it."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def body(type: str, at: datetime, data: Mapping[str, Any], thin: Mapping[str, Any]) -> str:
    """What is posted; `at` is when the thing happened, so it is the same for every attempt.

    What would be too large is told by `thin` alone: the receiver can ask for the rest.
    """
    content = _written(type, at, data)
    return content if len(content.encode()) < LARGEST else _written(type, at, thin)


def _written(type: str, at: datetime, data: Mapping[str, Any]) -> str:
    return json.dumps({"type": type, "timestamp": at.isoformat(), "data": data}, separators=(",", ":"))


def headers(id: str, secrets: tuple[str, ...], content: str, at: datetime) -> dict[str, str]:
    """`id` stays the same over all attempts, the time and so the signature do not."""
    return {
        "content-type": "application/json",
        "user-agent": "Liaison",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(id, at, content) for secret in secrets),
    }


class Caller:
    """Posts to addresses that were checked first; no redirect is followed, no proxy used, no connection kept.

    A kept connection could be used for another host on the same address, past the check of its certificate.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach, self._client = reach, _client()

    async def post(self, id: str, target: Target, content: str, at: datetime) -> Answer:
        """Answers the receiver's 2xx. Raises Gone, Permanent, Temporary, Unreachable or Unanswered."""
        url = httpx.URL(target.url)
        if url.scheme != "https" and not self._reach.anywhere:
            raise Permanent("webhooks go to https addresses only")
        if url.host == simulators.DOMAIN:
            receiver = simulators.called(url.path)
            return taken(Answer(receiver.code, "simulated", receiver.retry_after))
        try:
            async with patience(TIMEOUT):
                answer = await self._posted(url, content, headers(id, target.secrets, content, at), at)
        except (httpx.ConnectError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise Unanswered(type(error).__name__) from error
        return taken(answer)

    async def _posted(self, url: httpx.URL, content: str, headers: dict[str, str], at: datetime) -> Answer:
        """The address that was checked is the one that is connected to, whatever the name leads to by now."""
        port = url.port or (443 if url.scheme == "https" else 80)
        pinned = url.copy_with(host=await checked_address(url.host, port, self._reach))
        sent = headers | {"host": url.netloc.decode(), "accept-encoding": "identity"}
        async with self._client.stream(
            "POST", pinned, content=content, headers=sent, extensions={"sni_hostname": url.host}
        ) as response:
            text = b""
            async for part in response.aiter_raw():  # as it comes: nothing is unpacked, and the rest is left unread
                text += part[: KEPT - len(text)]
                if len(text) == KEPT:
                    break
            said = text.decode("utf-8", "replace").replace("\x00", "")
            return Answer(response.status_code, said, retry_after(response.headers.get("retry-after", ""), at))

    async def close(self) -> None:
        """Let go of the connections; who goes on afterwards gets new ones."""
        former, self._client = self._client, _client()
        await former.aclose()


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=None,  # noqa: S113  # what ends a request is `patience`
        trust_env=False,
        follow_redirects=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
    )


def taken(answer: Answer) -> Answer:
    """The answer, if it says that the receiver has it. Raises Gone or Temporary."""
    if 200 <= answer.code < 300:
        return answer
    raise refused(answer)


def refused(answer: Answer) -> Undelivered:
    """What an answer means that is no 2xx; a redirect is a failure like any other."""
    if answer.code == 410:
        return Gone("the receiver wants nothing more at this address", 410, said=answer.text)
    detail = "the receiver did not take it"
    return Temporary(detail, answer.code, said=answer.text, retry_after=answer.retry_after)


def retry_after(value: str, at: datetime) -> timedelta | None:
    """How long a Retry-After asks to wait from `at` on, in seconds or until a date; None where it says neither."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:12]), 10**9))
    try:
        until = parsedate_to_datetime(value)
        return max(until - at, timedelta(0))
    except (ValueError, TypeError):  # no date, or one without a zone
        return None
