"""Signed links: only this service can make one, and each asks one recipient one question."""

from dataclasses import replace
from datetime import timedelta

import jwt
import pytest

from services.notifications.links import Expired, Forged, Link, Question, opened, signed
from tests.unit.notifications.world import AT, SECRET

UNTIL = AT + timedelta(hours=1)
ABOUT = {"day": "lima-2097", "meeting": "m1", "participant": "acme"}
MEETING = Question("meeting", ABOUT, UNTIL, UNTIL + timedelta(days=3))
WIN = Question("win", {"request": "r1", "win": "w1", "company": "acme"}, UNTIL, UNTIL)


@pytest.mark.parametrize("question", [MEETING, WIN], ids=lambda question: question.kind)
def test_a_link_says_what_was_signed(question: Question) -> None:
    link = Link("d-1", question.kind, question.about, UNTIL, "en")
    assert opened(signed("d-1", question, "en", SECRET), SECRET, AT) == link


@pytest.mark.parametrize("question", [MEETING, WIN], ids=lambda question: question.kind)
def test_a_link_opens_until_its_last_second_and_then_says_that_it_has_expired(question: Question) -> None:
    token = signed("d-1", question, "en", SECRET)
    assert opened(token, SECRET, question.expires_at - timedelta(seconds=1)).kind == question.kind
    with pytest.raises(Expired) as expired:
        opened(token, SECRET, question.expires_at)
    assert (expired.value.kind, expired.value.language) == (question.kind, "en")


def test_the_links_in_invitations_that_were_sent_long_ago_still_open() -> None:
    about = {"sub": "d-1", "day": "lima-2097", "meeting": "m1", "participant": "acme", "lang": "en"}
    claims = about | {"starts": int(UNTIL.timestamp()), "aud": "confirmation", "exp": UNTIL + timedelta(days=3)}
    assert opened(jwt.encode(claims, SECRET, "HS256"), SECRET, AT) == Link("d-1", "meeting", ABOUT, UNTIL, "en")


def test_another_secret_makes_forged_links() -> None:
    with pytest.raises(Forged):
        opened(signed("d-1", MEETING, "en", SECRET + "!"), SECRET, AT)


def test_a_link_for_somebody_else_cannot_be_put_together_from_two() -> None:
    questions = [replace(MEETING, about=ABOUT | {"participant": who}) for who in ("acme", "pnp")]
    mine, yours = (signed("d-1", question, "en", SECRET).split(".") for question in questions)
    with pytest.raises(Forged):
        opened(".".join([mine[0], yours[1], mine[2]]), SECRET, AT)


def test_an_unsigned_token_is_forged() -> None:
    claims = jwt.decode(signed("d-1", MEETING, "en", SECRET), options={"verify_signature": False})
    with pytest.raises(Forged):
        opened(jwt.encode(claims, "", "none"), SECRET, AT)


def test_a_token_for_another_purpose_is_forged() -> None:
    claims = jwt.decode(signed("d-1", MEETING, "en", SECRET), options={"verify_signature": False})
    bare = {"aud": "confirmation", "sub": "d-1", "exp": claims["exp"]}
    for wrong in ({**claims, "aud": "liaison"}, {**claims, "aud": "sign-off"}, bare, {**claims, "starts": "noon"}):
        with pytest.raises(Forged):
            opened(jwt.encode(wrong, SECRET, "HS256"), SECRET, AT)
