"""Webhooks on their way out: no receiver gets more than its share of what is in flight, each outcome is remembered."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from services.notifications.channels.webhook import Answer, Caller, Gone
from services.notifications.composing import Call
from services.notifications.endpoints import Endpoints
from services.notifications.outcomes import Held, Undelivered
from services.notifications.retries import WEBHOOK
from shared.clock import now

LATER = timedelta(seconds=1)


class Calling:
    """Stands between the sender and the Caller. `share` is how many calls one host may have in flight: a receiver that
    lets everybody wait until the time is up must not keep the others waiting.
    """

    def __init__(self, caller: Caller, endpoints: Endpoints, share: int) -> None:
        self._caller, self._endpoints, self._share = caller, endpoints, share
        self._flying: Counter[str] = Counter()

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._endpoints.prepare()

    async def post(self, id: str, call: Call, begin: Callable[[], None]) -> Answer:
        """Make one call; `begin` raises what forbids it at the last moment. Raises Undelivered, or Held."""
        host = urlsplit(call.target.url).netloc
        if self._flying[host] >= self._share:
            raise Held(now() + LATER)
        begin()
        self._flying[host] += 1
        try:
            return await self._caller.post(id, call.target, call.content, now())
        except Undelivered as why:
            why.channel, why.url = WEBHOOK, call.target.url
            raise
        finally:
            self._flying[host] -= 1

    async def took(self, call: Call) -> None:
        """Remember that the receiver has taken it."""
        if call.target.failing:
            await self._endpoints.took(call.target.endpoint, call.target.url)

    async def failed(self, endpoint: str, why: Undelivered) -> None:
        """Remember that the receiver has not, or wants nothing more, at the address that was called."""
        if isinstance(why, Gone):
            await self._endpoints.gone(endpoint, why.url)
        else:
            await self._endpoints.failed(endpoint, why.url, now())

    async def close(self) -> None:
        await self._caller.close()
