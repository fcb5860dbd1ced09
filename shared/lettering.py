"""Text in the letters of the one typeface that is printed with: Latin ones, whose accents fall where it lacks them."""

import unicodedata
from functools import cache

PLAIN, BOLD = "Vera", "VeraBd"  # come with reportlab, and have the same letters


class Unprintable(Exception):
    """A text has letters that the typeface cannot show."""


def letters(text: str) -> str:
    """The text in letters that the typeface has, without an accent or a stroke that it lacks. Raises Unprintable."""
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", text))


def legible(text: str, instead: str) -> str:
    """The same, but another text, as an id, in place of one that cannot be shown."""
    try:
        return letters(text)
    except Unprintable:
        return instead


def letters_or_marks(text: str) -> str:
    """The text with a question mark for each letter that cannot be shown; for long texts, which no id could replace."""
    return "".join(legible(letter, "?") for letter in unicodedata.normalize("NFC", text))


def _letter(letter: str) -> str:
    if ord(letter) in _known():
        return letter
    if unicodedata.combining(letter):
        return ""
    for plain in (unicodedata.normalize("NFD", letter)[0], _unstroked(letter)):
        if ord(plain) in _known():
            return plain
    raise Unprintable(f"{letter!r} is no letter that can be printed")


def _unstroked(letter: str) -> str:
    """A letter with a stroke, hook or tail, which is no accent to Unicode, without it."""
    try:
        return unicodedata.lookup(unicodedata.name(letter, "").partition(" WITH ")[0])
    except KeyError:
        return letter


@cache
def _known() -> frozenset[int]:
    """The characters of the typeface, which this also makes known to reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = [TTFont(name, f"{name}.ttf") for name in (PLAIN, BOLD)]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))
