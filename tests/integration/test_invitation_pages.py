"""The page behind an invitation's link, on real servers: each form when it is due, for the invited person alone."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from httpx import Response

from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import Desk
from tests.integration.test_visits_api import TODAY, visit

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


async def invited(desk: Desk, delegation: str, name: str) -> tuple[str, str]:
    """A person who is invited, and the path of the person's page."""
    person = await desk.person(name)
    guest = {"person": person, "function": "member"}
    await desk.done("POST", f"/delegations/{delegation}/invitations", json=guest)
    link = await desk.done("GET", f"/delegations/{delegation}/invitations/{person}/link")
    return person, str(link["page"])


async def fill_in(desk: Desk, path: str, **form: str) -> Response:
    return await desk.client.post(path, data=form)


async def test_the_page_asks_for_the_registration_then_waits_then_asks_for_the_journey(desk: Desk) -> None:
    delegation = await visit(desk)
    person, path = await invited(desk, delegation, "ana")
    shown = await desk.client.get(path)
    assert (shown.status_code, 'name="interests"' in shown.text, person in shown.text) == (200, True, False)
    wrong = await fill_in(desk, path, form="register", interpreter="Spanish")
    assert (wrong.status_code, 'name="interests"' in wrong.text) == (400, True)
    noted = await fill_in(desk, path, form="register", interpreter="ES", interests="Drones\n\n Radios ")
    assert (noted.status_code, "<form" in noted.text) == (200, False)
    again = await fill_in(desk, path, form="register", interpreter="ru")
    assert again.text == noted.text
    members = f"/delegations/{delegation}/members"
    seen = (await desk.seen(members, 2))["members"][person]
    assert (seen["status"], seen["interpreter"], seen["interests"]) == ("registered", "es", ["Drones", "Radios"])
    early = await fill_in(desk, path, form="travel", arrives_on=str(TODAY), leaves_on=str(TODAY))
    assert early.text == noted.text
    await desk.done("POST", f"{members}/{person}/submit")
    await desk.done("POST", f"{members}/{person}/accredit")
    assert 'name="arrives_on"' in (await desk.client.get(path)).text
    backwards = {"arrives_on": str(TODAY), "leaves_on": str(TODAY - timedelta(1))}
    for bad in (backwards, {"arrives_on": "soon", "leaves_on": str(TODAY)}, {"leaves_on": str(TODAY)}):
        assert (await fill_in(desk, path, form="travel", **bad)).status_code == 400
    done = await fill_in(desk, path, form="travel", arrives_on=str(TODAY), leaves_on=str(TODAY), visa="yes")
    assert (done.status_code, f'value="{TODAY}"' in done.text, "checked" in done.text) == (200, True, True)
    assert (await desk.seen(members, 5))["members"][person]["travel"]["visa"] is True


async def test_what_is_no_form_or_no_link_changes_nothing(desk: Desk) -> None:
    delegation = await visit(desk)
    person, path = await invited(desk, delegation, "ana")
    assert (await fill_in(desk, path, form="other")).status_code == 400
    assert (await fill_in(desk, path, **{f"f{n}": "x" for n in range(20)})).status_code == 400
    cut = path.replace("/page", "x/page")
    for answer in (await desk.client.get(cut), await fill_in(desk, cut, form="register")):
        assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    english = await desk.client.get(cut, headers={"Accept-Language": "en-GB"})
    assert "not valid" in english.text
    roster = await desk.seen(f"/delegations/{delegation}/members", 1)
    assert roster["members"][person]["status"] == "invited"


async def test_late_withdrawn_and_erased_persons_are_told_that_it_is_over(desk: Desk) -> None:
    delegation = await visit(desk, first=1, last=2)
    late, path = await invited(desk, delegation, "ana")
    withdrawn, other = await invited(desk, delegation, "eva")
    await desk.done("POST", f"/delegations/{delegation}/members/{withdrawn}/withdraw")
    assert (await desk.client.get(other)).status_code == 410
    closing = {"time_zone": "Etc/UTC", "closes_on": str(TODAY - timedelta(2))}
    await desk.done("POST", f"/fairs/{desk.id('fair')}/detail", json=closing)
    assert (await desk.client.get(path)).status_code == 410
    assert (await fill_in(desk, path, form="register")).status_code == 410
    await desk.send("DELETE", f"/people/{late}")
    assert (await fill_in(desk, path, form="register")).status_code == 410
