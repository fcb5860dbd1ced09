"""What the headers of a command make of it: its origin, and the version that it expects."""

import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from shared.eventing.decider import Decider
from shared.eventing.event import Event
from shared.eventing.origin import Origin
from shared.eventing.store import Task, Written
from shared.http.commands import Receipt, Write, expected_version, fingerprint, stored_key
from shared.http.identity import Caller, allow, public
from shared.http.problems import Problem
from tests.unit.http.conftest import Client, MakeApp
from tests.unit.http.issuer import Signer

THING: Decider[None, Any, Any] = Decider("thing", None, lambda _, __: (), lambda state, _: state, Event)
router = APIRouter(prefix="/things")


class Resize(BaseModel):
    size: int


@router.post("/{id}/resize", dependencies=[allow("hq")])
async def resize(id: str, body: Resize, write: Write) -> Receipt:
    return await write(Task(THING, id, body), Task(THING, "other", body))


@router.post("/{id}/touch", dependencies=[public])
async def touch(id: str, write: Write) -> Receipt:
    return await write(Task(THING, id, None))


class Recorder:
    """Keeps what routes hand to the store; stores nothing and promises nothing."""

    async def execute(self, *tasks: Task[Any], origin: Origin) -> Written:
        self.tasks, self.origin = tasks, origin
        return Written(tasks[0].stream, tasks[0].id, 5)


@pytest.fixture
def store() -> Recorder:
    return Recorder()


Command = Callable[..., Any]


@pytest.fixture
def command(make_app: MakeApp, client: Callable[[FastAPI], Client], signer: Signer, store: Recorder) -> Command:
    async def post(path: str = "/things/a/resize", content: bytes = b'{"size": 1}', **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {signer.token()}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        async with client(make_app(router, store=store)) as http:
            return await http.post(path, content=content, headers=sent)

    return post


async def test_a_receipt_names_the_thing_and_its_version(command: Command) -> None:
    answer = await command()
    assert answer.json() == {"id": "a", "version": 5}
    assert answer.headers["etag"] == '"5"'


async def test_the_origin_is_the_caller_and_the_conversation(command: Command, store: Recorder) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    await command(Idempotency_Key="k 1", X_Correlation_Id="job-7", traceparent=trace)
    assert store.origin == Origin(
        actor="anna",
        key="anna:k 1",
        fingerprint=fingerprint("POST", "/things/a/resize", b'{"size":1}'),
        correlation="job-7",
        traceparent=trace,
    )


async def test_without_a_key_a_command_has_none(command: Command, store: Recorder) -> None:
    await command()
    assert (store.origin.key, store.origin.fingerprint) == (None, None)


async def test_nobodys_key_does_not_count_because_anybody_could_use_it(command: Command, store: Recorder) -> None:
    await command("/things/a/touch", b"", Idempotency_Key="k1")
    assert (store.origin.actor, store.origin.key) == ("anonymous", None)


async def test_if_match_speaks_of_the_first_task(command: Command, store: Recorder) -> None:
    await command(If_Match='"4"')
    assert [task.expected for task in store.tasks] == [4, None]


@pytest.mark.parametrize(
    "headers",
    [{"If_Match": 'W/"4"'}, {"Idempotency_Key": ""}, {"Idempotency_Key": "k" * 201}, {"Idempotency_Key": "\t"}],
)
async def test_a_header_that_means_nothing_is_refused_and_nothing_is_stored(
    command: Command, store: Recorder, headers: dict[str, str]
) -> None:
    answer = await command(**headers)
    assert answer.status_code == 400
    assert not hasattr(store, "tasks")


async def test_an_expected_version_is_one_strong_etag_or_any() -> None:
    assert (expected_version(None), expected_version("*"), expected_version('"0"')) == (None, None, 0)


@pytest.mark.parametrize(
    "if_match", ["4", '"4', 'W/"4"', '"4", "5"', '"-1"', '"04"', '"4.0"', "", '"' + "9" * 99 + '"']
)
async def test_anything_else_is_no_version(if_match: str) -> None:
    with pytest.raises(Problem, match="If-Match"):
        expected_version(if_match)


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_two_callers_never_share_a_stored_key(one: str, other: str, key: str, another: str) -> None:
    same = stored_key(Caller(one, "hq"), key) == stored_key(Caller(other, "hq"), another)
    assert same == ((one, key) == (other, another))


def test_a_colon_in_a_subject_cannot_reach_into_another_callers_keys() -> None:
    assert stored_key(Caller("a:b", "hq"), "c") != stored_key(Caller("a", "hq"), "b:c")


def test_a_fingerprint_is_of_what_a_body_says_not_of_how_it_is_laid_out() -> None:
    same = fingerprint("POST", "/a", b'{"a": 1, "b": [2]}')
    assert same == fingerprint("POST", "/a", b'{"b":[2],\n"a":1}')
    others = [("PUT", "/a", b'{"a":1,"b":[2]}'), ("POST", "/b", b'{"a":1,"b":[2]}'), ("POST", "/a", b'{"a":1,"b":[3]}')]
    assert same not in [fingerprint(*other) for other in others]


@given(st.binary())
def test_every_body_has_a_fingerprint(body: bytes) -> None:
    assert len(fingerprint("POST", "/a", body)) == hashlib.sha256().digest_size * 2
