"""Prints the yearly report as PDF; the same report gives the same bytes."""

from collections.abc import Iterator
from functools import partial
from html import escape
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from services.postings.exports import wording
from services.postings.views.priority_report import Report, ReportedPriority
from shared.contracts.people import Language
from shared.lettering import BOLD, PLAIN, letters_or_marks

MARGIN = 18 * mm
TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=16, leading=20, spaceAfter=12)
PRIORITY = ParagraphStyle("priority", fontName=BOLD, fontSize=12, leading=15, spaceBefore=14, keepWithNext=True)
HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=9, leading=12, spaceBefore=6, keepWithNext=True)
TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=9, leading=12, splitLongWords=True)


def printed_report(report: Report, language: Language) -> bytes:
    """Pages that each have their number; letters that cannot be printed are told by a mark."""
    content = BytesIO()
    title = wording.heading(report, language)
    document = SimpleDocTemplate(
        content, pagesize=A4, invariant=True, title=title,
        leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
    )  # fmt: skip
    number = partial(_number, language=language)
    document.build(list(_story(report, title, language)), onFirstPage=number, onLaterPages=number)
    return content.getvalue()


def _story(report: Report, title: str, language: Language) -> Iterator[Flowable]:
    yield _said(title, TITLE)
    if not report.priorities:
        yield _said(wording.word("nothing", language), TEXT)
    for priority in report.priorities:
        yield _said(priority.title, PRIORITY)
        yield _said(f"{wording.word(priority.theme, language)}, {wording.counted(priority, language)}", TEXT)
        for head, lines in _parts(priority, language):
            yield _said(wording.word(head, language), HEAD)
            for line in lines or [wording.word("none", language)]:
                yield _said(line, TEXT)


def _parts(priority: ReportedPriority, language: Language) -> Iterator[tuple[str, list[str]]]:
    yield "objectives", [wording.planned(one, language) for one in priority.objectives]
    yield "work", [wording.worked(one, language) for one in priority.work]
    yield "obtained", [wording.obtained(one, language) for one in priority.obtained]


def _said(text: str, style: ParagraphStyle) -> Paragraph:
    lines = (escape(letters_or_marks(line)) for line in text.splitlines())
    return Paragraph("<br/>".join(lines), style)


def _number(canvas: Canvas, document: SimpleDocTemplate, *, language: Language) -> None:
    canvas.setFont(PLAIN, 8)
    canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, f"{wording.word('page', language)} {document.page}")
