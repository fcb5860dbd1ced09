"""The AsyncAPI 3 document of every topic, made from the contracts, so that it cannot say anything else than they do."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.catalogue import EVENTS, PUBLISHED, RECORDS, schema
from shared.contracts.topics import TOPICS
from shared.eventing.topics import Topic

HEADERS = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "ce_sequence"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "description": "stream/sequence; unique within ce_source, the same when repeated"},
        "ce_source": {"type": "string", "description": "the publishing service, as in /postings"},
        "ce_type": {"type": "string", "description": "the event's type"},
        "ce_time": {"type": "string", "format": "date-time", "description": "UTC instant of the commit"},
        "ce_subject": {"type": "string", "description": "the stream, which is also the message key"},
        "ce_sequence": {"type": "string", "description": "counts a stream's events from 1 without gaps"},
        "correlationid": {"type": "string"},
        "causationid": {"type": "string", "description": "ce_id of the event that provoked this one"},
        "traceparent": {"type": "string", "description": "W3C trace context"},
    },
}
REFERENCES = "#/components/schemas/{model}"
RECORD_HEADERS = {"type": "object", "properties": {"ce_sequence": {"type": "string", "description": "record version"}}}


def document(views: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All channels with their messages; the operations are those of a consumer.

    `views` are those of each service, which stand under the extension `x-views`.
    """
    messages = {name: _event(name) for name in EVENTS} | {topic: _record(topic) for topic in RECORDS}
    whole = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Liaison events",
            "version": "1",
            "description": "CloudEvents 1.0 in Kafka's binary mode. Consumers read committed messages only, drop those "
            "whose ce_sequence they have seen in the stream, and ignore fields and types that they do not know.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {f"receive-{topic.name}": _operation(topic.name) for topic in TOPICS},
        "components": {"messages": messages, "schemas": _values()},
    }
    return whole if views is None else whole | {"x-views": dict(views)}


def _payload(type: str) -> dict[str, Any]:
    """A message's body; what it refers to is among the document's components, where a reference can lead."""
    return {name: part for name, part in schema(PUBLISHED[type], REFERENCES).items() if name != "$defs"}


def _values() -> dict[str, Any]:
    """The values inside of bodies, by name. Raises ValueError where two differ that have the same name."""
    values: dict[str, Any] = {}
    for model in PUBLISHED.values():
        for name, value in schema(model, REFERENCES).get("$defs", {}).items():
            if values.setdefault(name, value) != value:
                raise ValueError(f"two different values are called {name}")
    return values


def _event(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "contentType": "application/json",
        "headers": HEADERS,
        "payload": _payload(name),
        "bindings": {"kafka": {"key": {"type": "string", "description": "the stream"}}},
    }


def _record(topic: str) -> dict[str, Any]:
    return {
        "name": topic,
        "contentType": "application/json",
        "summary": "The last state of a person; a null body is a tombstone: delete your copy.",
        "headers": RECORD_HEADERS,
        "payload": _payload(topic),
        "bindings": {"kafka": {"key": {"type": "string", "description": "the person's id"}}},
    }


def _names(topic: str) -> list[str]:
    return [topic] if topic in RECORDS else [name for name, event in EVENTS.items() if event.topic == topic]


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _names(topic.name)},
        "bindings": {"kafka": {"topic": topic.name, "partitions": topic.partitions}},
    }


def _operation(topic: str) -> dict[str, Any]:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{topic}"},
        "messages": [{"$ref": f"#/channels/{topic}/messages/{name}"} for name in _names(topic)],
    }
