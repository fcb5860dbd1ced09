"""Stands for what a composer asks, in memory: views, people, causes and endpoints."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from services.notifications.channels.webhook import Target
from services.notifications.outcomes import NotYetKnown
from services.notifications.service import VIEWS
from shared.eventing.event import Event
from shared.eventing.view import Document, View


class Remembered:
    """Stands for Views: the documents that these events make, in memory."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._documents: dict[tuple[str, str], Document] = {}
        for event in events:
            for view in VIEWS:
                for key in view.keys(event) if isinstance(event, view.handles) else ():
                    evolved = view.evolve(self._documents.get((view.name, key)), event)
                    self._documents[view.name, key] = cast(Document, evolved)

    async def get(self, view: View, key: str) -> Document | None:
        return self._documents.get((view.name, key))

    async def find(self, view: View, filter: Mapping[str, Any], *, limit: int) -> list[Document]:
        """By ids, or by what fields are equal to."""
        if "_id" not in filter:
            known = sorted(key for name, key in self._documents if name == view.name)
            all_of_it = [self._documents[view.name, key] for key in known]
            return [one for one in all_of_it if filter.items() <= one.items()][:limit]
        found = [self._documents.get((view.name, key)) for key in filter["_id"]["$in"]]
        return [one for one in found if one is not None][:limit]


class Acquainted:
    """Stands for People: None means erased, absence that nothing has arrived."""

    def __init__(self, people: Mapping[str, Document | None]) -> None:
        self._people = people

    async def person(self, id: str) -> Document | None:
        if id not in self._people:
            raise NotYetKnown(f"person {id}")
        return self._people[id]


class OneCause:
    """Stands for Causes, with the same event behind every delivery."""

    def __init__(self, event: Event) -> None:
        self._event = event

    async def get(self, _: str) -> Event:
        return self._event


class OneEndpoint:
    """Stands for Routing, with at most one company that has an endpoint."""

    def __init__(self, company: str | None) -> None:
        self._company = company

    async def target(self, delivery: Document, _: str, __: datetime) -> Target | None:
        found = Target("acme-hook", "https://hooks.example/", ("whsec_c2VjcmV0",))
        return found if delivery["recipient"]["id"] == self._company else None
