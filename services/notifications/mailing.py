"""Mail on its way out: waits for its slot, goes while the server is there, and tells health how it went."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from time import monotonic
from typing import Any

from services.notifications.breaker import Breaker
from services.notifications.channels.simulators import simulated
from services.notifications.claims import Priority
from services.notifications.composing import Letter
from services.notifications.gate import Gate
from services.notifications.outcomes import Held, Suppressed, Undelivered, Unreachable
from services.notifications.throttles import Throttles
from shared.clock import now
from shared.http.health import Health
from shared.mongo import Document

SMTP = "smtp"


class Mailing:
    """Stands between the sender and the gate."""

    def __init__(self, gate: Gate, throttles: Throttles, health: Health) -> None:
        self._gate, self._throttles, self._health = gate, throttles, health
        self._breaker = Breaker(SMTP)
        self._since = now()  # from when on slots count: what was to go before has been missed

    @property
    def away(self) -> bool:
        """Whether it is of no use to take mail now."""
        return self._breaker.refuses(monotonic())

    async def send(self, delivery: Document, letter: Letter, sender: str, begin: Callable[[], None]) -> int:
        """Hand over one mail; `begin` raises what forbids it at the last moment. Raises Undelivered, or Held.

        Simulators wait for nothing, and what they answer says nothing about the server.
        """
        if simulated(letter.to):
            begin()
            return await self._gate.send(letter.mail, sender, letter.to)
        if self.away:  # before a slot is taken, which would be lost
            raise self._held()
        urgent = delivery.get("priority") == Priority.URGENT
        passage = await self._throttles.pass_through(delivery, letter.to, now(), since=self._since, urgent=urgent)
        await asyncio.sleep(passage.wait.total_seconds())
        begin()
        if not self._breaker.admits(monotonic()):  # it has opened meanwhile
            raise self._held({"slots": passage.slots})
        try:
            code = await self._gate.send(letter.mail, sender, letter.to)
        except Unreachable as why:
            self._failed(why)
            raise
        except Suppressed:
            self._breaker.undecided()
            raise
        except Undelivered:
            self._answered()
            raise
        except BaseException:
            self._breaker.undecided()
            raise
        self._answered()
        return code

    def _held(self, what: Mapping[str, Any] | None = None) -> Held:
        return Held(now() + timedelta(seconds=self._breaker.wait(monotonic())), what)

    def _failed(self, why: Unreachable) -> None:
        self._breaker.failed(monotonic())
        self._health.report(SMTP, why.detail)

    def _answered(self) -> None:
        if self._breaker.open:
            self._since = now()
        self._breaker.succeeded()
        self._health.report(SMTP, None)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._gate.close()
