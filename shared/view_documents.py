"""What a service's views are, for those who read its documents: found out from the views themselves and the routes."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from types import CodeType, FunctionType, ModuleType
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

from shared.eventing.examples import example
from shared.eventing.view import Document, View

HASH = re.compile(r"[0-9a-f]{16,}")
TYPES: tuple[tuple[type, dict[str, str]], ...] = (
    (bool, {"type": "boolean"}),
    (int, {"type": "integer"}),
    (float, {"type": "number"}),
    (str, {"type": "string"}),
    (datetime, {"type": "string", "format": "date-time"}),
    (date, {"type": "string", "format": "date"}),
    (dict, {"type": "object"}),
    (list, {"type": "array"}),
    (tuple, {"type": "array"}),
)


def described(views: Sequence[View], routers: Sequence[APIRouter]) -> dict[str, Any]:
    """Each view by its name: what it tells, under which keys, from which events, with which fields, and the GET routes
    that read it. In a key, braces hold a field of the event, and `#` stands for a hash.
    """
    routes = list(_routes(routers))
    return {
        view.name: {
            "description": _description(view),
            "key": sorted({HASH.sub("#", key) for key in _keys(view)}),
            "events": [{"$ref": f"#/components/messages/{event.type_name()}"} for event in view.handles],
            "indexes": [list(fields) for fields in view.indexes],
            "schema": {"type": "object", "properties": _fields(view)},
            "routes": sorted({path for path, read in routes if any(one is view for one in read)}),
        }
        for view in views
    }


def _description(view: View) -> str:
    """The first line of the module that defines it; some share their `evolve`."""
    modules = [
        module
        for name, module in sorted(sys.modules.items())
        if ".views." in name and any(one is view for one in vars(module).values())
    ]
    own = next((one for one in modules if one.__name__ == view.evolve.__module__), modules[0])
    return (own.__doc__ or "").partition("\n")[0]


def _keys(view: View) -> Iterator[str]:
    for event in view.handles:
        yield from view.keys(example(event))


def _fields(view: View) -> dict[str, Any]:
    """The fields that its documents get from made-up events, where these fit together; twice, for want of others."""
    documents: dict[str, Document | None] = {}
    found: dict[str, Any] = {}
    for event in view.handles * 2:
        made = example(event)
        with suppress(LookupError, ValueError, TypeError, AttributeError):
            for key in view.keys(made):
                documents[key] = document = view.evolve(documents.get(key), made)
                found |= {name: _type(value) for name, value in (document or {}).items() if not found.get(name)}
    return dict(sorted(found.items()))


def _type(value: Any) -> dict[str, str]:
    return next((schema for kind, schema in TYPES if isinstance(value, kind)), {})


def _routes(routers: Sequence[APIRouter]) -> Iterator[tuple[str, list[View]]]:
    """The paths that are read with GET, each with the views that its function, or what that calls, names."""
    for router in routers:
        for route in router.routes:
            if (
                isinstance(route, APIRoute)
                and "GET" in (route.methods or ())
                and isinstance(route.endpoint, FunctionType)
            ):
                yield f"GET {route.path}", list(_named(route.endpoint, set()))


def _named(function: FunctionType, seen: set[FunctionType]) -> Iterator[View]:
    seen.add(function)
    names = set(_names(function.__code__))
    known = [function.__globals__.get(name) for name in names]
    modules = [one for one in known if isinstance(one, ModuleType) and one.__name__.startswith("services.")]
    for one in (*known, *(vars(module).get(name) for module in modules for name in names)):
        match one:
            case View() as view:
                yield view
            case FunctionType() as called if called not in seen and called.__module__.startswith("services."):
                yield from _named(called, seen)


def _names(code: CodeType) -> Iterator[str]:
    """The global names that a function uses, and the functions and comprehensions within it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
