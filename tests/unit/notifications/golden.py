"""Messages as the golden events make them: what a rule's context is when every fact is one that was published.

`python -m tests.unit.notifications.golden` writes the examples that previews show, beside the templates.
"""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from services.notifications.examples import shown
from services.notifications.look import Look
from services.notifications.people import People
from services.notifications.recipients import Addressee
from services.notifications.registry import RULES
from services.notifications.rendering import TEMPLATES
from services.notifications.rule import Context, Rule
from services.notifications.views.participants import PARTICIPANTS
from shared.contracts.catalogue import EVENTS, kept
from shared.contracts.people import Person
from shared.eventing.event import Event
from shared.eventing.view import Document, View
from shared.eventing.views import Views

GOLDEN = kept(Path(__file__).parents[2] / "contract" / "golden")
LINK = "https://liaison.example/confirmations/an-example"
ANNE = Person.model_validate({"id": "anne", "name": "Anne Petit", "mail": "anne@acme.example", "language": "fr"})


# What golden events say here in addition, or instead: as they are, they are from before there was anybody to tell, or
# of the case in which nobody is told.
TO_SOMEBODY: Mapping[str, Mapping[str, object]] = {
    "delegations.MeetingRequestExpired": {"participant": "altair-optique-5f1c", "counterpart": "policia"},
    "delegations.MeetingRequestAccepted": {"counterpart": "altair-optique-5f1c"},
    "delegations.MeetingRequestDeclined": {"counterpart": "altair-optique-5f1c"},
    "delegations.MeetingRequestWithdrawn": {"counterpart": "altair-optique-5f1c"},
    "delegations.MeetingCancelled": {"cancelled_by": "policia-nacional"},
    "postings.PostingProposed": {"approve_by": "2026-08-01T12:00:00Z"},
    "postings.PostingEnded": {"successor": None},
    "postings.InformationRequestPartlyAnswered": {"direction": "to-service"},
    "postings.InformationRequestAnswered": {"direction": "to-service"},
    "postings.InformationRequestRefused": {"direction": "to-service"},
}


def event(type: type[Event]) -> Any:
    name = type.type_names()[-1]
    return EVENTS[type.type_name()].read({**GOLDEN[name], **TO_SOMEBODY.get(name, {})})


class Everybody:
    """Stands for People: whoever is asked for is Anne."""

    async def person(self, _: str) -> Document:
        return ANNE.model_dump(mode="json")


class Published(Look):
    """Finds under every id the fact that a golden event tells."""

    def __init__(self) -> None:
        people = cast(People, Everybody())
        super().__init__(cast(Views, None), people, people)

    async def participants(self, day: str, ids: Iterable[str]) -> dict[str, Document]:
        one = await self._fact(PARTICIPANTS, day)
        name = dict.fromkeys(ids, "Policía Nacional del Perú") | {one["participant"]: one["name"]}
        return {id: {**one, "participant": id, "name": name[id]} for id in ids}

    async def _fact(self, view: View, key: str) -> Document:
        return cast(Document, view.evolve(None, event(view.handles[0])))


def cases() -> Iterator[tuple[Rule, Event, Addressee]]:
    """Each rule with each of its events, told to the first whom it concerns."""
    for rule in RULES:
        for type in rule.events:
            if to := next(iter(rule.audience(event(type))), None):
                yield rule, event(type), to


async def context(rule: Rule, event: Event, to: Addressee) -> Context:
    made = await rule.context(event, to, Published())
    return {**made, "link": LINK} if rule.asks is not None or rule.invites is not None else made


async def examples() -> Mapping[str, Context]:
    """One for each message: the first of its events that tells anybody."""
    made: dict[str, Context] = {}
    for rule, event, to in cases():
        if rule.message not in made:
            made[rule.message] = await context(rule, event, to)
    return made


def write() -> None:
    for message, example in asyncio.run(examples()).items():
        text = json.dumps(shown(example), ensure_ascii=False, indent=2)
        (TEMPLATES / message / "example.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write()
