"""Prints badges: one page of a badge's size per person, with name, function, country, fair and a QR code of the id."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from shared.lettering import BOLD, letters

WIDTH, HEIGHT, MARGIN = 86 * mm, 124 * mm, 6 * mm
CODE = 52 * mm
LARGEST, SMALLEST = 22, 7  # points


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


def _centred(canvas: Canvas, text: str, y: float) -> None:
    """As large as fits into one line, or cut at the end where even the smallest letters do not fit."""
    room = WIDTH - 2 * MARGIN
    size = max(SMALLEST, min(LARGEST, LARGEST * room / pdfmetrics.stringWidth(text, BOLD, LARGEST)))
    while pdfmetrics.stringWidth(text, BOLD, size) > room:
        text = text[:-1]
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(WIDTH / 2, y, text)
