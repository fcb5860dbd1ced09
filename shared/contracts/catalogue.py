"""Every event of the published language, found by its type; what documents, schemas and gates are made from."""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from shared.contracts.delegations import DelegationsEvent
from shared.contracts.notifications import NotificationsEvent
from shared.contracts.people import DELEGATIONS_PEOPLE, POSTINGS_PEOPLE, Person
from shared.contracts.postings import PostingsEvent
from shared.eventing.compatibility import Schemas
from shared.eventing.compatibility import refusals as compared
from shared.eventing.event import Event, members
from shared.eventing.json_schema import Schema
from shared.eventing.versions import named, typed

UNIONS = (PostingsEvent, DelegationsEvent, NotificationsEvent)
EVENTS: Mapping[str, type[Event]] = {event.type_name(): event for union in UNIONS for event in members(union)}
RECORDS: Mapping[str, type[Person]] = {POSTINGS_PEOPLE: Person, DELEGATIONS_PEOPLE: Person}
PUBLISHED: Mapping[str, type[BaseModel]] = {**EVENTS, **RECORDS}


def schema(model: type[BaseModel], references: str = "#/$defs/{model}") -> Schema:
    """The JSON Schema of the body of an event or a record, as a consumer may rely on it.

    `references` is how it points at what is in its `$defs`.
    """
    return model.model_json_schema(mode="serialization", ref_template=references)


def file_name(type: str) -> str:
    """Where this version of an event is kept, as `postings.PostOpened.1.json`."""
    name, version = named(type)
    return f"{name}.{version}.json"


def type_in(file_name: str) -> str:
    """The type whose file has this name."""
    name, version, _ = file_name.rsplit(".", 2)
    return typed(name, int(version))


def kept(directory: Path) -> dict[str, Schema]:
    """The schemas as they were published, by type."""
    return {type_in(path.name): json.loads(path.read_text("utf-8")) for path in sorted(directory.glob("*.json"))}


def refusals(published: Schemas) -> list[str]:
    """What today's code breaks of these schemas, as sentences."""
    return compared(published, {type: schema(model) for type, model in PUBLISHED.items()})
