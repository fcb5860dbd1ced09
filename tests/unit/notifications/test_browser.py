"""Mails in a real browser, on a phone and on a desk, light and dark: all of them can be read."""

from typing import Any

import pytest

from tests.unit.notifications.browser import BROWSER, SCHEMES, WIDTHS, mails, measured

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed")

AT_ONCE = 20  # mails on one page of the browser


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_mail_fits_its_window_and_every_word_stands_out_from_its_ground(scheme: str) -> None:
    pages = list(mails().items())
    found: list[dict[str, Any]] = []
    for first in range(0, len(pages), AT_ONCE):
        found += measured(dict(pages[first : first + AT_ONCE]), scheme)
    assert [one["name"] for one in found] == [f"{name} {device}" for name, _ in pages for device in WIDTHS]
    assert len(found) > 160
    assert {one["name"]: one["wide"] for one in found if one["wide"]} == {}
    assert {one["name"]: one["pale"] for one in found if one["pale"]} == {}
    assert {one["name"]: one["tiny"] for one in found if one["tiny"]} == {}
    assert [one["name"] for one in found if one["words"] < 5] == []
    assert [one["name"] for one in found if (one["ground"] > 0.5) != (scheme == "light")] == []


def test_what_cannot_be_read_is_found() -> None:
    wrong = {"wide": "width: 1200px", "pale": "color: #bbb", "tiny": "font-size: 8px"}
    pages = {
        name: f"<!doctype html><body style='background: #fff'><p style='{style}'>Words</p>"
        for name, style in wrong.items()
    }
    for one in measured(pages, "light"):
        assert one[one["name"].split()[0]]
