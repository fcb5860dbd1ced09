"""Bad requests to every operation that the services' own OpenAPI documents name: each is told what is wrong and where.

A new route is covered as soon as it is there. Nothing of what is sent here may be stored.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest

from liaison.client import Json
from services.notifications.deliveries import OPEN
from shared.http.identity import ROLES
from tests.conftest import Eventually
from tests.e2e import tokens
from tests.e2e.desk import SCOPES, UNFORESEEN, Desk, slug, well_formed
from tests.e2e.interface import NOWHERE, Operation, operations
from tests.e2e.requests import fair, opening

pytestmark = pytest.mark.real

SERVICES = ("postings", "delegations", "notifications")
TWENTY_MEGABYTES = 20_000_000
AT_ONCE = 8
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
JSON = {"Content-Type": "application/json"}
BAD_VERSIONS = ("4", 'W/"4"', '"four"', '"-1"', '"1", "2"', '""', '"' + "9" * 40 + '"')
BAD_KEYS = ("k" * 201, "", "tab\there", "caf\u00e9")
BAD_TEXTS = (
    "[" * 100_000,
    '{"id": "a", "id": "b"}',
    '{"number": NaN}',
    '{"half": "\\ud800"}',
    '{"digits": ' + "9" * 5000 + "}",
)
CUT = b'{"name":\n  "cut'


@pytest.fixture(scope="module")
async def interface(office: Desk) -> list[Operation]:
    """All operations of all services, as the running services describe them."""
    found: list[Operation] = []
    for service in SERVICES:
        document = (await office.http.get(office.url(service, "/openapi.json"))).raise_for_status().json()
        found += operations(service, document)
    assert len({one.name for one in found}) == len(found) > 50
    return found


@pytest.fixture(scope="module")
async def guarded(interface: list[Operation]) -> list[Operation]:
    """All that need a token."""
    return [one for one in interface if one.roles]


@pytest.fixture(scope="module", autouse=True)
async def before(office: Desk, interface: list[Operation], eventually: Eventually) -> dict[str, list[Json]]:
    """What every list showed before the first bad request, when what other tests have caused had come to rest."""

    async def at_rest() -> bool:
        return bool((await office.done("GET", "notifications", "/deliveries/figures"))["open"] == 0)

    try:
        await eventually(at_rest)
    except TimeoutError:
        shown = await office.all("notifications", "/deliveries", "operator")
        pytest.fail(f"deliveries go on: {[one for one in shown if one['status'] in OPEN]}")
    return await everything(office, interface)


async def everything(office: Desk, interface: list[Operation]) -> dict[str, list[Json]]:
    """What every list of every service shows, but for those that belong to one thing."""
    lists = [one for one in interface if one.paged and not one.named("path")]
    return {one.name: await office.all(one.service, one.path, one.role) for one in lists}


class Bad:
    """One request to an operation, right but for what `wrong` says."""

    def __init__(
        self, to: Operation, wrong: str, *, role: str | None = None, token: str | None = None, **request: Any
    ) -> None:
        self.to, self.wrong, self.role, self.token, self.request = to, wrong, role or to.role, token, request

    async def send(self, office: Desk) -> httpx.Response:
        token = office.token(self.role) if self.token is None else self.token
        authorization = {"Authorization": f"Bearer {token}"} if token else {}
        request = self.to.request() | self.request
        if "content" in request:
            request.pop("json", None)
        headers = authorization | request.pop("headers", {})
        return await office.http.request(
            request.pop("method"), office.url(self.to.service, request.pop("path")), headers=headers, **request
        )


async def sent(office: Desk, status: int, requests: Iterable[Bad]) -> list[tuple[Bad, httpx.Response]]:
    """Each request and its answer; fails with the list of those that are answered with another status."""
    bad, at_once = list(requests), asyncio.Semaphore(AT_ONCE)

    async def send(one: Bad) -> httpx.Response:
        async with at_once:
            return await one.send(office)

    assert bad
    pairs = list(zip(bad, await asyncio.gather(*map(send, bad)), strict=True))
    wrong = [(one.to.name, one.wrong, got.status_code, got.text) for one, got in pairs if got.status_code != status]
    assert wrong == []
    return pairs


async def problems(office: Desk, status: int, requests: Iterable[Bad]) -> list[tuple[Bad, Json]]:
    """Each request and the well-formed problem that it is answered."""
    return [(one, well_formed(answer)) for one, answer in await sent(office, status, requests)]


def wheres(problem: Json) -> set[str]:
    return {error["where"] for error in problem["errors"]}


async def test_without_a_token_nobody_gets_in(office: Desk, guarded: list[Operation]) -> None:
    await problems(office, 401, [Bad(one, "no token", token="") for one in guarded])


async def test_a_token_that_is_wrong_in_any_way_opens_nothing(
    office: Desk, guarded: list[Operation], tmp_path: Path
) -> None:
    wrong = {}
    for role in {one.role for one in guarded}:
        scope = {role: SCOPES[role]} if role in SCOPES else {}
        wrong[role] = tokens.wrong(office.home, tmp_path, role, **scope)
    bad = [Bad(one, why, token=token) for one in guarded for why, token in wrong[one.role].items()]
    for refused, problem in await problems(office, 401, bad):
        assert slug(problem) == "unauthenticated", (refused.to.name, refused.wrong, problem)


async def test_a_role_that_may_not_is_told_who_may(office: Desk, guarded: list[Operation]) -> None:
    bad = [Bad(one, f"as {role}", role=role) for one in guarded for role in ROLES if role not in one.roles]
    for refused, problem in await problems(office, 403, bad):
        assert set(problem["roles"]) == set(refused.to.roles)
        assert [role for role in refused.to.roles if role not in problem["detail"]] == []


async def test_a_body_that_is_cut_is_refused_with_line_and_column(office: Desk, guarded: list[Operation]) -> None:
    bad = [Bad(one, "cut", content=CUT, headers=JSON) for one in guarded if one.body]
    for refused, problem in await problems(office, 400, bad):
        assert (problem["line"], problem["column"]) == (2, 3), (refused.to.name, problem)


async def test_a_body_that_two_readers_could_read_differently_is_refused(
    office: Desk, guarded: list[Operation]
) -> None:
    bad = [Bad(one, text[:30], content=text, headers=JSON) for one in guarded if one.body for text in BAD_TEXTS]
    await problems(office, 400, bad)


async def test_each_field_of_a_wrong_type_is_named(office: Desk, guarded: list[Operation]) -> None:
    models = [one for one in guarded if one.modelled and one.body]
    bad = [
        Bad(one, f"body.{name}", json=one.request()["json"] | {name: {"of": ["another", "type"]}})
        for one in models
        for name in [*(one.body or {})["properties"], "surprise"]
    ]
    bad += [
        Bad(one, f"body.{name}", json={key: value for key, value in one.request()["json"].items() if key != name})
        for one in models
        for name in (one.body or {}).get("required", ())
    ]
    for refused, problem in await problems(office, 422, bad):
        # Where the field itself is an object, what is wrong is named inside it.
        assert any(f"{one}.".startswith(f"{refused.wrong}.") for one in wheres(problem)), (refused.to.name, problem)


async def test_a_body_that_is_no_object_is_refused(office: Desk, guarded: list[Operation]) -> None:
    bad = [
        Bad(one, "body", content=text, headers=JSON)
        for one in guarded
        if one.modelled
        for text in ("[]", '"a"', "1", "null")
    ]
    for _, problem in await problems(office, 422, bad):
        assert wheres(problem) == {"body"}


async def test_a_body_that_is_not_called_json_is_refused(office: Desk, guarded: list[Operation]) -> None:
    text = {"Content-Type": "text/plain"}
    await problems(office, 415, [Bad(one, "text", content=b"{}", headers=text) for one in guarded if one.modelled])


async def test_a_query_that_makes_no_sense_is_named(office: Desk, guarded: list[Operation]) -> None:
    bad = [
        Bad(one, f"query.{name}", params=one.request()["params"] | {name: "\x00" * 3000})
        for one in guarded
        for name in one.named("query")
    ]
    for refused, problem in await problems(office, 422, bad):
        assert wheres(problem) == {refused.wrong}


async def test_an_id_that_none_could_be_is_named(office: Desk, guarded: list[Operation]) -> None:
    bad = [
        Bad(one, f"path.{name}", path=one.path.format_map({**dict.fromkeys(one.named("path"), NOWHERE), name: id}))
        for one in guarded
        for name in one.named("path")
        for id in ("No%20Id", "%00", "a" * 81, "$where", "..%2e")
    ]
    for refused, problem in await problems(office, 422, bad):
        assert refused.wrong in wheres(problem)


async def test_what_does_not_exist_is_unknown(office: Desk, guarded: list[Operation]) -> None:
    await problems(office, 404, [Bad(one, "unknown") for one in guarded if one.named("path") and one.method != "PUT"])


async def test_an_if_match_that_is_no_version_is_refused(office: Desk, guarded: list[Operation]) -> None:
    conditional = [one for one in guarded if "if-match" in one.named("header")]
    bad = [Bad(one, value, headers={"If-Match": value}) for one in conditional for value in BAD_VERSIONS]
    assert {slug(problem) for _, problem in await problems(office, 400, bad)} == {"invalid-if-match"}


async def test_an_idempotency_key_that_is_none_is_refused(office: Desk, guarded: list[Operation]) -> None:
    keyed = [one for one in guarded if "idempotency-key" in one.named("header")]
    bad = [Bad(one, key[:9], headers={"Idempotency-Key": key.encode()}) for one in keyed for key in BAD_KEYS]
    assert {slug(problem) for _, problem in await problems(office, 400, bad)} == {"invalid-idempotency-key"}


async def test_a_body_of_twenty_megabytes_is_too_large(office: Desk, interface: list[Operation]) -> None:
    for one in interface:
        if one.media:
            large = b" " * (max(TWENTY_MEGABYTES, one.limit) + 1)
            headers = {"Content-Type": one.media}
            announced = Bad(one, "announced", content=large, headers=headers)
            streamed = Bad(one, "streamed", content=pieces(large), headers=headers)
            for _, problem in await problems(office, 413, [announced, streamed]):
                assert problem["limit"] == one.limit


async def pieces(content: bytes, size: int = 1_000_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def test_a_method_that_is_not_possible_is_answered_with_those_that_are(
    office: Desk, interface: list[Operation]
) -> None:
    possible = {one.place: {other.method for other in interface if other.is_at(one)} for one in interface}
    places = {one.place: one for one in interface}
    bad = [Bad(one, method, method=method) for place, one in places.items() for method in METHODS - possible[place]]
    for refused, answer in await sent(office, 405, bad):
        assert well_formed(answer)
        assert set(answer.headers["allow"].split(", ")) == possible[refused.to.place]


async def test_a_path_that_is_not_there_is_said_so(office: Desk, interface: list[Operation]) -> None:
    await problems(office, 404, [Bad(one, "", path=f"{one.request()['path']}/and/beyond") for one in interface])


async def test_what_is_open_to_everybody_stands_rubbish(office: Desk, interface: list[Operation]) -> None:
    open_to_all = [one for one in interface if not one.roles]
    paths = [(one, path) for one in open_to_all for path in (one.request()["path"], one.path.format(token="%00%ff"))]
    bad = [Bad(one, "rubbish", token="rubbish", content=b"\xff\x00=&", path=path) for one, path in paths]
    answers = await asyncio.gather(*(one.send(office) for one in bad))
    assert [answer.text for answer in answers if answer.status_code not in (200, 400)] == []
    assert [answer.text for answer in answers if any(word in answer.text for word in UNFORESEEN)] == []


async def test_after_all_of_this_nothing_is_stored(
    desk: Desk, interface: list[Operation], before: dict[str, list[Json]], home: Path, eventually: Eventually
) -> None:
    last = {"/posts": ("postings", opening(desk.id("last"))), "/fairs": ("delegations", fair(desk.id("last")))}
    for path, (service, body) in last.items():
        await desk.done("POST", service, path, json=body)

    async def seen() -> bool:
        """What was announced after all the rest has arrived, so the rest would have too."""
        shown = [await desk.send("GET", service, f"{path}/{desk.id('last')}") for path, (service, _) in last.items()]
        return all(one.is_success for one in shown)

    await eventually(seen)
    after = await everything(desk, interface)
    assert len(after) > 8
    assert {name: [one for one in items if one.get("id") != desk.id("last")] for name, items in after.items()} == before
    things = [one for one in interface if one.roles and one.method == "GET" and one.named("path")]
    assert len(things) > 8
    await problems(desk, 404, [Bad(one, "still unknown") for one in things])
    log = "".join(path.read_text() for path in (home / "logs").glob("*.log"))
    assert "request failed" not in log
