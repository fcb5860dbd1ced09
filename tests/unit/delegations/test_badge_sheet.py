"""Badges as they are printed."""

import re

import pytest

from services.delegations.badge_sheet import Badge, sheet
from shared.lettering import Unprintable, legible, letters

BADGE = Badge("7e57ab1e", "Inés Quispe Huamán", "member", "PE", "Exposec 2027")


def test_there_is_one_page_per_badge() -> None:
    assert len(re.findall(rb"/Type /Page\b", sheet([BADGE, BADGE]))) == 2


def test_the_same_badges_are_the_same_file() -> None:
    assert sheet([BADGE]) == sheet([BADGE])
    assert sheet([BADGE]) != sheet([Badge("7e57ab1f", "Inés Quispe Huamán", "member", "PE", "Exposec 2027")])


def test_a_name_keeps_its_letters_and_loses_only_accents_that_the_font_lacks() -> None:
    assert letters("Łukasz Ğüneş Ñuño") == "Łukasz Ğüneş Ñuño"
    assert letters("Żółć") == "Zółć"
    assert letters("e\u0301") == "é"
    assert letters("Nguyễn Ħamrun Țepeș") == "Nguyen Hamrun Tepes"
    assert letters("e\u0331") == "e"


def test_what_cannot_be_shown_is_replaced_whole() -> None:
    assert legible("Żółć", "an-id") == "Zółć"
    assert legible("Иванова", "an-id") == "an-id"


def test_a_name_in_other_letters_is_not_printed_wrongly() -> None:
    with pytest.raises(Unprintable):
        sheet([Badge("b", "Иванова", "member", "BG", "Exposec 2027")])


def test_a_very_long_name_stays_on_the_badge() -> None:
    assert sheet([Badge("b", "W" * 200, "member", "PE", "Exposec 2027")])
