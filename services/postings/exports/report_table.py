"""The yearly report as CSV: one line for each objective, piece of work, and thing obtained."""

from collections.abc import Iterator

from services.postings.views.priority_report import Report, ReportedPriority
from shared.tables import table

COLUMNS = (
    "year", "priority", "title", "theme", "line", "post", "countries", "kind", "work", "work_title", "stage",
    "noted_on", "text",
)  # fmt: skip


def report_table(report: Report) -> bytes:
    """`line` is objective, work or obtained; several countries stand in one cell, separated by "|"."""
    rows = (
        (report.year, priority.priority, priority.title, priority.theme, *cells)
        for priority in report.priorities
        for cells in _lines(priority)
    )
    return table(COLUMNS, rows)


def _lines(priority: ReportedPriority) -> Iterator[tuple[str, ...]]:
    for part in priority.objectives:
        yield "objective", part.post, "|".join(part.countries), "", "", "", "", "", part.objective
    for one in priority.work:
        countries = "|".join(one.countries)
        yield "work", one.post or "", countries, one.kind, one.work, one.title or "", one.stage, "", ""
    for got in priority.obtained:
        noted_on = "" if got.noted_on is None else got.noted_on.isoformat()
        yield "obtained", got.post or "", "", got.kind or "", got.work or "", "", "", noted_on, got.text
