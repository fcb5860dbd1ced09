"""Webhooks by the Standard Webhooks specification: a signed POST of a thin JSON body."""

import json
import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from standardwebhooks import Webhook

from services.notifications.channels.addresses import public_address
from services.notifications.outcomes import Permanent, Temporary, Unreachable
from shared.patience import patience

TIMEOUT = 15.0  # seconds for a request


class Gone(Permanent):
    """The receiver wants nothing more at this address (410)."""


@dataclass(frozen=True)
class Target:
    """Where to post, and the secret that the receiver checks signatures with."""

    url: str
    secret: str


def new_secret() -> str:
    """A signing secret of 32 random bytes, as the specification writes it."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def body(type: str, at: datetime, data: dict[str, Any]) -> str:
    """What is posted; `at` is when the thing happened, so it is the same for every attempt."""
    return json.dumps({"type": type, "timestamp": at.isoformat(), "data": data}, separators=(",", ":"))


def headers(id: str, secret: str, content: str, at: datetime) -> dict[str, str]:
    """`id` stays the same over all attempts, the time and so the signature do not."""
    return {
        "content-type": "application/json",
        "user-agent": "Liaison",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, at, content),
    }


class Caller:
    """Posts to addresses that were checked first; no redirect is followed, no proxy used, no connection kept.

    A kept connection could be used for another host on the same address, past the check of its certificate.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._client = httpx.AsyncClient(
            timeout=None,  # noqa: S113  # what ends a request is `patience`
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def post(self, id: str, target: Target, content: str, at: datetime) -> int:
        """Answers the receiver's 2xx. Raises Gone, Permanent, Temporary or Unreachable."""
        url = httpx.URL(target.url)
        if url.scheme != "https" and not self._allow_private:
            raise Permanent("webhooks go to https addresses only")
        try:
            async with patience(TIMEOUT):
                code = await self._posted(url, content, headers(id, target.secret, content, at))
        except (httpx.HTTPError, TimeoutError) as error:
            raise Unreachable(type(error).__name__) from error
        if code == 410:
            raise Gone("the receiver wants nothing more at this address", code)
        if not 200 <= code < 300:
            raise Temporary("the receiver did not take it", code)
        return code

    async def _posted(self, url: httpx.URL, content: str, headers: dict[str, str]) -> int:
        pinned = url.copy_with(host=await public_address(url.host, url.port or 443, allow_private=self._allow_private))
        sent = headers | {"host": url.netloc.decode()}
        async with self._client.stream(
            "POST", pinned, content=content, headers=sent, extensions={"sni_hostname": url.host}
        ) as response:
            return response.status_code

    async def close(self) -> None:
        await self._client.aclose()
