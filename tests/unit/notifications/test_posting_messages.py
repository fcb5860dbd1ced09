"""Who is told of what happens to a posting between its proposal and its end."""

import pytest

from services.notifications.destinations import destination
from services.notifications.outcomes import Permanent, Withdrawn
from services.notifications.recipients import Recipient
from services.notifications.registry import rules_for
from services.notifications.rendering import render
from shared.eventing.event import Event
from tests.unit.notifications import postings_course as course
from tests.unit.notifications import world

EMBASSY, POST, OFFICER = Recipient("embassy", "lima"), Recipient("post", "lima"), Recipient("officer", "o-morel")


def told(event: Event) -> set[Recipient]:
    return {to.recipient for rule in rules_for(event) for to in rule.audience(event)}


@pytest.mark.parametrize(
    ("event", "recipients"),
    [
        (course.PROPOSED, {POST}),
        (course.PROPOSED.model_copy(update={"approve_by": None}), set()),
        (course.REMINDED, {POST, OFFICER}),
        (course.LATE, {POST, OFFICER}),
        (course.ASKED, {EMBASSY, POST}),
        (course.SILENT, {EMBASSY, POST}),
        (course.GRANTED, {EMBASSY, POST, OFFICER}),
        (course.DECLINED, {EMBASSY, POST, OFFICER}),
        (course.SCHEDULED, {EMBASSY, POST, OFFICER}),
        (course.ARRIVED, {EMBASSY, POST}),
        (course.EXTENDED, {EMBASSY, POST, OFFICER}),
        (world.CURTAILED, {EMBASSY, POST, OFFICER}),
    ],
)
def test_each_is_told_of_what_concerns_them(event: Event, recipients: set[Recipient]) -> None:
    assert told(event) == recipients


async def test_why_a_tenure_is_extended_is_told_to_nobody() -> None:
    [rule] = rules_for(course.EXTENDED)
    for to in rule.audience(course.EXTENDED):
        text = render(rule.message, "en", await rule.context(course.EXTENDED, to, world.look()))
        assert "family" not in text.subject + text.body
        assert "31 August 2030" in text.body


async def test_an_officer_is_reached_by_their_own_record_in_their_own_language() -> None:
    people = {**world.PEOPLE, "o-morel": world.person("o-morel", "Claire Morel", "claire@interieur.example", "en")}
    found = await destination(OFFICER, world.look(people=people), "")
    assert (found.mail, found.language) == ("claire@interieur.example", "en")
    with pytest.raises(Permanent):
        await destination(OFFICER, world.look(), "")
    with pytest.raises(Withdrawn):
        await destination(Recipient("officer", "p-erased"), world.look(), "")
