"""A service's interface as its own OpenAPI document tells it: every operation, and a valid request for each."""

import re
from dataclasses import dataclass
from typing import Any

from liaison.client import Json
from shared.http.identity import Role
from shared.settings import Settings

NOWHERE = "nowhere"  # an id that nothing has
BY_FORMAT = {
    "date": "2030-01-07",
    "date-time": "2030-01-07T09:00:00Z",
    "time": "09:00",
    "email": "nobody@nowhere.example",
    "uri": "https://nowhere.example/",
}
BY_PATTERN = {"^[A-Z]{2}$": "PE"}
BY_TYPE: Json = {"integer": 1, "number": 1, "boolean": True, "object": {}, "array": []}
MOST_POWERFUL: tuple[Role, ...] = ("hq", "partnerships", "operator", "directorate")  # whose scope bars from nothing


@dataclass(frozen=True)
class Operation:
    """`body` is the JSON Schema of what it takes, with its references resolved; None where it takes nothing."""

    service: str
    method: str
    path: str
    roles: tuple[str, ...]
    parameters: tuple[Json, ...]
    media: str | None
    body: Json | None
    modelled: bool
    limit: int
    paged: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.service}{self.path}"

    @property
    def role(self) -> str:
        """One that may call it, and for everything where there is such a one."""
        return next(role for role in (*MOST_POWERFUL, *self.roles) if role in self.roles or not self.roles)

    @property
    def place(self) -> tuple[str, str]:
        return self.service, self.path

    def is_at(self, other: "Operation") -> bool:
        """Whether it is at the path of another one too, as /things/{id} is at /things/figures."""
        template = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(self.path))
        return self.service == other.service and re.fullmatch(template, other.path) is not None

    def named(self, place: str) -> list[str]:
        """The parameters that stand in `path`, `query` or `header`."""
        return [one["name"] for one in self.parameters if one["in"] == place]

    def request(self) -> dict[str, Any]:
        """What httpx must send; nothing is wrong with it but that its ids are unknown."""
        path = self.path.format_map(dict.fromkeys(self.named("path"), NOWHERE))
        asked = [one for one in self.parameters if one["in"] == "query" and one["required"]]
        params = {one["name"]: sample(one["schema"]) for one in asked}
        return {"method": self.method, "path": path, "params": params} | (
            {"json": sample(self.body)} if self.body else {}
        )


def operations(service: str, document: Json) -> list[Operation]:
    """Every operation of the document."""
    return [
        _operation(service, method.upper(), path, one, document)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]


def _operation(service: str, method: str, path: str, one: Json, document: Json) -> Operation:
    content = one.get("requestBody", {}).get("content", {})
    media = next(iter(content), None)
    schema: Json | None = content[media]["schema"] if media else None
    answer = one["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        service=service,
        method=method,
        path=path,
        roles=tuple(one["x-roles"]),
        parameters=tuple(resolved(parameter, document) for parameter in one.get("parameters", ())),
        media=media,
        body=None if schema is None else resolved(schema, document),
        modelled=bool(schema and "$ref" in schema),
        limit=one.get("x-body-limit", Settings.model_fields["body_limit"].default),
        paged=answer.get("$ref", "").endswith("/Page"),
    )


def resolved(schema: Any, document: Json) -> Any:
    """The schema with what it refers to in place of each reference."""
    match schema:
        case {"$ref": str(reference)}:
            found = document
            for part in reference.removeprefix("#/").split("/"):
                found = found[part]
            return resolved(found, document)
        case dict():
            return {name: resolved(one, document) for name, one in schema.items()}
        case list():
            return [resolved(one, document) for one in schema]
    return schema


def sample(schema: Json) -> Any:
    """A value of this schema, with everything that may be left out left out."""
    match schema:
        case {"examples": [example, *_]}:
            return example
        case {"enum": [first, *_]}:
            return first
        case {"anyOf": [first, *_]}:
            return sample(first)
        case {"type": "object"}:
            return {
                name: sample(schema.get("properties", {}).get(name, {"type": "array"}))
                for name in schema.get("required", ())
            }
        case {"type": "array", "items": items, "minItems": int(count)}:
            return [sample(items)] * count
        case {"type": "string"}:
            return BY_FORMAT.get(schema.get("format", ""), BY_PATTERN.get(schema.get("pattern", ""), NOWHERE))
    return BY_TYPE[schema["type"]]
