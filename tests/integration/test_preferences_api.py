"""Preferences, unsubscribing and the delivery log over HTTP, on real Kafka, MongoDB and SMTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from aiokafka import ConsumerRecord
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr

from services.notifications.service import build
from services.notifications.settings import NotificationsSettings
from shared.clock import now
from shared.contracts.delegations.company import CompanyMerged, CompanyRegistered
from shared.devstack import identity
from shared.eventing.event import Event
from shared.eventing.store import COMMITS
from shared.eventing.views import Views
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.unit.notifications import world
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ALL = {"language": None, "time_zone": None, "channels": ["email", "webhook"], "quiet_from": None, "quiet_until": None}


class Desk:
    """A client that may play every role, and the sink that the service's mails end in."""

    def __init__(self, http: AsyncClient, home: Path, sink: Sink, service: Service, views: Views) -> None:
        self.http, self.home, self.sink, self.service, self.views = http, home, sink, service, views
        self._heard = count(1)

    async def send(self, method: str, path: str, role: str = "hq", **request: Any) -> Response:
        scope = {role: request.pop(role)} if role in request else {}
        token = identity.issue(self.home, subject=f"{role}-desk", role=role, **scope)
        return await self.http.request(method, path, headers={"Authorization": f"Bearer {token}"}, **request)

    async def answered(self, path: str, role: str = "hq", **request: Any) -> Any:
        return (await self.send("GET", path, role, **request)).raise_for_status().json()

    async def hears(self, *events: Event) -> None:
        """What Kafka would bring, handed to the consumers' effects; streams are this test's own."""
        for event in events:
            recorded = world.recorded(event, stream=stream(event, next(self._heard)))
            await self.views.apply([recorded])
            for reaction in self.service.reactions:
                if isinstance(event, reaction.handles):
                    await reaction.react(recorded)

    def mails(self, to: str) -> list[Any]:
        return [one for one in self.sink.read() if one["To"] == to]


def stream(event: Event, number: int) -> str:
    """The facts as their services name them, since routes wait for versions of those streams."""
    name = event.type.rsplit(".", 1)[1]
    named = {"CompanyRegistered": "company", "PostOpened": "post"}.get(name)
    return f"{named}-{getattr(event, named)}" if named else f"s-{number}-{name}"


@pytest.fixture
async def desk(infrastructure: Servers, tmp_path: Path, eventually: Eventually) -> AsyncIterator[Desk]:
    """The service with its sender; it hears only what the test hands it."""
    sink = Sink()
    async with serving(sink) as smtp:
        service = build(
            NotificationsSettings(
                kafka=infrastructure.kafka,
                mongo=SecretStr(infrastructure.mongo),
                jwks=str(identity.jwks(tmp_path)),
                smtp=smtp,
                public_url="http://notifications",
                link_secret=SecretStr(world.SECRET),
            )
        )
        views = Views(service.mongo, service.views)
        await views.prepare()
        app = replace(service, views=(), reactions=(), mirrors=()).app()
        app.state.views = views
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://notifications") as http,
        ):
            desk = Desk(http, tmp_path, sink, service, views)

            async def ready() -> bool:
                return (await http.get("/health/ready")).status_code == 200

            await eventually(ready)
            await forget(service)  # what other tests of this database left
            people = [
                SimpleNamespace(
                    key=key.encode(), value=None if one is None else world.encoded(one), headers=[("ce_sequence", b"1")]
                )
                for key, one in world.PEOPLE.items()
            ]
            for mirror in service.mirrors:
                await mirror.apply(cast("list[ConsumerRecord[bytes, bytes]]", people))
            await desk.hears(*world.FACTS)
            yield desk
            await forget(service)


async def forget(service: Service) -> None:
    for collection in ("deliveries", "causes", COMMITS):
        await service.mongo[collection].delete_many({})


async def test_a_company_says_how_it_wants_to_be_told_and_sees_what_it_may_choose(desk: Desk) -> None:
    path = "/companies/acme/preferences"
    before = await desk.answered(path, "company", company="acme")
    assert before["wanted"] == {**ALL, "frequency": {}}
    assert before["offer"]["visits"] == ["at-once", "hourly", "daily", "never"]
    wanted = {"language": "en", "quiet_from": "22:00", "quiet_until": "07:00", "frequency": {"visits": "daily"}}
    said = await desk.send("POST", "/companies/acme/prefer", "company", company="acme", json=wanted)
    assert (said.status_code, said.json()["version"]) == (200, 1)
    again = await desk.send("POST", "/companies/acme/prefer", "company", company="acme", json=wanted)
    assert again.json()["version"] == 1
    after = await desk.answered(path)
    assert after["wanted"] == {**ALL, **wanted}
    page = await desk.http.get(after["page"])
    assert 'value="22:00"' in page.text
    for method, place in (("GET", path), ("POST", "/companies/acme/prefer")):
        other = await desk.send(method, place, "company", company="bolt", json={} if method == "POST" else None)
        assert other.status_code == 403
    foreign = await desk.send("GET", "/embassies/lima/preferences", "post", post="quito")
    assert foreign.status_code == 403
    unknown = await desk.send("GET", "/posts/atlantis/preferences")
    assert unknown.status_code == 404


async def test_what_cannot_be_wanted_is_refused_with_its_reason(desk: Desk) -> None:
    for body, status, word in (
        ({"frequency": {"general": "never"}}, 409, "frequency-not-offered"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, 409, "quiet-hours-empty"),
        ({"channels": []}, 409, "no-channel-left"),
        ({"quiet_from": "22:00"}, 422, "both ends"),
        ({"quiet_from": "22:00:01", "quiet_until": "07:00"}, 422, "hours and minutes"),
        ({"time_zone": "Mars/Olympus"}, 422, "IANA"),
        ({"language": "xx"}, 422, "written in"),
        ({"frequency": {"visits": "yearly"}}, 422, "body.frequency"),
        ({"surprise": 1}, 422, "body.surprise"),
    ):
        answer = await desk.send("POST", "/embassies/lima/prefer", json=body)
        assert (answer.status_code, word in answer.text) == (status, True), (body, answer.text)
    assert (await desk.answered("/embassies/lima/preferences"))["wanted"]["frequency"] == {}


async def test_one_click_unsubscribes_and_looking_at_the_link_does_not(desk: Desk, eventually: Eventually) -> None:
    async def came() -> bool:
        return bool(desk.mails("bob@bolt.example"))

    only_bolt = world.MATCHED.model_copy(update={"matches": world.MATCHED.matches[1:]})
    await desk.hears(only_bolt)
    await eventually(came)
    [mail] = desk.mails("bob@bolt.example")
    link = mail["List-Unsubscribe"].strip("<>").removeprefix("http://notifications")
    for _ in range(2):
        shown = await desk.http.get(link)
        assert (shown.status_code, "Stop these messages?" in shown.text) == (200, True)
    nothing = await desk.http.post(link, content="answer=1", headers=FORM)
    assert nothing.status_code == 400
    assert (await desk.answered("/companies/bolt/preferences"))["wanted"]["frequency"] == {}
    for _ in range(2):
        clicked = await desk.http.post(link, content=mail["List-Unsubscribe-Post"], headers=FORM)
        assert (clicked.status_code, clicked.history) == (200, [])
    parts = await desk.http.post(link, files={"List-Unsubscribe": (None, "One-Click")})
    assert parts.status_code == 200
    assert (await desk.answered("/companies/bolt/preferences"))["wanted"]["frequency"] == {"visits": "never"}
    changed = await desk.service.mongo[COMMITS].count_documents({"stream": "preferences-company/bolt"})
    assert changed == 1
    desk.sink.mails.clear()
    await desk.hears(only_bolt.model_copy(update={"delegation": "another"}), world.MATCHED.model_copy())

    async def settled() -> bool:
        return bool((await desk.answered("/deliveries/figures"))["open"] == 0)

    await eventually(settled)
    assert desk.mails("bob@bolt.example") == []
    assert (await desk.http.post(link[:-4], content="List-Unsubscribe=One-Click", headers=FORM)).status_code == 400


async def test_the_page_shows_and_its_button_saves_whatever_is_sent_to_it(desk: Desk) -> None:
    link = (await desk.answered("/companies/orphan/preferences"))["page"]
    shown = await desk.http.get(link)
    assert (shown.status_code, 'name="often-visits"' in shown.text) == (200, True)
    fields = {
        "language": "fr", "time_zone": "America/Lima", "quiet_from": "21:30", "quiet_until": "06:00",
        "channel": "email", "often-visits": "hourly", "often-network": "at-once",
    }  # fmt: skip
    saved = await desk.http.post(link, data=fields)
    assert (saved.status_code, 'value="21:30"' in saved.text) == (200, True)
    wanted = (await desk.answered("/companies/orphan/preferences"))["wanted"]
    assert (wanted["channels"], wanted["frequency"]) == (["email"], {"visits": "hourly"})
    for wrong in (
        {**fields, "time_zone": "<script>"}, {**fields, "quiet_until": "21:30"}, {**fields, "quiet_until": ""},
        {**fields, "often-visits": "x"}, {**fields, "language": "../../etc"},
    ):  # fmt: skip
        refused = await desk.http.post(link, data=wrong)
        assert (refused.status_code, "<script>" in refused.text) == (400, False)
    assert (await desk.answered("/companies/orphan/preferences"))["wanted"] == wanted
    assert (await desk.http.get(link[:-4])).status_code == 400
    unreadable = await desk.http.post(link, content=b"\xff\x00=&", headers=FORM)
    assert unreadable.status_code == 200  # a form that says nothing wants the defaults


async def test_the_log_tells_what_was_sent_and_what_failed_and_a_company_sees_its_own(
    desk: Desk, eventually: Eventually
) -> None:
    desk.sink.rcpt = "550 5.7.1 not from you"
    await desk.hears(world.REFUSED)

    async def settled() -> bool:
        return bool((await desk.answered("/deliveries/figures"))["open"] == 0)

    await eventually(settled)
    desk.sink.rcpt = "250 OK"
    await desk.hears(world.MATCHED, world.PUBLISHED, world.STARTED)
    await eventually(settled)
    about = (await desk.answered("/deliveries/log", params={"about": "m1"}))["items"]
    assert {(one["message"], one["recipient"]["id"]) for one in about} == {
        ("meeting_invitation", "acme"),
        ("meeting_invitation", "pnp"),
    }
    sent_to = await desk.answered("/deliveries/log", params={"recipient": "lima", "kind": "embassy"})
    assert [one["status"] for one in sent_to["items"]] == ["sent"]
    own = (await desk.answered("/deliveries/log", "company", company="acme"))["items"]
    assert {(one["recipient"]["kind"], one["recipient"]["id"]) for one in own} == {
        ("company", "acme"),
        ("participant", "acme"),
    }
    assert len(own) == 3
    # A buyer of a day may have the id of a company, which is not told what the buyer is told.
    assert (await desk.answered("/deliveries/log", "company", company="pnp"))["items"] == []
    posts = (await desk.answered("/deliveries/log", "post", post="lima"))["items"]
    assert [one["message"] for one in posts] == ["posting_started"]
    [failed] = (await desk.answered("/deliveries/failures", "auditor"))["items"]
    assert (failed["message"], failed["reason"], failed["code"]) == ("delegation_refused", "permanent", 550)
    assert (await desk.answered("/deliveries/failures", "company", company="acme"))["items"] == []
    [reason] = await desk.answered("/deliveries/failure-reasons")
    assert (reason["message"], reason["reason"], reason["deliveries"]) == ("delegation_refused", "permanent", 1)
    today = now().date().isoformat()
    figures = await desk.answered("/deliveries/daily-figures", params={"first": today, "last": today})
    by_message = {one["message"]: one for one in figures if one["day"] == today}
    assert (by_message["meeting_invitation"]["sent"], by_message["delegation_refused"]["failed"]) == (4, 1)
    mine = await desk.answered(
        "/deliveries/daily-figures", "company", company="acme", params={"first": today, "last": today}
    )
    assert sum(one["total"] for one in mine) == 3
    wrong = await desk.send("GET", "/deliveries/daily-figures", params={"first": today, "last": "2020-01-01"})
    assert wrong.status_code == 422
    assert (await desk.send("GET", "/deliveries/failure-reasons", "company", company="acme")).status_code == 403

    async def published() -> bool:
        told = {"stream": {"$regex": "^delivery-"}, "pending": {"$exists": False}}
        return await desk.service.mongo[COMMITS].count_documents(told) == 9

    await eventually(published)  # by the relay, on the real topic


async def test_a_merged_companys_links_and_preferences_are_those_of_the_company_that_goes_on(desk: Desk) -> None:
    double = f"double-{uuid4().hex[:8]}"
    await desk.hears(CompanyRegistered(company=double, name="Acme SA", contact="p-acme"))
    link = (await desk.answered(f"/companies/{double}/preferences"))["page"]
    await desk.hears(CompanyMerged(company=double, into="bolt", names=("Acme SA",)))
    assert (await desk.answered(f"/companies/{double}/preferences"))["recipient"] == "company/bolt"
    assert (await desk.http.post(link, data={"language": "fr", "often-visits": "daily"})).status_code == 200
    assert (await desk.answered("/companies/bolt/preferences"))["wanted"]["frequency"] == {"visits": "daily"}
    hook = {"id": f"hook-{double}", "company": double, "url": "https://hooks.example/"}
    refused = await desk.send("POST", "/endpoints", json=hook)
    assert (refused.status_code, "company-merged" in refused.text, "bolt" in refused.text) == (409, True, True)
