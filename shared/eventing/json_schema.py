"""A JSON Schema (2020-12) as something that can be walked: references followed, unions and values found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
NOTHING: Schema = {"not": {}}


@dataclass(frozen=True)
class Node:
    """A schema somewhere inside of another, its root, where references lead."""

    schema: Schema
    root: Schema

    def inside(self, schema: Any) -> "Node":
        """A schema of the same root, also one that is only true or false."""
        return Node({True: {}, False: NOTHING}[schema] if isinstance(schema, bool) else schema, self.root)

    @property
    def reference(self) -> str | None:
        """Where the schema really is, if not here."""
        found: str | None = self.schema.get("$ref")
        return found

    @property
    def resolved(self) -> "Node":
        """The schema that the reference leads to, with what is said beside the reference."""
        whole = self.schema.get("allOf", ())
        if len(whole) == 1:
            return self.inside({**whole[0], **without(self.schema, "allOf")}).resolved
        if self.reference is None:
            return self
        target: Any = self.root
        for step in self.reference.removeprefix("#").strip("/").split("/"):
            target = target[step] if step else target
        return self.inside({**target, **without(self.schema, "$ref")}).resolved

    @property
    def is_union(self) -> bool:
        return "anyOf" in self.schema or "oneOf" in self.schema or isinstance(self.schema.get("type"), list)

    @property
    def variants(self) -> "list[Node]":
        """What a value may be; a schema that is no union has one variant, itself."""
        if isinstance(types := self.schema.get("type"), list):
            return [self.inside({**self.schema, "type": type}) for type in types]
        among = self.schema.get("anyOf") or self.schema.get("oneOf")
        return [self.inside(one) for one in among] if among else [self]

    @property
    def values(self) -> tuple[Any, ...] | None:
        """The only values there are, None where they are not listed."""
        if "const" in self.schema:
            return (self.schema["const"],)
        return tuple(self.schema["enum"]) if "enum" in self.schema else None

    @property
    def fields(self) -> "dict[str, Node]":
        return {name: self.inside(field) for name, field in self.schema.get("properties", {}).items()}

    @property
    def required(self) -> frozenset[str]:
        return frozenset(self.schema.get("required", ()))

    @property
    def parts(self) -> "dict[str, Node]":
        """What arrays and mappings hold: `[]` each item, `[0]` the first of a tuple, `{}` each value."""
        found = {f"[{place}]": self.inside(one) for place, one in enumerate(self.schema.get("prefixItems", ()))}
        for step, keyword in (("[]", "items"), ("{}", "additionalProperties")):
            if keyword in self.schema:
                found[step] = self.inside(self.schema[keyword])
        return found

    @property
    def kind(self) -> str:
        """In words, as precisely as a format."""
        schema = self.resolved.schema
        if schema == NOTHING:
            return "nothing"
        if (values := self.resolved.values) is not None:
            return "one of " + ", ".join(map(repr, values))
        if self.resolved.is_union:
            return " or ".join(one.kind for one in self.resolved.variants)
        return str(schema.get("type", "anything")) + (f" ({schema['format']})" if "format" in schema else "")

    def expanded(self, value: Any, above: frozenset[str] = frozenset()) -> Any:
        """A part of this schema with its references replaced by what they lead to, so that it can be compared."""
        if isinstance(value, list):
            return [self.expanded(one, above) for one in value]
        if not isinstance(value, Mapping):
            return value
        if (reference := value.get("$ref")) is None:
            return {name: self.expanded(one, above) for name, one in value.items()}
        if reference in above:
            return value
        return self.expanded(self.inside(value).resolved.schema, above | {reference})


def without(schema: Schema, keyword: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != keyword}
