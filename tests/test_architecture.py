"""The rules of the house, held on the real code; needs no server."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from shared.eventing import versions
from shared.eventing.event import Event, members
from shared.http.identity import declared_roles
from shared.service import Service

ROOT = Path(__file__).parent.parent
HOUSE = ("services", "shared", "liaison", "tests", "benchmarks")
FILES = sorted(path.relative_to(ROOT) for room in HOUSE for path in (ROOT / room).rglob("*.py"))
# A benchmark's floor is bare by intention: it has the driver and the clock to itself.
PRODUCT = [path for path in FILES if path.parts[0] != "benchmarks"]
TREES = {path: ast.parse((ROOT / path).read_text("utf-8")) for path in FILES}
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/service.py"))
NO_NAMES = {"utils", "helpers", "common", "base", "manager"}
OPEN_DOORS = {"/openapi.json", "/docs/assets"}  # the interface's own description, which the framework serves


def within(*rooms: str) -> list[Path]:
    return [path for path in FILES if path.parts[0] in rooms]


def named(node: ast.AST) -> str:
    """The dotted name that a node spells, as `datetime.now`; empty where it is no name."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def calls(path: Path) -> set[str]:
    return {named(node.func) for node in ast.walk(TREES[path]) if isinstance(node, ast.Call)}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_there_is_a_house() -> None:
    assert {path.parts[0] for path in FILES} >= {"services", "shared", "tests"}
    assert SERVICES == ["delegations", "notifications", "postings"]


def test_a_file_fits_into_one_head() -> None:
    assert [path for path in FILES if len((ROOT / path).read_text("utf-8").splitlines()) > 300] == []


def test_a_name_says_what_is_inside() -> None:
    assert [path for path in FILES if NO_NAMES & {path.stem, *path.parts}] == []


def test_a_module_begins_by_saying_what_lives_there() -> None:
    silent = [path for path, tree in TREES.items() if tree.body and ast.get_docstring(tree) is None]
    assert silent == []


def test_a_test_waits_for_a_condition_and_never_for_a_time() -> None:
    # What starts servers for the tests, and the chaos rig, are programs: they look again and again, and faults last.
    tests = [path for path in within("tests") if path.name.startswith(("test_", "conftest"))]
    assert [path for path in tests if any(call.split(".")[-1] == "sleep" for call in calls(path))] == []


def test_nothing_is_waited_for_so_that_being_cancelled_can_get_lost() -> None:
    # Python 3.11's wait_for answers, and forgets that it was cancelled, where both happen in one turn of the loop;
    # asyncio.timeout does not.
    assert [path for path in PRODUCT if "asyncio.wait_for" in calls(path)] == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = re.compile(r"(.*\.)?((datetime|date)\.(now|utcnow|today)|time\.time)")
    assert [path for path in PRODUCT if any(map(asking.fullmatch, calls(path)))] == [Path("shared/clock.py")]


def test_only_one_module_knows_the_driver() -> None:
    drivers = [path for path in PRODUCT if any(name.split(".")[0] == "motor" for name in imports(path))]
    assert drivers == [Path("shared/mongo.py")]


def test_a_service_logs_and_never_prints() -> None:
    assert [path for path in within("services") if "print" in calls(path)] == []


def test_no_failure_is_swallowed() -> None:
    assert [path for path, tree in TREES.items() if any(map(swallows, ast.walk(tree)))] == []


def swallows(node: ast.AST) -> bool:
    """Whether this is `except Exception: pass` in any spelling."""
    everything = {"", "Exception", "BaseException"}
    if isinstance(node, ast.ExceptHandler):
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type or ast.Name("")]
        idle = all(isinstance(one, ast.Pass | ast.Continue) or named_constant(one) for one in node.body)
        return idle and any(isinstance(one, ast.Name) and one.id in everything for one in caught)
    if isinstance(node, ast.Call) and named(node.func).split(".")[-1] == "suppress":
        return any(isinstance(one, ast.Name) and one.id in everything for one in node.args)
    return False


def named_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.parametrize("name", SERVICES)
async def test_every_route_says_who_may_use_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_LINK_SECRET", "x" * 32)
    service: Service = import_module(f"services.{name}.service").build()
    try:
        routes = list(iter_route_contexts(service.app().routes))
    finally:
        await service.mongo.close()
    own = [route for route in routes if isinstance(route.original_route, APIRoute)]
    assert len(own) > len(service.routers) > 0
    assert [str(route.path) for route in own if declared_roles(route.dependant) is None] == []
    assert {str(route.path) for route in routes if route not in own} <= OPEN_DOORS


def defined_in(module: ModuleType) -> set[type[Event]]:
    """The events that a module publishes: the classes of its own that have a type name."""
    found = {one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Event)}
    own = {one for one in found if one.__module__ == module.__name__}
    return {one for one in own if isinstance(one.model_fields["type"].default, str)}


def unions(module: ModuleType) -> list[Any]:
    """What a module calls `...Event`: what an aggregate decides, or all of a service's events, which is annotated."""
    return [union for name, union in vars(module).items() if name.endswith("Event") and union is not Event]


def contracts(service: str) -> list[ModuleType]:
    """The modules of a service's language: one, or a package with one for each aggregate."""
    aggregates = sorted(path.stem for path in (ROOT / "shared/contracts" / service).glob("[a-z]*.py"))
    return [
        import_module(f"shared.contracts.{name}") for name in (service, *(f"{service}.{one}" for one in aggregates))
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_every_event_is_published_once_under_its_own_name(service: str) -> None:
    language, *aggregates = contracts(service)
    facts = set().union(*map(defined_in, (language, *aggregates)))
    [whole] = [members(union) for union in unions(language) if get_origin(union) is Annotated]
    in_parts = [union for union in unions(language) if get_origin(union) is not Annotated]
    in_parts += [union for module in aggregates for union in unions(module) if union not in in_parts]
    of_aggregates = [set(members(union)) for union in in_parts]
    assert set(whole) == facts
    assert sum(map(len, of_aggregates)) in (0, len(facts))
    assert set().union(*of_aggregates) in (set(), facts)
    names = {one: f"{service}.{one.__name__}" for one in facts}
    assert {one: versions.named(one.type_name())[0] for one in names} == names
    literals = {one: get_args(one.model_fields["type"].annotation) for one in names}
    assert literals == {one: (one.type_name(),) for one in names}


MESSAGES = [path for path in (ROOT / "services/notifications/templates").iterdir() if (path / "rule.py").exists()]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda path: path.name)
def test_every_message_is_written_as_text_and_html_in_each_language(message: Path) -> None:
    written = {path.name for path in message.glob("*.j2")}
    languages = {name.split(".")[0] for name in written}
    assert languages >= {"fr", "en"}
    assert written == {f"{language}.{part}.j2" for language in languages for part in ("txt", "mjml")}


def test_there_are_messages() -> None:
    folders = {path for path in (ROOT / "services/notifications/templates").iterdir() if path.is_dir()}
    assert {path for path in folders if not path.name.startswith(("_", "."))} == set(MESSAGES) != set()
