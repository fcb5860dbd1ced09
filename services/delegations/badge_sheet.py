"""Prints badges: one page of a badge's size per person, with name, function, country, fair and a QR code of the id."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from unicodedata import normalize

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT, MARGIN = 86 * mm, 124 * mm, 6 * mm
CODE = 52 * mm
LARGEST, SMALLEST = 22, 7  # points
FONT = "VeraBd"  # comes with reportlab


class Unprintable(Exception):
    """A name has letters that the badge's font cannot show."""


@dataclass(frozen=True)
class Badge:
    """`id` is all that the QR code holds."""

    id: str
    name: str
    function: str
    country: str
    fair: str


def sheet(badges: Sequence[Badge]) -> bytes:
    """The PDF; the same badges give the same bytes. Raises Unprintable."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(WIDTH, HEIGHT), invariant=True)
    for badge in badges:
        lines = ((badge.fair, 0.9), (badge.name, 0.78), (f"{badge.function.upper()}  {badge.country}", 0.67))
        for text, height in lines:
            _centred(canvas, letters(text), height * HEIGHT)
        code = QrCodeWidget(badge.id, barLevel="M", barWidth=CODE, barHeight=CODE)
        drawing = Drawing(CODE, CODE)
        drawing.add(code)
        renderPDF.draw(drawing, canvas, (WIDTH - CODE) / 2, MARGIN + 6 * mm)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def letters(text: str) -> str:
    """The text in letters that the font has, without an accent where it lacks that. Raises Unprintable."""
    return "".join(_letter(letter) for letter in normalize("NFC", text))


def _letter(letter: str) -> str:
    if ord(letter) in _known():
        return letter
    plain = normalize("NFD", letter)[0]
    if ord(plain) not in _known():
        raise Unprintable(f"{letter!r} is no letter that a badge can show")
    return plain


@cache
def _known() -> frozenset[int]:
    """The characters of the font, which this also makes known to reportlab."""
    font = TTFont(FONT, f"{FONT}.ttf")
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def _centred(canvas: Canvas, text: str, y: float) -> None:
    """As large as fits into one line, or cut at the end where even the smallest letters do not fit."""
    room = WIDTH - 2 * MARGIN
    size = max(SMALLEST, min(LARGEST, LARGEST * room / pdfmetrics.stringWidth(text, FONT, LARGEST)))
    while pdfmetrics.stringWidth(text, FONT, size) > room:
        text = text[:-1]
    canvas.setFont(FONT, size)
    canvas.drawCentredString(WIDTH / 2, y, text)
