"""A mail about a request for information says that there is one, and nothing else."""

import re

import pytest

from services.notifications.recipients import Addressee, Recipient
from services.notifications.registry import rules_for
from services.notifications.rendering import render
from shared.contracts.people import Language
from shared.eventing.event import Event
from tests.unit.notifications import inquiries, world
from tests.unit.postings.one_note import ANSWERED, ASKED

LIMA = (Addressee(Recipient("post", "lima"), "q1"),)
SILENT = re.compile("ofast|police|secret|drug|urgent|legal|quito|nothing-known|a1|c[123]", re.IGNORECASE)


def told(event: Event) -> tuple[Addressee, ...]:
    [rule] = rules_for(event)
    return tuple(rule.audience(event))


@pytest.mark.parametrize("event", inquiries.ALL)
def test_the_post_is_told_of_what_it_has_to_answer_or_to_read(event: Event) -> None:
    assert told(event) == LIMA


@pytest.mark.parametrize("event", [inquiries.ASKED_BY_POST, inquiries.ANSWERED_BY_POST])
async def test_the_directorate_is_told_where_it_is_for_its_service_to_answer_or_to_read(event: Event) -> None:
    [to] = told(event)
    assert to.recipient == Recipient("directorate", "police")
    [rule] = rules_for(event)
    for language, words in (("en", "your directorate"), ("fr", "votre direction")):
        text = render(rule.message, "en" if language == "en" else "fr", await rule.context(event, to, world.look()))
        assert words in text.body
        assert words in (text.html or "")
        assert "post" not in text.body


def test_the_post_is_reminded_of_a_contact_that_has_fallen_silent() -> None:
    assert told(inquiries.SILENT) == (Addressee(Recipient("post", "lima"), "k1"),)


def test_a_question_is_told_to_the_post_and_the_answer_to_the_company() -> None:
    assert told(ASKED) == (Addressee(Recipient("post", "lima"), "n1"),)
    assert told(ANSWERED) == (Addressee(Recipient("company", "acme"), "n1"),)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("event", inquiries.ALL)
async def test_a_mail_names_the_request_and_nothing_of_what_it_is_about(event: Event, language: Language) -> None:
    [rule] = rules_for(event)
    text = render(rule.message, language, await rule.context(event, LIMA[0], world.look()))
    assert "q1" in text.subject
    assert "q1" in text.body
    assert SILENT.search(text.subject + text.body) is None
