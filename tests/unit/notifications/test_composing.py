"""A delivery becomes a mail or a webhook: to the right address, in the right language, with the right parts."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from services.notifications.channels.webhook import LARGEST
from services.notifications.composing import Call, Letter
from services.notifications.deliveries import new_delivery
from services.notifications.destinations import Mailboxes
from services.notifications.editions import edition
from services.notifications.links import Expired, opened
from services.notifications.outcomes import NotYetKnown, Permanent, Withdrawn
from services.notifications.registry import RULES, rules_for
from services.notifications.rendering import Ways
from services.notifications.suppressions import mailbox_key
from shared.contracts.delegations.assistance import Desk
from shared.contracts.delegations.company import StaffAppointed, StaffDismissed
from shared.contracts.invitation_links import Invitation
from shared.contracts.invitation_links import opened as invitation_in
from shared.contracts.people import Language
from shared.eventing.event import Event
from shared.mongo import Document
from tests.unit.notifications import visitors, world


async def composed(event: Event, index: int = 0, **known: Any) -> Letter | Call:
    return await world.composer(event, **known).compose(delivery(event, index), world.AT)


async def letter(event: Event, index: int = 0, **known: Any) -> Letter:
    made = await composed(event, index, **known)
    assert isinstance(made, Letter)
    return made


def delivery(event: Event, index: int = 0) -> Document:
    rule = rules_for(event)[0]
    return new_delivery(world.recorded(event), rule.message, list(rule.audience(event))[index], world.AT)


def without(*facts: Event) -> Iterable[Event]:
    return [fact for fact in world.FACTS if fact not in facts]


async def test_embassy_and_post_read_their_own_language_at_their_own_mailbox() -> None:
    embassy, post = await letter(world.STARTED, 0), await letter(world.STARTED, 1)
    assert embassy.to == "embassy@lima.example"
    assert "prend ses fonctions" in embassy.kept.body
    assert post.to == "post@lima.example"
    assert "takes up duty" in post.kept.body


async def test_a_mail_written_again_has_the_same_message_id() -> None:
    first, second = await letter(world.STARTED), await letter(world.STARTED)
    assert first.mail["Message-ID"] == second.mail["Message-ID"]
    assert first.mail["Message-ID"] == f"<{delivery(world.STARTED)['_id']}@liaison.example>"


async def test_a_mail_says_that_a_machine_wrote_it_to_one_recipient() -> None:
    mail = (await letter(world.MATCHED)).mail
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"] == "anne@acme.example"
    assert mail["Cc"] is None
    assert mail["Date"].datetime == world.AT


async def test_a_company_with_an_endpoint_is_told_by_webhook_and_no_other_company_is() -> None:
    call = await composed(world.MATCHED, 0, endpoint="acme")
    assert isinstance(call, Call)
    assert call.target.endpoint == "acme-hook"
    assert '"type":"liaison.exhibitor_matched"' in call.content
    assert '"because":["Optronics"]' in call.content
    assert "Anne" not in call.content
    assert isinstance(await composed(world.MATCHED, 1, endpoint="acme"), Letter)


async def test_webhooks_are_small_and_what_is_sensitive_is_named_by_id_alone() -> None:
    called = [event for rule in RULES if rule.webhook is not None for event in world.EXAMPLES[rule.message]]
    assert len(called) > 3
    for event in called:
        call = await composed(event, endpoint="acme")
        assert isinstance(call, Call)
        assert len(call.content.encode()) < LARGEST
        assert [
            name for name in ("Anne", "Petit", "anne@acme.example", "The police buys.") if name in call.content
        ] == []


async def test_a_webhook_that_would_be_too_large_says_what_to_ask_for() -> None:
    match = world.MATCHED.matches[0].model_copy(update={"because": tuple(f"category {n}" for n in range(2000))})
    large = world.MATCHED.model_copy(update={"matches": (match,)})
    call = await composed(large, endpoint="acme")
    assert isinstance(call, Call)
    assert json.loads(call.content)["data"] == {"delivery": delivery(large)["_id"], "subject": "peru-2027"}


async def test_what_has_not_arrived_yet_is_waited_for() -> None:
    for event, missing in (
        (world.STARTED, world.LIMA),
        (world.STARTED, world.OFFICER),
        (world.MATCHED, world.ACME),
        (world.MATCHED, world.FAIR),
        (world.PUBLISHED, world.DAY),
        (world.PUBLISHED, world.JOINED[0]),
    ):
        with pytest.raises(NotYetKnown):
            await composed(event, facts=without(missing))
    with pytest.raises(NotYetKnown):
        await composed(world.STARTED, people={})


async def test_who_was_erased_before_is_nobody_whose_name_a_letter_has() -> None:
    assert (await letter(world.STARTED, people={**world.PEOPLE, "o-girard": None})).people == ("o-morel",)


async def test_an_erased_person_is_told_nothing_any_more() -> None:
    with pytest.raises(Withdrawn):
        await composed(world.CONFIRMED, people={**world.PEOPLE, "p-pnp": None})


async def test_who_has_no_address_cannot_be_told() -> None:
    silent = world.CONFIRMED.model_copy(update={"head": "p-silent"})
    with pytest.raises(Permanent):
        await composed(silent)
    orphaned = world.MATCHED.model_copy(
        update={"matches": (world.MATCHED.matches[0].model_copy(update={"company": "orphan"}),)}
    )
    with pytest.raises(Permanent):
        await composed(orphaned)


async def test_the_link_in_an_invitation_is_bound_to_its_delivery_and_not_kept() -> None:
    made = await letter(world.PUBLISHED, 0)
    body = plain(made.mail)
    token = body.split("https://liaison.example/confirmations/")[1].split()[0]
    link = opened(token, world.SECRET, world.AT)
    assert link.delivery == delivery(world.PUBLISHED, 0)["_id"]
    assert (link.kind, link.language) == ("meeting", "fr")
    assert link.about == {"day": "lima-2097", "meeting": "m2", "participant": "acme"}
    assert link.until == world.SECOND.starts_at
    assert token not in made.kept.body


async def test_the_link_of_a_win_is_the_companys_and_opens_nothing_after_seven_days() -> None:
    made = await letter(world.WON)
    token = plain(made.mail).split("https://liaison.example/confirmations/")[1].split()[0]
    link = opened(token, world.SECRET, world.WON.sign_by - timedelta(seconds=1))
    assert (link.kind, link.language, link.until) == ("win", "fr", world.WON.sign_by)
    assert link.about == {"request": "r1", "win": "w1", "company": "acme"}
    with pytest.raises(Expired):
        opened(token, world.SECRET, world.WON.sign_by)
    assert token not in made.kept.body
    assert "Drone" not in plain(made.mail)


async def test_the_link_of_an_invitation_is_the_persons_own_and_leads_to_the_delegations_service() -> None:
    for event, index, person in ((visitors.INVITED, 1, "p-bolt"), (visitors.ACCREDITED, 0, "p-pnp")):
        made = await letter(event, index)
        token = plain(made.mail).split("https://fairs.example/invitations/")[1].split("/page")[0]
        assert invitation_in(token, world.SECRET) == Invitation("peru-2027", person)
        assert (made.to, made.people) == ((world.PEOPLE[person] or {})["mail"], (person,))
        assert token not in made.kept.body


async def test_an_applicant_is_written_to_where_the_application_says() -> None:
    assert (await letter(visitors.SELECTED)).to == "anne@acme.example"
    with pytest.raises(NotYetKnown):
        await composed(visitors.SELECTED, facts=without(visitors.APPLIED))
    call = await composed(visitors.NOT_SELECTED, endpoint="acme")
    assert isinstance(call, Call)
    assert '"status":"refused"' in call.content


async def test_a_company_with_an_endpoint_hears_of_its_request_by_webhook_but_signs_by_mail() -> None:
    call = await composed(world.ASSISTED, endpoint="acme")
    assert isinstance(call, Call)
    assert '"status":"answered"' in call.content
    assert "police" not in call.content
    assert isinstance(await composed(world.WON, endpoint="acme"), Letter)


async def test_a_link_to_unsubscribe_is_in_header_and_foot_and_not_in_what_is_kept() -> None:
    link, page = "https://liaison.example/out/" + "secret" * 40, "https://liaison.example/preferences/secret"

    def unsubscribe(delivery: Document, language: Language) -> Ways | None:
        return Ways(f"{link}?lang={language}", page) if delivery["message"] == "exhibitor_matched" else None

    composer = replace(world.composer(world.MATCHED), unsubscribe=unsubscribe)
    made = await composer.compose(delivery(world.MATCHED), world.AT)
    assert isinstance(made, Letter)
    assert made.mail["List-Unsubscribe"] == f"<{link}?lang=fr>"
    assert f"List-Unsubscribe: <{link}?lang=fr>\r\n".encode() in made.mail.as_bytes()
    assert made.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"{link}?lang=fr" in plain(made.mail)
    assert page in plain(made.mail)
    assert "secret" not in made.kept.body
    other = await replace(world.composer(world.REFUSED), unsubscribe=unsubscribe).compose(
        delivery(world.REFUSED), world.AT
    )
    assert isinstance(other, Letter)
    assert other.mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("tail", ["a b", "\r\nBcc: eve@evil.example", ">, <https://evil.example", "é", "a" * 1000])
async def test_a_link_that_a_header_cannot_carry_is_refused(tail: str) -> None:
    def unsubscribe(_: Document, __: Language) -> Ways:
        return Ways(f"https://liaison.example/{tail}", "https://liaison.example/")

    with pytest.raises(ValueError, match="header"):
        await replace(world.composer(world.MATCHED), unsubscribe=unsubscribe).compose(delivery(world.MATCHED), world.AT)


async def test_what_is_stored_of_a_letter_names_no_address() -> None:
    made = await letter(world.PUBLISHED)
    assert made.facts["template"] == {"language": "fr", "version": edition("meeting_invitation", "fr").version}
    assert made.facts["address"] == mailbox_key("Anne@ACME.example", world.SECRET)
    assert made.facts["calendar"]["sequence"] == 0
    assert "acme.example" not in str(made.facts)
    assert made.kept.html is None


async def test_the_canary_goes_to_the_test_mailbox_and_nowhere_where_there_is_none() -> None:
    made = await replace(world.composer(world.CANARY), mailboxes=Mailboxes("c@liaison.example")).compose(
        delivery(world.CANARY), world.AT
    )
    assert isinstance(made, Letter)
    assert made.to == "c@liaison.example"
    with pytest.raises(Withdrawn):
        await letter(world.CANARY)


async def test_a_partner_is_told_at_the_mailbox_that_the_deployment_names_and_not_where_it_names_none() -> None:
    to_partner = world.ROUTED.model_copy(update={"desk": Desk(kind="partner", id="bpifrance")})
    mailboxes = Mailboxes.named("", "bpifrance=export@bpifrance.example")
    made = await replace(world.composer(to_partner), mailboxes=mailboxes).compose(delivery(to_partner), world.AT)
    assert isinstance(made, Letter)
    assert (made.to, made.language) == ("export@bpifrance.example", "fr")
    with pytest.raises(Withdrawn):
        await letter(to_partner)


@pytest.mark.parametrize("text", ["bpifrance", "=a@b.example", "bpifrance=nobody", "bpifrance=a@b@c.example"])
def test_a_list_of_partners_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="partners"):
        Mailboxes.named("", text)


async def test_a_company_whose_contact_has_no_address_any_more_is_told_through_its_manager() -> None:
    match = world.MATCHED.matches[0].model_copy(update={"company": "orphan"})
    event = world.MATCHED.model_copy(update={"matches": (match,)})
    staff = [StaffAppointed(company="orphan", person=person, role=role)
             for person, role in (("p-acme", "technical"), ("p-erased", "manager"), ("p-bolt", "manager"))]  # fmt: skip
    assert (await letter(event, facts=(*world.KNOWN, *staff))).to == "bob@bolt.example"
    gone = (*world.KNOWN, *staff, StaffDismissed(company="orphan", person="p-bolt"))
    with pytest.raises(Permanent):
        await letter(event, facts=gone)
    erased = world.ACME.model_copy(update={"company": "orphan", "contact": "p-silent"})
    assert (await letter(event, facts=(*world.KNOWN, erased, *staff))).to == "bob@bolt.example"


async def test_who_acts_for_a_company_is_told_so_and_when_it_is_over() -> None:
    begins, ends = world.EXAMPLES["company_staff"][0], world.EXAMPLES["company_staff"][-1]
    made = await letter(begins)
    assert (made.to, made.language) == ("bob@bolt.example", "en")
    assert "Your role: manager" in made.kept.body
    assert "no more" in (await letter(ends)).kept.body


async def test_a_letter_knows_whom_it_names() -> None:
    assert (await letter(world.STARTED)).people == ("o-girard", "o-morel")
    assert (await letter(world.MATCHED)).people == ("p-acme",)


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
