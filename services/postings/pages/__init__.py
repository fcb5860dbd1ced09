"""The pages of the network's reports, for people."""

from pathlib import Path

from fastapi.responses import HTMLResponse

from services.postings.exports import wording
from services.postings.views.priority_report import Report
from shared.contracts.people import Language
from shared.http.pages import written


def report_page(report: Report, language: Language) -> HTMLResponse:
    """The yearly report as a page in this language."""
    return written(Path(__file__).parent, "priority_report", language, 200, report=report, wording=wording)
