"""Who sees what of visits, on real servers: posts and embassies their countries', invited persons the showcase."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import Response

from services.delegations.service import VIEWS
from services.delegations.views.coverage import COVERAGE
from shared.clock import now
from shared.contracts.postings.post import PostOpened
from shared.devstack import identity
from shared.eventing.event import Recorded
from shared.eventing.views import Views
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import Desk, problem
from tests.integration.test_visits_api import TODAY, link, visit

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def running(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[tuple[Desk, Service]]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, service):
        yield Desk(http, home), service


@pytest.fixture
async def desk(running: tuple[Desk, Service]) -> Desk:
    """With a tag of its own, so that tests do not meet."""
    return Desk(running[0].client, running[0].home)


async def test_a_post_and_an_embassy_reach_the_delegations_of_their_countries_only(
    desk: Desk, running: tuple[Desk, Service]
) -> None:
    service, lima = running[1], desk.id("lima")
    mails = {"embassy_mail": "e@p.example", "mail": "p@p.example", "embassy_language": "fr", "language": "fr"}
    about = {"name": "Post", "embassy": "E", "time_zone": "UTC", "opened_on": TODAY, **mails}
    opened = PostOpened(post=lima, country="PE", accredited=("BO",), **about)
    heard = Recorded(opened, f"post-{lima}", 1, now(), "/postings", "c")
    await Views(service.mongo, VIEWS).apply_to(COVERAGE, [heard])
    delegation = await visit(desk)
    registration = {"fair": desk.id("fair"), "head": desk.id("head"), "interests": ["Drones"]}
    chile = desk.id("chile")
    await desk.done("POST", "/delegations", json={"id": chile, "country": "CL", **registration})
    for id, version in ((delegation, 2), (chile, 1)):
        await desk.seen(f"/delegations/{id}", version)

    async def by(role: str, method: str, path: str, post: str | None = lima, **request: Any) -> Response:
        claims: dict[str, Any] = {role: post} if post else {}
        token = identity.issue(desk.home, subject="abroad", role=role, **claims)
        return await desk.client.request(method, path, headers={"Authorization": f"Bearer {token}"}, **request)

    for role in ("post", "embassy"):
        listed = (await by(role, "GET", "/delegations", params={"fair": desk.id("fair")})).json()["items"]
        ids = {one["id"] for one in listed}
        assert (delegation in ids, chile in ids) == (True, False)
        assert (await by(role, "GET", f"/delegations/{delegation}")).is_success
        bolivia = {"id": desk.id(f"bolivia-{role}"), "country": "BO", **registration}
        assert (await by(role, "POST", "/delegations", json=bolivia)).is_success
        guest = {"person": desk.id("head"), "function": "head"}
        own = f"/delegations/{delegation}/invitations"
        assert (await by(role, "POST", own, json=guest)).is_success
        other = {"id": desk.id("other"), "country": "CL", **registration}
        foreign = [
            await by(role, "POST", "/delegations", json=other),
            await by(role, "GET", f"/delegations/{chile}"),
            await by(role, "POST", f"/delegations/{chile}/invitations", json=guest),
            await by(role, "POST", f"/delegations/{chile}/members", json=guest),
            *[await by(role, "GET", f"/delegations/{chile}/{part}") for part in ("members", "visits", "suggestions")],
        ]
        assert [problem(answer) for answer in foreign] == [(403, "forbidden")] * len(foreign)
    assert problem(await by("embassy", "GET", f"/delegations/{delegation}", None)) == (403, "forbidden")
    assert (await by("embassy", "GET", "/delegations", None)).json()["items"] == []


async def test_an_invited_person_sees_the_showcase_through_the_link_as_long_as_it_is_expected(
    desk: Desk, eventually: Eventually
) -> None:
    delegation, maker = await visit(desk), await desk.done("POST", "/companies", json={"name": f"Vigie {desk.tag}"})
    about = {"title": f"Caméra {desk.tag}", "description": "Légère", "categories": ["Optronics"]}
    for item in ("shown", "hidden"):
        body = {**about, "used_by": ["Border police"], "companies": [maker["id"]]}
        await desk.done("PUT", f"/showcase/{desk.id(item)}", json=body)
    await desk.done("POST", f"/showcase/{desk.id('shown')}/publish")
    guest = {"person": await desk.person("ana"), "function": "member"}
    await desk.done("POST", f"/delegations/{delegation}/invitations", json=guest)
    path = f"{await link(desk, delegation, desk.id('ana'))}/showcase"

    async def seen() -> bool:
        found = await desk.client.get(path, params={"text": f"camera {desk.tag}", "category": "optronics"})
        said = [(one["id"], one["makers"]) for one in found.json()["items"]]
        return said == [(desk.id("shown"), [f"Vigie {desk.tag}"])]

    await eventually(seen)
    assert (await desk.client.get(path, params={"category": "Boots"})).json()["items"] == []
    await desk.done("POST", f"/delegations/{delegation}/members/{desk.id('ana')}/withdraw")
    assert problem(await desk.client.get(path)) == (409, "invitation-withdrawn")
    assert problem(await desk.client.get(f"{path.replace('/showcase', 'x/showcase')}")) == (400, "invitation-forged")
