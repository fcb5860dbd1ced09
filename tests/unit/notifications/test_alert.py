"""An alert is told further until somebody has read it; each reader's word counts once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications.alerts import read_from
from services.notifications.domain.alert import ALERT, Acknowledge, Escalate, alert_id
from services.notifications.links import opened, signed
from services.notifications.questions import ANSWERINGS
from services.notifications.recipients import Addressee, Recipient
from services.notifications.registry import rules_for
from services.notifications.rendering import render
from shared.contracts.people import Language
from shared.eventing.event import Event
from tests.scenario import Scenario
from tests.unit.notifications import world
from tests.unit.notifications.alarms import (
    ACKNOWLEDGED,
    AMBASSADOR,
    CHANCELLERY,
    ESCALATED,
    ISSUED,
    ISSUED_AT,
    POST,
    RESTRICTED,
    STEPS,
    UPDATED,
    WITHDRAWN,
)

ID = alert_id("n1", 1, AMBASSADOR)
READ = Acknowledge("n1", 1, AMBASSADOR, AMBASSADOR, "d-1", ISSUED_AT)
GO_ON = Escalate("n1", 1, AMBASSADOR, STEPS[0], ISSUED_AT)
READ_EVENT = ACKNOWLEDGED.model_copy(update={"alert": ID})
TOLD_EVENT = ESCALATED.model_copy(update={"alert": ID})

scenario = Scenario(ALERT)


def test_an_alert_is_acknowledged_once_by_each_who_was_told() -> None:
    scenario.when(READ).then(READ_EVENT)
    scenario.given(READ_EVENT).when(replace(READ, at=ISSUED_AT + timedelta(hours=1))).nothing_happens()
    by_other = replace(READ, reader=CHANCELLERY)
    scenario.given(READ_EVENT).when(by_other).then(READ_EVENT.model_copy(update={"reader": CHANCELLERY}))


def test_an_unread_alert_goes_from_step_to_step_and_to_each_once() -> None:
    scenario.when(GO_ON).then(TOLD_EVENT)
    scenario.given(TOLD_EVENT).when(GO_ON).nothing_happens()
    last = {"step": "hq", "reader": STEPS[1].reader}
    scenario.given(TOLD_EVENT).when(replace(GO_ON, step=STEPS[1])).then(TOLD_EVENT.model_copy(update=last))


def test_what_anybody_has_read_goes_no_further() -> None:
    scenario.given(READ_EVENT).when(GO_ON).nothing_happens()
    by_next = READ_EVENT.model_copy(update={"reader": CHANCELLERY})
    scenario.given(TOLD_EVENT, by_next).when(replace(GO_ON, step=STEPS[1])).nothing_happens()


def test_each_edition_and_addressee_has_an_alert_of_its_own() -> None:
    assert len({ID, alert_id("n1", 2, AMBASSADOR), alert_id("n1", 1, POST), alert_id("n2", 1, AMBASSADOR)}) == 4


def told(event: Event) -> set[Recipient]:
    return {to.recipient for rule in rules_for(event) for to in rule.audience(event)}


def test_addressees_are_told_of_issue_update_and_withdrawal_and_the_next_of_an_escalation() -> None:
    both = {Recipient("mailbox", "ambassador"), Recipient("post", "lima")}
    assert told(ISSUED) == told(UPDATED) == told(WITHDRAWN) == both
    assert told(ESCALATED) == {Recipient("mailbox", "chancellery")}


@pytest.mark.parametrize("event", [ISSUED, ESCALATED], ids=["issued", "escalated"])
def test_the_link_acknowledges_for_the_addressee_whoever_was_told_in_its_place(
    event: Event,
) -> None:
    [rule] = rules_for(event)
    to = next(iter(rule.audience(event)))
    assert rule.asks is not None
    link = opened(signed("d-1", rule.asks(event, to), "fr", world.SECRET), world.SECRET, ISSUED_AT)
    task = ANSWERINGS[link.kind].task(link, "acknowledged", ISSUED_AT)
    reader = read_from(f"{to.recipient.kind}/{to.recipient.id}")
    assert (task.id, task.command) == (ID, replace(READ, reader=reader))


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_text_of_a_restricted_notice_is_in_no_message(language: Language) -> None:
    for event in (ISSUED, UPDATED, WITHDRAWN):
        secret = event.model_copy(update={"content": RESTRICTED})
        [rule] = rules_for(secret)
        to = Addressee(Recipient("mailbox", "ambassador"), "n1")
        text = render(rule.message, language, await rule.context(secret, to, world.look()) | {"link": "x"})
        for word in ("Protests", "Avoid", "Stricter", "false report"):
            assert word not in text.subject + text.body
        assert "Bolivi" in text.subject
