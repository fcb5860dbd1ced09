"""How a text comes under seal: kept as a private record beside the stream whose event names it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from services.postings.domain.information_case import Case
from services.postings.domain.information_request import INFORMATION_REQUEST
from shared.eventing.decider import Refused
from shared.eventing.private import Private
from shared.eventing.store import Conflict, KeyReused, Store
from shared.http.commands import Receipt
from shared.mongo import Document

CONTENTS = "information_contents"


@dataclass(frozen=True)
class Seal:
    """Keeps what is said under an id that tells nothing, and makes the command that names the id."""

    store: Store
    contents: Private

    async def say(
        self,
        request: str,
        part: str,
        record: Document,
        command: Callable[[str], Any],
        write: Callable[[Any], Awaitable[Receipt]],
    ) -> Receipt:
        """Seal the record, then give the command that it is a part of.

        The record is kept first, so that no event names what is not there, and only once the rules allow the command;
        where a race makes them refuse it after all, the record goes again. What the same text is called stays the same.
        """
        case, _ = await self.store.load(INFORMATION_REQUEST, request)
        known = case.parts.get(part)
        if known is not None and await self.contents.get(known.content) == record:
            return await write(command(known.content))
        content = str(uuid4())
        INFORMATION_REQUEST.decide(case, command(content))
        await self.contents.keep(content, record)
        try:
            receipt = await write(command(content))
        except (Refused, Conflict, KeyReused):
            await self.contents.erase([content])
            raise
        if content not in (await self._now(request)).contents:  # a repeated key was answered with what it had done
            await self.contents.erase([content])
        return receipt

    async def _now(self, request: str) -> Case:
        return (await self.store.load(INFORMATION_REQUEST, request))[0]
