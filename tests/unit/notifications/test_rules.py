"""Every message is right in every language, and goes to those whom its rule names and nobody else."""

import re

import pytest

from services.notifications.recipients import HQ, Addressee, Recipient
from services.notifications.registry import EVENTS, RULES, rules_for
from services.notifications.rendering import TEMPLATES, render
from services.notifications.rule import Rule
from shared.contracts.delegations.assistance import Desk
from shared.contracts.people import Language
from shared.eventing.event import Event
from tests.unit.notifications import visitors, world

CASES = [pytest.param(rule, event, id=f"{rule.message}-{n}") for rule in RULES for n, event in enumerate(world.EXAMPLES[rule.message])]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("rule", "event"), CASES)
async def test_every_message_renders_in_every_language_with_every_variable(
    rule: Rule, event: Event, language: Language
) -> None:
    to = next(iter(rule.audience(event)))
    context = await rule.context(event, to, world.look())
    if rule.asks is not None or rule.invites is not None:
        context["link"] = "https://liaison.example/confirmations/token"
    text = render(rule.message, language, context)
    assert text.subject
    assert text.body.endswith("Liaison\n")
    assert "None" not in text.subject + text.body
    assert not re.search(r"\n\n\n|[{}]", text.body)


def test_each_folder_of_templates_has_a_registered_rule() -> None:
    folders = {path.parent.name for path in TEMPLATES.glob("*/rule.py")}
    assert folders == {rule.message for rule in RULES}
    assert {event for rule in RULES for event in rule.events} == set(EVENTS.values())


def test_embassy_and_post_are_told_of_a_start_and_of_an_end_without_successor() -> None:
    both = {Recipient("embassy", "lima"), Recipient("post", "lima")}
    assert told(world.STARTED) == both
    for event in (world.ENDED, world.CURTAILED):
        assert told(event) == both | {Recipient("officer", event.officer)}


def test_an_end_with_a_successor_tells_nobody_because_the_start_tells_both_halves() -> None:
    assert told(world.ENDED.model_copy(update={"successor": "morel"})) == set()


async def test_a_start_says_who_leaves_who_arrives_and_when() -> None:
    text = await written(world.STARTED, "en")
    assert "Arriving: Claire Morel" in text
    assert "Leaving: Paul Girard" in text
    assert "1 September 2026" in text


async def test_a_start_without_predecessor_names_nobody_who_leaves() -> None:
    alone = world.STARTED.model_copy(update={"predecessor": None, "predecessor_officer": None})
    assert "Leaving" not in await written(alone, "en")


async def test_the_reason_of_a_curtailment_is_told_to_nobody() -> None:
    for language in ("fr", "en"):
        assert "medical" not in await written(world.CURTAILED, language)


def test_each_matched_company_is_told_once_even_if_it_is_listed_twice() -> None:
    twice = world.MATCHED.model_copy(update={"matches": world.MATCHED.matches * 2})
    rule = rules_for(twice)[0]
    assert [to.recipient for to in rule.audience(twice)] == [Recipient("company", "acme"), Recipient("company", "bolt")]


def test_a_published_timetable_invites_both_parties_of_each_meeting() -> None:
    rule = rules_for(world.PUBLISHED)[0]
    assert {(to.recipient.id, to.subject) for to in rule.audience(world.PUBLISHED)} == {
        ("acme", "m1"), ("pnp", "m1"), ("acme", "m2"), ("sucamec", "m2"),
    }  # fmt: skip


async def test_an_invitation_lists_the_partys_whole_programme_in_local_time_and_order() -> None:
    text = await written(world.PUBLISHED, "en", Addressee(Recipient("participant", "acme", "lima-2097"), "m2"))
    assert "09:00 - 09:20  table 3  Policía Nacional\n10:00 - 10:20  table 3  Sucamec" in text
    assert "Time: 10:00 to 10:20 (Peru Standard Time, UTC-05:00)" in text


def test_an_answer_is_told_to_the_post_and_the_counterpart() -> None:
    assert told(world.ANSWERED) == {Recipient("post", "lima"), Recipient("participant", "pnp", "lima-2097")}


def test_a_cancellation_is_told_to_the_two_parties_only() -> None:
    assert told(world.CANCELLED) == {
        Recipient("participant", "acme", "lima-2097"), Recipient("participant", "pnp", "lima-2097"),
    }  # fmt: skip


@pytest.mark.parametrize(("by", "said"), [(None, ""), ("acme", "Acme Optique"), ("pnp", "Policía Nacional")])
async def test_a_cancellation_says_which_party_did_it(by: str | None, said: str) -> None:
    event = world.CANCELLED.model_copy(update={"cancelled_by": by})
    for party in ("acme", "pnp"):
        text = await written(event, "en", Addressee(Recipient("participant", party, "lima-2097"), "m1"))
        assert text.partition("Cancelled by: ")[2].startswith(said)
        assert ("Cancelled by" in text) == bool(said)


async def test_a_side_is_reminded_of_its_own_next_step_and_the_other_is_not() -> None:
    assert told(visitors.OVERDUE) == {Recipient("participant", "acme", "lima-2097")}
    of_buyer = visitors.OVERDUE.model_copy(update={"side": "buyer"})
    assert told(of_buyer) == {Recipient("participant", "pnp", "lima-2097")}
    text = await written(of_buyer, "en")
    assert "After its meeting with Acme Optique, Policía Nacional noted a next step." in text
    assert "Next step: Send a sample\nTo be done by: Friday, 3 May 2097" in text


def test_a_move_is_told_to_the_two_parties_with_the_old_time_and_the_new() -> None:
    both = {Recipient("participant", "acme", "lima-2097"), Recipient("participant", "pnp", "lima-2097")}
    assert told(world.MOVED) == both


async def test_a_moved_meeting_shows_both_times_and_an_added_one_its_only_one() -> None:
    text = await written(world.MOVED, "en")
    assert "Time: 11:00 to 11:20 (Peru Standard Time, UTC-05:00)" in text
    assert "Before: 09:00 to 09:20, table 3" in text
    assert "Before" not in await written(world.ADDED, "en")


def test_a_request_for_assistance_is_told_to_the_post_or_partner_that_gets_it_and_not_to_headquarters() -> None:
    assert told(world.ROUTED) == told(world.HANDED) == {Recipient("post", "lima")}
    for desk in (Desk(kind="hq", id="hq"), Desk(kind="partner", id="bpifrance")):
        partner = {Recipient("partner", "bpifrance")} if desk.kind == "partner" else set()
        assert told(world.ROUTED.model_copy(update={"desk": desk})) == partner
        assert told(world.OVERDUE.model_copy(update={"desk": desk})) == set()
    assert told(world.OVERDUE.model_copy(update={"desk": None})) == set()


def test_a_company_is_told_how_far_its_request_has_come_and_asked_about_its_win() -> None:
    for event in (world.ACCEPTED, world.ASSISTED, world.WON):
        assert told(event) == {Recipient("company", "acme")}


def test_post_embassy_and_headquarters_are_told_of_what_was_not_answered_in_time() -> None:
    assert told(world.OVERDUE) == {Recipient("post", "lima"), Recipient("embassy", "lima"), HQ}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("event", [world.ROUTED, world.HANDED, world.ASSISTED, world.OVERDUE, world.WON, world.SETTLED])
async def test_messages_about_a_request_name_it_and_its_market_and_not_what_it_is_about(
    event: Event, language: Language
) -> None:
    text = await written(event, language)
    assert "r1" in text
    assert {"fr": "Pérou", "en": "Peru"}[language] in text
    assert not re.search("police|drone|90.?000", text, re.IGNORECASE)


def test_the_post_that_answered_learns_what_the_company_said_of_the_win() -> None:
    assert told(world.SETTLED) == told(world.DISPUTED) == {Recipient("post", "lima")}
    partner, hq = Desk(kind="partner", id="bpifrance"), Desk(kind="hq", id="hq")
    assert told(world.SETTLED.model_copy(update={"desk": partner})) == {Recipient("partner", "bpifrance")}
    assert told(world.SETTLED.model_copy(update={"desk": hq})) == set()


def test_post_and_embassy_are_told_that_the_post_closes() -> None:
    assert told(world.CLOSED) == {Recipient("post", "lima"), Recipient("embassy", "lima")}


def test_each_guest_is_invited_once_and_each_member_told_of_its_own_accreditation() -> None:
    twice = visitors.INVITED.model_copy(update={"guests": visitors.INVITED.guests * 2})
    guests = [to.recipient for to in rules_for(twice)[0].audience(twice)]
    assert guests == [Recipient("person", "p-pnp"), Recipient("person", "p-bolt")]
    assert told(visitors.ACCREDITED) == told(visitors.NOT_ACCREDITED) == {Recipient("person", "p-pnp")}


async def test_why_a_member_is_refused_is_not_told() -> None:
    for language in ("fr", "en"):
        assert "known" not in await written(visitors.NOT_ACCREDITED, language)


def test_who_applied_for_a_day_learns_the_outcome_and_who_asked_in_vain_that_it_was_in_vain() -> None:
    applicant = {Recipient("applicant", "acme", "lima-2097")}
    assert told(visitors.SELECTED) == told(visitors.NOT_SELECTED) == applicant
    assert told(visitors.EXPIRED) == {Recipient("participant", "acme", "lima-2097")}
    assert told(visitors.EXPIRED.model_copy(update={"participant": None, "counterpart": None})) == set()


def told(event: Event) -> set[Recipient]:
    return {to.recipient for rule in rules_for(event) for to in rule.audience(event)}


async def written(event: Event, language: Language, to: Addressee | None = None) -> str:
    rule = rules_for(event)[0]
    context = await rule.context(event, to or next(iter(rule.audience(event))), world.look())
    text = render(rule.message, language, {**context, "link": ""})
    return f"{text.subject}\n{text.body}"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (visitors.VETTED, {"en": "has approved Acme Optique", "fr": "a approuvé l'inscription"}),
        (visitors.NOT_VETTED, {"en": "Reason: no activity in security", "fr": "Motif : no activity in security"}),
        (visitors.SUSPENDED, {"en": "Reason: export licence withdrawn", "fr": "Motif : export licence withdrawn"}),
        (visitors.REINSTATED, {"en": "has ended", "fr": "a pris fin"}),
    ],
)
async def test_a_company_is_told_of_its_vetting_and_why_it_is_refused_or_suspended(
    event: Event, said: dict[Language, str]
) -> None:
    assert told(event) == {Recipient("company", "acme")}
    for language, words in said.items():
        assert words in await written(event, language)
