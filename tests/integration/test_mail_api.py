"""What goes out by mail and what comes back, on real servers: previews, test mails, bounces, calendars' replies."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from services.notifications.channels.simulators import DOMAIN
from services.notifications.domain.confirmation import CONFIRMATION
from services.notifications.rendering import TEMPLATES
from services.notifications.service import build
from services.notifications.settings import NotificationsSettings
from shared.devstack import identity
from shared.eventing.event import Event
from shared.eventing.views import Views
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.test_notifications_api import Desk, hear, problem
from tests.unit.notifications import returned, world
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real

RFC822 = {"Content-Type": "message/rfc822"}


class Office(Desk):
    """The same desk, with mail that comes back."""

    async def takes(self, raw: bytes) -> tuple[str, str]:
        """What became of a mail: its kind and the outcome."""
        answer = (await self.send("POST", "/inbound-mails", "operator", content=raw)).raise_for_status().json()
        return answer["kind"], answer["outcome"]

    def mail(self, mailbox: str, words: str) -> bytes:
        """The newest mail to this mailbox whose subject has these words, as it went out."""
        pairs = zip(self.sink.mails, self.sink.read(), strict=True)
        found = [one.content for one, read in pairs if read["To"] == mailbox and words in read["Subject"]]
        content: bytes = found[-1]
        return content

    async def hears(self, event: Event, stream: str) -> None:
        await self.views.apply([world.recorded(event, stream)])
        await self.service.reactions[0].react(world.recorded(event, stream))

    async def only(self, **params: Any) -> dict[str, Any]:
        """The one delivery that matches, with everything that is shown of it."""
        (found,) = await self.deliveries(**params)
        return dict((await self.send("GET", f"/deliveries/{found['id']}", "hq")).json())


@pytest.fixture(scope="module")
async def running(infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """The service with its sender, alone in its database; it hears only what the tests hand it."""
    home, sink = tmp_path_factory.mktemp("issuer"), Sink()
    async with serving(sink) as smtp:
        service = build(
            NotificationsSettings(
                kafka=infrastructure.kafka,
                mongo=SecretStr(infrastructure.mongo),
                jwks=str(identity.jwks(home)),
                smtp=smtp,
                link_secret=SecretStr(world.SECRET),
            )
        )
        await service.mongo.drop()
        views = Views(service.mongo, service.views)
        await views.prepare()
        app = replace(service, views=(), reactions=(), mirrors=()).app()
        app.state.views = views
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://notifications") as http,
        ):
            yield Office(http, home, sink, service, views)
            await service.mongo.drop()


@pytest.fixture
async def office(running: Office, eventually: Eventually) -> Office:
    """With a published timetable whose invitations are out; hearing again changes nothing."""

    async def ready() -> bool:
        return (await running.http.get("/health/ready")).status_code == 200

    async def invited() -> bool:
        return (await running.send("GET", "/deliveries/figures", "hq")).json()["open"] == 0 and len(
            running.sink.mails
        ) > 4

    await eventually(ready)
    await hear(running.service, running.views)
    await eventually(invited)
    return running


async def test_a_delivery_remembers_the_version_of_its_template_and_the_version_its_files(
    office: Office, eventually: Eventually
) -> None:
    used = (await office.only(about="m1", recipient="pnp"))["template"]
    listed = (await office.send("GET", "/templates", "auditor")).json()
    invitation = next(one for one in listed if one["message"] == "meeting_invitation")
    assert used == {"language": "en", "version": invitation["versions"]["en"]}
    assert {"counterpart", "programme", "starts_at", "link"} < set(invitation["variables"])
    path = f"/templates/meeting_invitation/en/versions/{used['version']}"

    async def kept() -> bool:
        return (await office.send("GET", path, "operator")).status_code == 200

    await eventually(kept)
    sources = (await office.send("GET", path, "operator")).json()["sources"]
    assert sources["meeting_invitation/en.mjml.j2"] == (TEMPLATES / "meeting_invitation/en.mjml.j2").read_text("utf-8")
    unknown = await office.send("GET", "/templates/meeting_invitation/en/versions/0", "operator")
    assert problem(unknown) == (404, "template-version-unknown")


async def test_a_message_is_previewed_with_its_example_or_with_other_words(office: Office) -> None:
    path = "/templates/posting_started/preview"
    shown = (await office.send("POST", path, "partnerships", json={"language": "fr"})).json()
    assert "prend ses fonctions" in shown["text"]
    assert "prend ses fonctions" in shown["html"]
    variables = [{"name": "arriving", "value": "<b>Zoé</b>"}, {"name": "started_on", "value": "2027-05-01"}]
    other = await office.send("POST", path, "operator", json={"language": "en", "variables": variables})
    assert other.json()["subject"].endswith("1 May 2027")
    assert "&lt;b&gt;Zoé&lt;/b&gt;" in other.json()["html"]
    for value in ("2027-02-31", "soon", None):
        wrong = {"language": "en", "variables": [{"name": "started_on", "value": value}]}
        assert problem(await office.send("POST", path, "hq", json=wrong)) == (422, "template-variables-invalid")
    nowhere = await office.send("POST", "/templates/no_such/preview", "hq", json={"language": "en"})
    assert problem(nowhere) == (404, "template-unknown")


async def test_a_test_mail_goes_to_one_address_and_says_what_the_server_said(office: Office) -> None:
    path = "/templates/meeting_moved/test-send"
    done = await office.send("POST", path, "operator", json={"language": "fr", "to": "desk@liaison.example"})
    assert done.json()["code"] == 250
    mail = office.sink.read()[-1]
    assert (mail["To"], mail["Message-ID"]) == ("desk@liaison.example", done.json()["message_id"])
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    failed = await office.send("POST", path, "operator", json={"language": "fr", "to": f"throttled@{DOMAIN}"})
    assert problem(failed) == (502, "test-throttled")
    wish = {"language": "fr", "to": "desk@liaison.example"}
    assert (await office.send("POST", path, "partnerships", json=wish)).status_code == 403


async def test_a_mail_that_comes_back_fails_its_delivery_and_nothing_more_goes_there_until_an_operator_says_so(
    office: Office, eventually: Eventually
) -> None:
    sent = await office.only(about="m2", recipient="sucamec")
    id = sent["message_id"]
    assert await office.takes(returned.bounce(id, "delayed", "4.4.1")) == ("bounce", "delayed")
    assert (await office.only(about="m2", recipient="sucamec"))["status"] == "sent"
    assert await office.takes(returned.bounce("<another@liaison.example>")) == ("bounce", "delivery-unknown")
    assert await office.takes(returned.bounce(id, whole=False)) == ("bounce", "failed")
    assert await office.takes(returned.bounce(id)) == ("bounce", "failed-before")
    failed = await office.only(about="m2", recipient="sucamec")
    assert (failed["status"], failed["attempts"][-1]["detail"]) == ("failed", "came back 5.1.1")

    held = (await office.send("GET", "/suppressions", "auditor")).json()["items"]
    assert [(one["delivery"], one["why"]) for one in held] == [(failed["id"], "came back 5.1.1")]
    await office.hears(world.CONFIRMED.model_copy(update={"head": "p-bolt", "delegation": "d-9"}), "d-9")

    async def suppressed() -> bool:
        return [one["status"] for one in await office.deliveries(about="d-9")] == ["suppressed"]

    await eventually(suppressed)
    path = f"/suppressions/{held[0]['id']}/release"
    assert (await office.send("POST", path, "hq")).status_code == 403
    for _ in range(2):
        assert (await office.send("POST", path, "operator")).json()["released_by"] == "operator-desk"
    assert (await office.send("GET", "/suppressions", "hq")).json()["items"] == []
    assert problem(await office.send("POST", "/suppressions/none/release", "operator")) == (404, "suppression-unknown")
    (waiting,) = await office.deliveries(about="d-9")
    await office.send("POST", f"/deliveries/{waiting['id']}/resend", "operator")

    async def sent_after_all() -> bool:
        return [one["status"] for one in await office.deliveries(about="d-9")] == ["sent"]

    await eventually(sent_after_all)


async def test_a_reply_by_mail_is_the_answer_that_the_link_would_have_given(office: Office) -> None:
    invitation = office.mail("anne@acme.example", "Policía")
    delivery = (await office.only(about="m1", recipient="acme"))["id"]
    assert await office.takes(returned.reply(invitation, "TENTATIVE")) == ("reply", "neither-yes-nor-no")
    for _ in range(2):
        assert await office.takes(returned.reply(invitation)) == ("reply", "accepted")
    assert await office.store.load(CONFIRMATION, delivery) == ("accepted", 1)
    assert await office.takes(returned.reply(invitation, "DECLINED")) == ("reply", "declined")
    assert await office.store.load(CONFIRMATION, delivery) == ("declined", 2)
    link = office.link("anne@acme.example", "Policía")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await office.http.post(link, content="answer=accepted", headers=form)).status_code == 200
    assert await office.store.load(CONFIRMATION, delivery) == ("accepted", 3)


@pytest.mark.parametrize(("forged", "outcome"), [
    ({"sender": "Eve <eve@evil.example>"}, "sender-unproven"),
    ({"sender": "Eve <eve@evil.example>", "attendee": "mailto:eve@evil.example"}, "sender-unproven"),
    ({"organizer": "mailto:meetings@liaison.example"}, "sender-unproven"),
    ({"organizer": "mailto:meetings+00000000000000000000@liaison.example"}, "sender-unproven"),
    ({"uid": "another-uid"}, "invitation-unknown"), ({"sequence": 7}, "moved"),
])  # fmt: skip
async def test_whoever_was_not_invited_answers_for_nobody(office: Office, forged: dict[str, Any], outcome: str) -> None:
    invitation = office.mail("luz@pnp.example", "Acme")
    assert await office.takes(returned.reply(invitation, "DECLINED", **forged)) == ("reply", outcome)
    delivery = (await office.only(about="m1", recipient="pnp"))["id"]
    assert await office.store.load(CONFIRMATION, delivery) == (None, 0)


async def test_only_operators_hand_in_mail_and_what_is_not_understood_is_left_alone(office: Office) -> None:
    assert (await office.send("POST", "/inbound-mails", "hq", content=b"")).status_code == 403
    for raw in (b"", b"\x00\xff", b"From: a@b.example\r\n\r\nHello", office.mail("luz@pnp.example", "Acme")):
        assert await office.takes(raw) == ("other", "not-understood")


async def test_a_reply_to_a_time_that_is_no_more_is_none_and_one_to_the_new_time_counts(
    office: Office, eventually: Eventually
) -> None:
    old = office.mail("anne@acme.example", "Policía")
    await office.hears(world.MOVED, "day-y")

    async def told() -> bool:
        moved = await office.deliveries(about="m1", status="sent")
        return [one["message"] for one in moved].count("meeting_moved") == 2

    await eventually(told)
    assert await office.takes(returned.reply(old)) == ("reply", "moved")
    new = office.mail("anne@acme.example", "Policía")
    assert new != old
    assert await office.takes(returned.reply(new, "DECLINED")) == ("reply", "declined")
    moved = next(
        one for one in await office.deliveries(about="m1", recipient="acme") if one["message"] == "meeting_moved"
    )
    assert await office.store.load(CONFIRMATION, moved["id"]) == ("declined", 1)


async def test_a_reply_to_a_meeting_that_is_cancelled_is_told_so(office: Office, eventually: Eventually) -> None:
    old = office.mail("anne@acme.example", "Sucamec")
    cancelled = world.SECOND.model_copy(update={"sequence": 1})
    await office.hears(world.CANCELLED.model_copy(update={"appointment": cancelled}), "day-x")

    async def told() -> bool:
        found = await office.deliveries(about="m2", recipient="acme", status="sent")
        return any(one["message"] == "meeting_cancelled" for one in found)

    await eventually(told)
    assert await office.takes(returned.reply(old)) == ("reply", "cancelled")


async def test_the_simulators_are_listed_for_whoever_programs_against_us(office: Office) -> None:
    shown = (await office.send("GET", "/simulators", "company", company="acme")).json()
    mailboxes = {one["address"] for one in shown["mailboxes"]}
    assert {f"{name}@{DOMAIN}" for name in ("bounced", "full", "throttled", "silent")} < mailboxes
    does = {one["address"]: one["does"] for one in shown["webhooks"]}
    assert does[f"https://{DOMAIN}/gone"] == "is answered 410, which disables the endpoint"
    assert (await office.send("GET", "/simulators", "embassy")).status_code == 403


async def test_without_a_test_mailbox_no_canary_is_released(office: Office) -> None:
    nothing = {"released": False, "read_back": False, "delivery": None, "arrived_at": None, "age_seconds": None}
    assert (await office.send("GET", "/canary", "operator")).json() == nothing
