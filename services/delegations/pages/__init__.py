"""The pages behind the link of an invitation: the registration, what comes of it, and the second form."""

from pathlib import Path
from typing import Any, Literal

from fastapi.responses import HTMLResponse

from shared.contracts.people import Language
from shared.http.pages import written

Page = Literal["register", "noted", "travel", "over"]


def page(name: Page, language: Language, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in this language."""
    return written(Path(__file__).parent, name, language, status, **context)
