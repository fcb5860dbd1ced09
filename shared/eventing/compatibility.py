"""The compatibility gate: published JSON Schemas against those of the code, and each break told in words.

Compatible is what works in both directions, because old events are read by new code for ever, and new events by old
code while a release is being rolled out. So a new field that is optional passes, and so does any wording. What narrows
a known field breaks old events, what widens it breaks old code.
"""

from collections.abc import Iterator, Mapping

from shared.eventing.json_schema import Node, Schema
from shared.eventing.versions import named

Schemas = Mapping[str, Schema]
Above = tuple[tuple[str | None, str | None], ...]

WORDING = {"title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly", "$comment"}
WALKED = {"type", "format", "enum", "const", "anyOf", "oneOf", "allOf", "properties", "required", "items"}
ELSEWHERE = WORDING | WALKED | {"prefixItems", "additionalProperties", "discriminator", "$defs", "$schema", "$id"}
UNSAID = object()


def refusals(published: Schemas, today: Schemas) -> list[str]:
    """Every break of what was published, by type, as sentences; none where the code may be released.

    A published version may be gone once there is a newer one of the same event, which reads it through its upcasts.
    """
    found: list[str] = []
    for type, before in published.items():
        if type in today:
            found += [f"{type}: {one}" for one in breaks(before, today[type])]
        elif not any(_succeeds(other, type) for other in today):
            found.append(f"{type}: {_lost(type, published, today)}")
    return found


def breaks(published: Schema, today: Schema) -> list[str]:
    """Every way in which today's schema breaks what the published one promised."""
    return list(_compare("", Node(published, published), Node(today, today), ()))


def _succeeds(one: str, other: str) -> bool:
    (name, version), (other_name, other_version) = named(one), named(other)
    return name == other_name and version > other_version


def _lost(type: str, published: Schemas, today: Schemas) -> str:
    for other, schema in today.items():
        if other not in published and not breaks(_unnamed(type, published[type]), _unnamed(other, schema)):
            return f"the event was renamed to {other}"
    return "the event was removed"


def _unnamed(type: str, schema: Schema) -> Schema:
    """The schema without the field that says the event's own type."""
    fields = {name: field for name, field in schema.get("properties", {}).items() if field.get("const") != type}
    return {**schema, "properties": fields, "required": [name for name in schema.get("required", ()) if name in fields]}


def _compare(where: str, old: Node, new: Node, above: Above) -> Iterator[str]:
    pair = (old.reference, new.reference)
    if pair in above:  # a type that contains itself is being compared already
        return
    above = (*above, pair) if all(pair) else above
    old, new = old.resolved, new.resolved
    yield from (_union if old.is_union or new.is_union else _plain)(where, old, new, above)


def _union(where: str, old: Node, new: Node, above: Above) -> Iterator[str]:
    was_null, is_null = (any(one.kind == "null" for one in side.variants) for side in (old, new))
    if was_null != is_null:
        yield f"{_field(where)} {'may be null now' if is_null else 'may no longer be null'}"
    before, after = ([one for one in side.variants if one.kind != "null"] for side in (old, new))
    if len(before) == len(after) == 1:
        yield from _compare(where, before[0], after[0], above)
    else:
        yield from _variants(where, before, after, above)
    if old.is_union and new.is_union:
        yield from _rest(where, old, new)


def _variants(where: str, before: list[Node], after: list[Node], above: Above) -> Iterator[str]:
    """Pair those that fit, then those of one name; what is left over has gone or come."""
    gone: list[Node] = []
    for old in before:
        fits = next((new for new in after if not any(_compare(where, old, new, above))), None)
        after = [new for new in after if new is not fits]
        gone += [old] if fits is None else []
    for old in gone:
        twin = next((new for new in after if _name(new) == _name(old)), None)
        after = [new for new in after if new is not twin]
        yield from _compare(where, old, twin, above) if twin else [f"{_field(where)} may no longer be {_name(old)}"]
    yield from (f"{_field(where)} may also be {_name(new)} now" for new in after)


def _name(variant: Node) -> str:
    return str(variant.resolved.schema.get("title", variant.kind))


def _plain(where: str, old: Node, new: Node, above: Above) -> Iterator[str]:
    if old.values is not None and new.values is not None:
        yield from (f"{_field(where)} no longer takes {one!r}" for one in old.values if one not in new.values)
        yield from (f"{_field(where)} also takes {one!r} now" for one in new.values if one not in old.values)
    elif old.kind != new.kind:
        yield f"{_field(where)} was retyped from {old.kind} to {new.kind}"
        return
    yield from _fields(where, old, new, above)
    anything, also = old.inside({}), new.inside({})
    for step in old.parts | new.parts:
        yield from _compare(where + step, old.parts.get(step, anything), new.parts.get(step, also), above)
    yield from _rest(where, old, new)


def _fields(where: str, old: Node, new: Node, above: Above) -> Iterator[str]:
    for name, before in old.fields.items():
        path = f"{where}.{name}" if where else name
        if (after := new.fields.get(name)) is None:
            yield f"{_field(path)} was removed"
            continue
        if (name in old.required) != (name in new.required):
            yield f"{_field(path)} {'is required now' if name in new.required else 'need no longer be there'}"
        elif (change := _changed("default", before, after)) is not None:
            yield f"{_field(path)} {change}"
        yield from _compare(path, before, after, above)
    for name in (name for name in new.fields if name not in old.fields):
        path = f"{where}.{name}" if where else name
        if name in new.required:
            yield f"{_field(path)} is new and required"
        elif old.schema.get("additionalProperties") is False:
            yield f"{_field(path)} is new, where no other fields were to come"


def _rest(where: str, old: Node, new: Node) -> Iterator[str]:
    """Whatever else is demanded must stay the same."""
    for keyword in sorted((old.schema.keys() | new.schema.keys()) - ELSEWHERE):
        if (change := _changed(keyword, old, new)) is not None:
            yield f"{_field(where)} {change}"


def _changed(keyword: str, old: Node, new: Node) -> str | None:
    was, now = (side.expanded(side.schema.get(keyword, UNSAID)) for side in (old, new))
    if was == now:
        return None
    if was is UNSAID:
        return f"has {keyword} {now!r} now"
    return f"has no {keyword} {was!r} any more" if now is UNSAID else f"has {keyword} {now!r} instead of {was!r}"


def _field(where: str) -> str:
    return f"field {where}" if where else "the body"
