"""Collects the evidence: reads the services' databases and topics from outside, and computes the views again."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from bson import CodecOptions, decode, encode

from services.notifications.admission import IN_SUCCESSION
from services.notifications.deliveries import delivery_id
from services.notifications.registry import BY_MESSAGE, rules_for
from services.notifications.succession import Superseded
from shared.contracts.catalogue import EVENTS
from shared.eventing.event import Recorded
from shared.eventing.parking import PARKED
from shared.eventing.records import Mirror, Register
from shared.eventing.store import COMMITS
from shared.eventing.view import View
from shared.eventing.views import Views
from shared.mongo import Document
from shared.service import Service
from tests.chaos.caller import Effect
from tests.chaos.house import House
from tests.chaos.ledger import Evidence, Seen, Thread
from tests.chaos.outside import Outside
from tests.chaos.topics import everything

OPTIONS: "CodecOptions[dict[str, Any]]" = CodecOptions(tz_aware=True)
ALL = 1_000_000


@asynccontextmanager
async def services(house: House) -> AsyncIterator[Mapping[str, Service]]:
    """The services as their composition roots assemble them, none of them running: their views, and their databases."""
    built: dict[str, Service] = {}
    try:
        for name in house.base:
            built[name] = import_module(f"services.{name}.service").build()
        yield built
    finally:
        for service in built.values():
            await service.mongo.close()


async def collected(house: House, outside: Outside, built: Mapping[str, Service]) -> Evidence:
    """What can be seen now. Raises KafkaError or PyMongoError."""
    commits = {name: await service.mongo[COMMITS].find({}).to_list(None) for name, service in built.items()}
    stored = {stream: events for name, of in commits.items() for stream, events in _streams(name, of).items()}
    every = [commit for of in commits.values() for commit in of]
    messages = await everything(house.stack.kafka, [service.publishes for service in built.values()])
    relayed: dict[str, list[Seen]] = defaultdict(list)
    for message in messages:
        relayed[f"{message.source}/{message.stream}"].append(Seen(message.sequence, message.body))
    unsettled = await built["notifications"].mongo["deliveries"].find({"status": {"$ne": "sent"}}).to_list(None)
    return Evidence(
        keys={
            name: {one["key"]: one["answer"]["version"] for one in of if "key" in one} for name, of in commits.items()
        },
        stored=stored,
        relayed=relayed,
        pending=sum([await _pending(service) for service in built.values()]),
        views=[wrong for name, service in built.items() for wrong in await _views(name, service, every)],
        people=await _people(built),
        deliveries=_deliveries(commits),
        unsettled={one["_id"]: f"{one['status']} after {one['tries']} tries, {_last(one)}" for one in unsettled},
        superseded={one["_id"]: await _thread(built["notifications"], one) for one in unsettled if _superseded(one)},
        arrivals=dict(outside.arrivals),
        crashes=tuple(house.crashes),
        parked=[one for service in built.values() for one in await _parked(service)],
    )


def _streams(service: str, commits: Sequence[Document]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = defaultdict(list)
    for commit in sorted(commits, key=lambda one: int(one["first"])):
        for sequence, event in enumerate(commit["events"], commit["first"]):
            body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
            found[f"/{service}/{commit['stream']}"].append(Seen(sequence, body))
    return found


async def _pending(service: Service) -> int:
    waiting = await service.mongo[COMMITS].count_documents({"pending": True})
    if service.people is not None:
        waiting += await service.mongo[service.people.collection].count_documents({"pending": True})
    return waiting


async def _parked(service: Service) -> list[str]:
    found = await service.mongo[PARKED].find({"status": "parked"}).to_list(None)
    return [f"{one['consumer']}: {one['stream']}: {_short(one['error'])}" for one in found]


def _short(error: Document | None) -> str:
    return "behind another" if error is None else f"{error['type']}: {error['text']}"


async def _views(name: str, service: Service, commits: Sequence[Document]) -> list[str]:
    """Every document that is not what the events of all services make it."""
    kept, wrong = Views(service.mongo, service.views), list[str]()
    for view in service.views:
        found = {one.pop("id"): one for one in await kept.find(view, {}, limit=ALL)}
        wanted = computed(view, commits)
        wrong += [f"{name}.{view.name} {key}" for key in found.keys() | wanted.keys()
                  if found.get(key) != wanted.get(key)]  # fmt: skip
    return wrong


def computed(view: View, commits: Iterable[Document]) -> dict[str, Document]:
    """The view's documents from all events in stream order, in the form in which MongoDB gives them back."""
    documents: dict[str, Document | None] = {}
    handled = {event.type_name() for event in view.handles}
    for commit in sorted(commits, key=lambda one: int(one["first"])):
        for stored in commit["events"]:
            if stored["type"] in handled:
                event = EVENTS[stored["type"]].model_validate(stored)
                for key in view.keys(event):
                    documents[key] = view.evolve(documents.get(key), event)
    return {key: decode(encode(one), OPTIONS) for key, one in documents.items() if one is not None}


async def _people(built: Mapping[str, Service]) -> list[str]:
    """Every record of a person that a copy does not have as its register does."""
    registers = {one.people.topic: one for one in built.values() if isinstance(one.people, Register)}
    wrong: list[str] = []
    for service in built.values():
        for mirror in service.mirrors:
            source = registers[mirror.topic]
            people = await source.mongo["people"].find({}).to_list(None)
            wrong += [f"{mirror.topic} {one['_id']}" for one in people
                      if not await _same(mirror, one["_id"], one["record"])]  # fmt: skip
    return wrong


async def _same(mirror: Mirror, id: str, record: Document | None) -> bool:
    return await mirror.get(id) == record


def _deliveries(commits: Mapping[str, Sequence[Document]]) -> dict[str, Effect]:
    """What the stored events ask for, by the rules of the notifications service."""
    found: dict[str, Effect] = {}
    for service, of in commits.items():
        for commit in of:
            for sequence, stored in enumerate(commit["events"], commit["first"]):
                event = EVENTS[stored["type"]].model_validate(stored)
                recorded = Recorded(event, commit["stream"], sequence, commit["time"], f"/{service}", "")
                for rule in rules_for(event):
                    for to in rule.audience(event):
                        effect = Effect(rule.message, to.recipient.kind, to.recipient.id, to.subject)
                        found[delivery_id(recorded, rule.message, to)] = effect
    return found


def _superseded(delivery: Document) -> bool:
    return bool(delivery["status"] == "cancelled" and delivery["attempts"][-1]["outcome"] == Superseded.outcome)


async def _thread(notifications: Service, delivery: Document) -> Thread:
    """The deliveries that follow each other with this one, and whether the last says that there is nothing any more."""
    of_thread = {"thread": delivery["thread"], "message": {"$in": [*IN_SUCCESSION]}}
    found = await notifications.mongo["deliveries"].find(of_thread).sort("sequence").to_list(None)
    succession = BY_MESSAGE[found[-1]["message"]].succession
    return Thread([one["_id"] for one in found], succession is not None and succession.takes_back)


def _last(delivery: Document) -> str:
    attempts = delivery["attempts"]
    return f"{attempts[-1]['outcome']}: {attempts[-1]['detail']}" if attempts else "never ended"
