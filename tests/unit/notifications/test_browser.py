"""Mails in a real browser, on a phone and on a desk, light and dark: all of them can be read."""

import pytest

from tests.unit.notifications.browser import BROWSER, SCHEMES, WIDTHS, mails, measured

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_mail_fits_its_window_and_every_word_stands_out_from_its_ground(scheme: str) -> None:
    found = measured(mails(), scheme)
    assert [one["name"] for one in found] == [f"{name} {device}" for name in mails() for device in WIDTHS]
    assert {one["name"]: one["wide"] for one in found if one["wide"]} == {}
    assert {one["name"]: one["pale"] for one in found if one["pale"]} == {}
    assert {one["name"]: one["tiny"] for one in found if one["tiny"]} == {}
    assert all(one["words"] > 10 for one in found)
    assert all((one["ground"] > 0.5) == (scheme == "light") for one in found)


def test_what_cannot_be_read_is_found() -> None:
    wrong = {"wide": "width: 1200px", "pale": "color: #bbb", "tiny": "font-size: 8px"}
    pages = {
        name: f"<!doctype html><body style='background: #fff'><p style='{style}'>Words</p>"
        for name, style in wrong.items()
    }
    for one in measured(pages, "light"):
        assert one[one["name"].split()[0]]
