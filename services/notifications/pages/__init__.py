"""The pages behind the signed links of this service: a question with its answers, and what comes after."""

from pathlib import Path
from typing import Any, Literal

from fastapi.responses import HTMLResponse

from shared.contracts.people import Language
from shared.http.pages import written

Page = Literal[
    "ask_meeting",
    "thanks_meeting",
    "ask_win",
    "thanks_win",
    "ask_notice",
    "thanks_notice",
    "closed",
    "preferences",
    "ask_unsubscribe",
    "thanks_unsubscribe",
]


def page(name: Page, language: Language, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in this language."""
    return written(Path(__file__).parent, name, language, status, **context)
