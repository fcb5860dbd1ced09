"""Signed links: only this service can make one, and each speaks of one participant of one meeting."""

from dataclasses import replace
from datetime import timedelta

import jwt
import pytest

from services.notifications.links import AUDIENCE, Expired, Forged, Link, opened, signed
from tests.unit.notifications.world import AT, SECRET

ENDS = AT + timedelta(hours=1)
LINK = Link("d-1", "lima-2097", "m1", "acme", AT, "en")


def test_a_link_says_what_was_signed() -> None:
    assert opened(signed(LINK, SECRET, ENDS), SECRET, AT) == LINK


def test_a_link_explains_itself_for_three_days_after_the_meeting_and_then_says_that_it_has_expired() -> None:
    token = signed(LINK, SECRET, ENDS)
    assert opened(token, SECRET, ENDS + timedelta(days=2, hours=23)) == LINK
    with pytest.raises(Expired) as expired:
        opened(token, SECRET, ENDS + timedelta(days=3, seconds=1))
    assert expired.value.language == "en"


def test_another_secret_makes_forged_links() -> None:
    with pytest.raises(Forged):
        opened(signed(LINK, SECRET + "!", ENDS), SECRET, AT)


def test_a_link_for_somebody_else_cannot_be_put_together_from_two() -> None:
    mine, yours = (signed(replace(LINK, participant=who), SECRET, ENDS).split(".") for who in ("acme", "pnp"))
    with pytest.raises(Forged):
        opened(".".join([mine[0], yours[1], mine[2]]), SECRET, AT)


def test_an_unsigned_token_is_forged() -> None:
    claims = jwt.decode(signed(LINK, SECRET, ENDS), options={"verify_signature": False})
    with pytest.raises(Forged):
        opened(jwt.encode(claims, "", "none"), SECRET, AT)


def test_a_token_for_another_purpose_is_forged() -> None:
    claims = jwt.decode(signed(LINK, SECRET, ENDS), options={"verify_signature": False})
    for wrong in ({**claims, "aud": "liaison"}, {"aud": AUDIENCE, "sub": "d-1", "exp": claims["exp"]}):
        with pytest.raises(Forged):
            opened(jwt.encode(wrong, SECRET, "HS256"), SECRET, AT)
