"""Who is told of what happens to a posting between its proposal and its end."""

import pytest

from services.notifications.destinations import Mailboxes, destination
from services.notifications.outcomes import Permanent, Withdrawn
from services.notifications.recipients import HQ, Recipient
from services.notifications.registry import rules_for
from services.notifications.rendering import render
from shared.contracts.postings.mailbox import MailboxClosed, MailboxSet
from shared.eventing.event import Event
from tests.unit.notifications import postings_course as course
from tests.unit.notifications import world

EMBASSY, POST, OFFICER = Recipient("embassy", "lima"), Recipient("post", "lima"), Recipient("officer", "o-morel")
POLICE, GENDARMERIE = Recipient("directorate", "police"), Recipient("directorate", "gendarmerie")


def told(event: Event) -> set[Recipient]:
    return {to.recipient for rule in rules_for(event) for to in rule.audience(event)}


@pytest.mark.parametrize(
    ("event", "recipients"),
    [
        (course.PROPOSED, {POST, POLICE, GENDARMERIE}),
        (course.PROPOSED.model_copy(update={"approve_by": None}), set()),
        (course.REMINDED, {POST, OFFICER, POLICE}),
        (course.LATE, {POST, OFFICER, POLICE, GENDARMERIE, HQ}),
        (world.OVERDUE, {EMBASSY, POST, HQ}),
        (course.ASKED, {EMBASSY, POST}),
        (course.SILENT, {EMBASSY, POST}),
        (course.GRANTED, {EMBASSY, POST, OFFICER}),
        (course.DECLINED, {EMBASSY, POST, OFFICER}),
        (course.SCHEDULED, {EMBASSY, POST, OFFICER}),
        (course.ARRIVED, {EMBASSY, POST}),
        (course.EXTENDED, {EMBASSY, POST, OFFICER}),
        (world.CURTAILED, {EMBASSY, POST, OFFICER}),
        (course.APPROVED, {EMBASSY, POST, OFFICER}),
        (course.REFUSED, {POST, OFFICER, HQ}),
        (course.REFUSED.model_copy(update={"officer": None}), {POST, HQ}),
        (course.WITHDRAWN, {POST, OFFICER}),
        (course.WITHDRAWN.model_copy(update={"approved": True}), {EMBASSY, POST, OFFICER}),
        (course.EXPIRED, {POST, OFFICER, HQ}),
        (course.EXPIRED.model_copy(update={"approved": True}), {EMBASSY, POST, OFFICER, HQ}),
        (course.SUSPENDED.model_copy(update={"work_to": "quito"}), {EMBASSY, POST, Recipient("post", "quito")}),
        (course.SUSPENDED.model_copy(update={"work_to": None}), {EMBASSY, POST}),
        (course.RESUMED, {EMBASSY, POST}),
        (course.ACCREDITED, {EMBASSY, POST}),
        (course.NO_LONGER, {EMBASSY, POST}),
    ],
)
def test_each_is_told_of_what_concerns_them(event: Event, recipients: set[Recipient]) -> None:
    assert told(event) == recipients


@pytest.mark.parametrize(
    ("event", "why", "told"),
    [
        (course.EXTENDED, "family", "31 August 2030"),
        (course.REFUSED, "too junior", "refused by the police"),
        (course.WITHDRAWN, "family", "withdrawn by headquarters"),
        (course.NO_LONGER, "a post of its own", "no longer accredited to Bolivia"),
        (course.SUSPENDED, "unrest", "recalled"),
    ],
)
async def test_why_it_is_so_is_told_to_nobody(event: Event, why: str, told: str) -> None:
    [rule] = rules_for(event)
    for to in rule.audience(event):
        text = render(rule.message, "en", await rule.context(event, to, world.look()))
        assert why not in text.subject + text.body
        assert told in text.body


async def test_an_officer_is_reached_by_their_own_record_in_their_own_language() -> None:
    people = {**world.PEOPLE, "o-morel": world.person("o-morel", "Claire Morel", "claire@interieur.example", "en")}
    found = await destination(OFFICER, world.look(people=people), Mailboxes())
    assert (found.mail, found.language) == ("claire@interieur.example", "en")
    with pytest.raises(Permanent):
        await destination(OFFICER, world.look(), Mailboxes())
    with pytest.raises(Withdrawn):
        await destination(Recipient("officer", "p-erased"), world.look(), Mailboxes())


async def test_directorates_and_headquarters_are_reached_at_whichever_mailbox_is_set_for_them_now() -> None:
    def box(id: str, kind: str, directorate: str | None, language: str = "fr") -> MailboxSet:
        about = {"mailbox": id, "kind": kind, "directorate": directorate, "language": language}
        return MailboxSet.model_validate({**about, "mail": f"{id}@house.example"})

    facts = (
        box("theme-desk", "directorate", None),
        box("old", "directorate", "police"),
        box("police-desk", "directorate", "police", "en"),
        box("z-second", "directorate", "police"),
        box("centre", "hq", None),
        MailboxClosed(mailbox="old"),
    )
    found = await destination(POLICE, world.look(facts), Mailboxes())
    assert (found.mail, found.language) == ("police-desk@house.example", "en")
    assert (await destination(HQ, world.look(facts), Mailboxes())).mail == "centre@house.example"
    for nobody, known in ((GENDARMERIE, facts), (HQ, facts[:4])):
        with pytest.raises(Permanent, match="no mailbox is set for"):
            await destination(nobody, world.look(known), Mailboxes())


async def test_headquarters_read_which_post_has_not_answered_a_company() -> None:
    [rule] = rules_for(world.OVERDUE)
    [to] = [one for one in rule.audience(world.OVERDUE) if one.recipient == HQ]
    assert (await rule.context(world.OVERDUE, to, world.look()))["post"] == "Lima"
