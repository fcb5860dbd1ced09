"""Turns a message's template and its context into a subject and a body."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.contracts.people import Language
from shared.languages import filters, one_line

TEMPLATES = Path(__file__).parent / "templates"
SUBJECT = "Subject: "


@dataclass(frozen=True)
class Text:
    """A message as its recipient reads it; the subject is one line."""

    subject: str
    body: str


def render(message: str, language: Language, context: dict[str, Any]) -> Text:
    """Raises jinja2.TemplateError where there is no such template, or a variable is missing."""
    written = environment(language).get_template(f"{message}/{language}.txt.j2").render(context)
    head, _, body = written.partition("\n\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"the first line of {message}/{language}.txt.j2 is not a subject")
    return Text(one_line(head.removeprefix(SUBJECT)), body.strip() + "\n")


@cache
def environment(language: Language) -> Environment:
    """Plain text, so nothing is escaped; every printed value is made one line instead."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        finalize=one_line,
        autoescape=False,  # noqa: S701  # plain text has no markup to escape
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters(language)
    return made
