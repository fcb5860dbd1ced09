"""Who is told of a request for a meeting: who is asked, then who asked; and nobody twice of one thing."""

import pytest

from services.notifications.recipients import Recipient
from shared.contracts.delegations.day_requests import MeetingRequestAccepted
from tests.unit.notifications import visitors
from tests.unit.notifications.test_rules import told, written

ACME, PNP = (Recipient("participant", id, "lima-2097") for id in ("acme", "pnp"))


def test_who_is_asked_learns_of_it_whichever_side_asks() -> None:
    assert told(visitors.REQUESTED) == {PNP}
    assert told(visitors.REQUESTED.model_copy(update={"requested_by": "buyer"})) == {ACME}


def test_who_has_agreed_before_is_not_asked() -> None:
    assert told(visitors.REQUESTED.model_copy(update={"agreed": True})) == set()


async def test_who_is_asked_learns_whether_an_answer_is_waited_for() -> None:
    stands = await written(visitors.REQUESTED, "en")
    assert "Acme Optique asks to meet Policía Nacional" in stands
    assert "6 April 2097" in stands
    assert "please decline it" in stands
    waits = await written(visitors.REQUESTED.model_copy(update={"needs_acceptance": True}), "fr")
    assert "attend votre réponse" in waits


@pytest.mark.parametrize("event", visitors.SETTLED)
def test_the_other_party_learns_what_became_of_a_request(event: MeetingRequestAccepted) -> None:
    assert told(event) == {ACME}
    assert told(event.model_copy(update={"counterpart": None})) == set()


async def test_what_became_of_a_request_is_said_in_words() -> None:
    accepted, declined, withdrawn = [await written(event, "en") for event in visitors.SETTLED]
    assert "Acme Optique asked to meet Policía Nacional, which accepts" in accepted
    assert "which declines" in declined
    assert "Policía Nacional asked to meet Acme Optique, and has withdrawn its request" in withdrawn
