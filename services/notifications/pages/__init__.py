"""The pages behind signed links: small HTML without scripts, everything escaped, nothing loaded from elsewhere."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from services.notifications.languages import filters
from shared.contracts.people import Language

Page = Literal["ask_meeting", "thanks_meeting", "ask_win", "thanks_win", "closed"]

HERE = Path(__file__).parent
STYLE = (HERE / "style.css").read_text()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def page(name: Page, language: Language, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in this language."""
    written = _environment(language).get_template(f"{name}.{language}.html.j2").render(context)
    return HTMLResponse(written, status, HEADERS)


@cache
def _environment(language: Language) -> Environment:
    made = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True)
    made.filters |= filters(language)
    made.globals |= {"style": Markup(STYLE), "language": language}  # noqa: S704  # our own file, not user text
    return made
