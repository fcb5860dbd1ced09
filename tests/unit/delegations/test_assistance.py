"""The rules of a request for assistance."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.delegations.domain.assistance import ASSISTANCE, Escalate, Route, Withdraw
from services.delegations.domain.assistance_case import HQ
from services.delegations.domain.desk_work import Accept, Answer, HandOver, Note
from shared.contracts.delegations.assistance import AssistanceNoted
from tests.scenario import Scenario
from tests.unit.delegations.one_request import (
    ACCEPTED,
    ANSWERED,
    ASK,
    AT,
    BPIFRANCE,
    DUE,
    ESCALATED,
    HANDED,
    LIMA,
    NOTED,
    OF,
    QUITO,
    REQUESTED,
    ROUTED,
    TAKEN,
    WITHDRAWN,
)

nothing = Scenario(ASSISTANCE)
requested = nothing.given(REQUESTED)
routed = requested.given(ROUTED)
accepted = routed.given(ACCEPTED)
answered = accepted.given(ANSWERED)
withdrawn = routed.given(WITHDRAWN)
ACCEPT = Accept("r1", LIMA, None, AT)
ANSWER = Answer("r1", LIMA, "The police does.", AT)
MOVE = HandOver("r1", LIMA, QUITO, "decision", AT)
WORK: list[Any] = [ACCEPT, ANSWER, MOVE, Note("r1", LIMA, "n", AT)]


def test_a_request_has_a_deadline_by_its_urgency() -> None:
    nothing.when(ASK).then(REQUESTED)
    urgent = REQUESTED.model_copy(update={"urgency": "urgent", "due_at": AT + timedelta(days=2)})
    nothing.when(replace(ASK, urgency="urgent")).then(urgent)


def test_the_same_request_later_changes_nothing_and_another_cannot_take_its_id() -> None:
    answered.when(replace(ASK, at=AT + timedelta(days=1))).nothing_happens()
    requested.when(replace(ASK, question="Who sells?")).refused("assistance-already-requested")


def test_a_restricted_request_reaches_no_partner() -> None:
    restricted = replace(ASK, confidentiality="restricted")
    nothing.when(replace(restricted, partner="bpifrance")).refused("restricted-to-posts")
    secret: list[Any] = [each.model_copy(update={"confidentiality": "restricted"}) for each in (REQUESTED, ROUTED)]
    nothing.given(*secret).when(replace(MOVE, to=BPIFRANCE)).refused("restricted-to-posts")
    nothing.given(secret[0]).when(Route("r1", BPIFRANCE, "partner", AT)).refused("restricted-to-posts")
    nothing.given(*secret).when(replace(MOVE, by=None, to=HQ)).then(
        HANDED.model_copy(update={"desk": HQ, "confidentiality": "restricted"})
    )


def test_a_request_is_routed_once_and_not_after_it_was_withdrawn() -> None:
    route = Route("r1", LIMA, "residence", AT)
    requested.when(route).then(ROUTED)
    routed.when(replace(route, desk=QUITO)).nothing_happens()
    requested.given(WITHDRAWN).when(route).nothing_happens()


@pytest.mark.parametrize("command", WORK)
def test_only_the_desk_that_has_it_works_on_a_request(command: Any) -> None:
    nothing.when(command).refused("assistance-unknown")
    requested.when(command).refused("assistance-not-routed")
    for other in (QUITO, BPIFRANCE):
        routed.when(replace(command, by=other)).refused("desk-forbidden")


def test_the_offices_at_home_act_for_whoever_has_it() -> None:
    routed.when(replace(ACCEPT, by=None)).then(ACCEPTED)


def test_a_request_is_accepted_then_answered() -> None:
    routed.when(ACCEPT).then(ACCEPTED)
    routed.when(ANSWER).refused("assistance-not-accepted")
    accepted.when(ANSWER).then(ANSWERED)


def test_accepting_again_changes_nothing_unless_somebody_else_takes_charge() -> None:
    accepted.when(ACCEPT).nothing_happens()
    accepted.when(replace(ACCEPT, posting="morel")).then(TAKEN)
    routed.given(TAKEN).when(ACCEPT).nothing_happens()
    routed.given(TAKEN).when(replace(ACCEPT, posting="girard")).then(TAKEN.model_copy(update={"posting": "girard"}))


def test_an_answer_is_given_once() -> None:
    answered.when(ANSWER).nothing_happens()
    answered.when(replace(ANSWER, answer="Nobody.")).refused("assistance-closed")


@pytest.mark.parametrize("closed", [answered, withdrawn])
def test_what_is_answered_or_withdrawn_moves_no_more(closed: Any) -> None:
    closed.when(ACCEPT).refused("assistance-closed")
    closed.when(MOVE).refused("assistance-closed")
    closed.when(Escalate("r1", DUE)).nothing_happens()


def test_whoever_takes_over_must_accept_anew() -> None:
    accepted.when(MOVE).then(HANDED)
    moved = accepted.given(HANDED)
    moved.when(replace(ANSWER, by=QUITO)).refused("assistance-not-accepted")
    moved.when(ACCEPT).refused("desk-forbidden")


def test_handing_over_to_oneself_changes_nothing_and_never_drops_who_is_in_charge() -> None:
    accepted.when(replace(MOVE, to=LIMA)).nothing_happens()
    routed.given(TAKEN).when(replace(MOVE, to=LIMA)).nothing_happens()


def test_a_successor_at_the_same_post_is_a_hand_over() -> None:
    succession = replace(MOVE, to=LIMA, because="succession", posting="girard")
    moved = HANDED.model_copy(update={"desk": LIMA, "because": "succession", "posting": "girard"})
    routed.given(TAKEN).when(succession).then(moved)
    routed.given(TAKEN, moved).when(succession).nothing_happens()


def test_the_reason_of_a_hand_over_is_an_internal_note() -> None:
    accepted.when(replace(MOVE, note="ask the attache")).then(NOTED, HANDED)


def test_notes_are_written_by_whoever_has_the_request_also_after_its_answer() -> None:
    note = Note("r1", LIMA, "ask the attache", AT)
    answered.when(note).then(NOTED)
    answered.given(NOTED).when(note).nothing_happens()
    answered.given(NOTED).when(replace(note, note="he knows")).then(AssistanceNoted(**OF, desk=LIMA, note="he knows"))


def test_a_request_is_escalated_once_when_its_deadline_has_come() -> None:
    routed.when(Escalate("r1", DUE - timedelta(seconds=1))).nothing_happens()
    routed.when(Escalate("r1", DUE)).then(ESCALATED)
    routed.given(ESCALATED).when(Escalate("r1", DUE)).nothing_happens()
    requested.when(Escalate("r1", DUE)).then(ESCALATED.model_copy(update={"desk": None}))
    nothing.when(Escalate("r1", DUE)).refused("assistance-unknown")


def test_a_company_withdraws_its_own_request_until_it_is_answered() -> None:
    routed.when(Withdraw("r1", "acme", AT)).then(WITHDRAWN)
    routed.when(Withdraw("r1", None, AT)).then(WITHDRAWN)
    routed.when(Withdraw("r1", "bolt", AT)).refused("company-forbidden")
    withdrawn.when(Withdraw("r1", "acme", AT)).nothing_happens()
    answered.when(Withdraw("r1", "acme", AT)).refused("assistance-closed")
