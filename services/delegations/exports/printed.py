"""Prints timetables as PDF: pages that each name the day, the time zone, the edition and their own number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from services.delegations.exports.programme import Line, Programme
from services.delegations.exports.wording import WORDS, cells, edition, heads, where_and_when, whose
from shared.contracts.delegations.day_arrangement import ProgrammeItemSet
from shared.contracts.people import Language
from shared.lettering import BOLD, PLAIN, legible

WIDTH, HEIGHT = A4
MARGIN, TIME, TABLE = 16 * mm, 30 * mm, 18 * mm
TOP, BOTTOM = HEIGHT - 52 * mm, 20 * mm  # between these the lines of the timetable stand
SIZE, LEADING, PADDING = 9, 11, 6  # points
FAINT, BLACK = 0.45, 0.0  # greys


@dataclass(frozen=True)
class Row:
    """The text of each column, broken into the lines that fit into it."""

    columns: tuple[Sequence[str], ...]
    faint: bool

    @property
    def height(self) -> float:
        return max(map(len, self.columns)) * LEADING + PADDING


def printed(programmes: Sequence[Programme], language: Language) -> bytes:
    """The PDF of one programme or several, each of which has its own first page, and its line in the reader's outline.

    The same programmes give the same bytes. An id stands for a name that cannot be printed.
    """
    content = BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=True)
    for number, shown in enumerate(map(_legible, programmes)):
        canvas.setTitle(shown.plan.title)
        if len(programmes) > 1:
            canvas.bookmarkPage(str(number))
            canvas.addOutlineEntry(whose(shown, language), str(number))
        _print(canvas, shown, language)
    canvas.save()
    return content.getvalue()


def _print(canvas: Canvas, shown: Programme, language: Language) -> None:
    widths = _widths(shown, language)
    pages = list(_pages([_row(shown, line, widths, language) for line in shown.lines]))
    for number, rows in enumerate(pages, 1):
        _frame(canvas, shown, language, f"{WORDS[language]['page']} {number} / {len(pages)}")
        _line(canvas, [[head] for head in ("", *heads(shown, language))], widths, TOP + PADDING, BOLD)
        y = TOP
        for row in rows:
            canvas.setStrokeGray(0.8)
            canvas.line(MARGIN, y, WIDTH - MARGIN, y)
            canvas.setFillGray(FAINT if row.faint else BLACK)
            _line(canvas, row.columns, widths, y - LEADING - PADDING / 4, PLAIN)
            y -= row.height
        canvas.showPage()


def _legible(programme: Programme) -> Programme:
    """The same with every name in letters that can be printed."""
    plan = programme.plan
    known = {"title": legible(plan.title, plan.day), "venue": legible(plan.venue, plan.country)}
    names = {id: legible(name, id) for id, name in programme.names.items()}
    lines = tuple(replace(line, item=_readable(line.item)) for line in programme.lines)
    return Programme(plan.model_copy(update=known), programme.edition, names, programme.of, lines)


def _readable(item: ProgrammeItemSet | None) -> ProgrammeItemSet | None:
    return item and item.model_copy(update={"title": legible(item.title, item.item)})


def _widths(programme: Programme, language: Language) -> tuple[float, ...]:
    """Of the times, of the table where it has a column, and what is left for the names."""
    fixed = [TIME] if isinstance(programme.of, int) else [TIME, TABLE]
    names = 1 + len(heads(programme, language)) - len(fixed)
    return (*fixed, *[(WIDTH - 2 * MARGIN - sum(fixed)) / names] * names)


def _row(programme: Programme, line: Line, widths: Sequence[float], language: Language) -> Row:
    times = f"{programme.clock(line.starts_at):%H:%M} – {programme.clock(line.ends_at):%H:%M}"
    texts = (times, *map(str, cells(programme, line, language)))
    columns = (_wrapped(text, width - PADDING) for text, width in zip(texts, widths, strict=True))
    return Row(tuple(columns), line.kind != "meeting")


def _wrapped(text: str, width: float) -> list[str]:
    """Broken between words, and within one that is wider than the column."""
    lines: list[str] = []
    for line in simpleSplit(text, PLAIN, SIZE, width):
        rest = line
        while stringWidth(rest, PLAIN, SIZE) > width:
            fits = max(n for n in range(1, len(rest)) if n == 1 or stringWidth(rest[:n], PLAIN, SIZE) <= width)
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return lines or [""]


def _pages(rows: Sequence[Row]) -> Iterator[list[Row]]:
    page, room = list[Row](), TOP - BOTTOM
    for row in rows:
        if page and row.height > room:
            yield page
            page, room = [], TOP - BOTTOM
        page.append(row)
        room -= row.height
    yield page


def _frame(canvas: Canvas, programme: Programme, language: Language, page: str) -> None:
    """What is above and below the lines of each page."""
    canvas.setFillGray(BLACK)
    texts = (
        (programme.plan.title, BOLD, 15, 20),
        (whose(programme, language), BOLD, 12, 28),
        (where_and_when(programme, language), PLAIN, SIZE, 35),
    )
    for text, font, size, down in texts:
        canvas.setFont(font, min(size, size * (WIDTH - 2 * MARGIN) / stringWidth(text, font, size)))
        canvas.drawString(MARGIN, HEIGHT - down * mm, text)
    canvas.setFont(PLAIN, 8)
    canvas.drawString(MARGIN, BOTTOM - 8 * mm, edition(programme, language))
    canvas.drawRightString(WIDTH - MARGIN, BOTTOM - 8 * mm, page)


def _line(canvas: Canvas, columns: Sequence[Sequence[str]], widths: Sequence[float], y: float, font: str) -> None:
    canvas.setFont(font, SIZE)
    x = MARGIN
    for lines, width in zip(columns, widths, strict=True):
        for number, text in enumerate(lines):
            canvas.drawString(x, y - number * LEADING, text)
        x += width
