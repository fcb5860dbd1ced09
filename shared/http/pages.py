"""Pages for people who follow a link: small HTML without scripts, all escaped, nothing loaded from elsewhere."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shared.contracts.people import Language
from shared.languages import filters

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


def written(folder: Path, name: str, language: Language, status: int, **context: Any) -> HTMLResponse:
    """A service's page in this language: `NAME.LANGUAGE.html.j2` in its folder, which extends `layout.html.j2`."""
    html = _environment(folder, language).get_template(f"{name}.{language}.html.j2").render(context)
    return HTMLResponse(html, status, HEADERS)


def preferred(accept_language: str) -> Language:
    """The language of a reader of whom nothing is known but what the browser says."""
    return "en" if accept_language.lower().startswith("en") else "fr"


@cache
def _environment(folder: Path, language: Language) -> Environment:
    made = Environment(loader=FileSystemLoader([folder, HERE]), undefined=StrictUndefined, autoescape=True)
    made.filters |= filters(language)
    made.globals |= {"style": Markup(STYLE), "language": language}  # noqa: S704  # our own file, not user text
    return made
