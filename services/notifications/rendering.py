"""Turns a message's templates and its context into a subject, a plain text and an html part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from markupsafe import Markup

from shared.contracts.people import Language
from shared.languages import filters, one_line

TEMPLATES = Path(__file__).parent / "templates"
SUBJECT = "Subject: "
PIECES = ("facts", "fact", "button", "alert", "divider", "item", "unbroken")


@dataclass(frozen=True)
class Text:
    """A message as its recipient reads it; the subject is one line. `html` is what mail programs show instead."""

    subject: str
    body: str
    html: str | None = None

    def hiding(self, *secrets: str) -> "Text":
        """The text as it may be stored: without html, and with "..." for what opens something."""
        body = self.body
        for secret in filter(None, secrets):
            body = body.replace(secret, "...")
        return replace(self, body=body, html=None)


class Ways(NamedTuple):
    """The links in the foot of what may be switched off: `out` of this kind, and the `page` of all preferences."""

    out: str
    page: str


def render(message: str, language: Language, context: dict[str, Any], ways: Ways | None = None) -> Text:
    """A message with all its parts; `ways` are for its foot.

    Raises jinja2.TemplateError where there is no such template, or a variable is missing.
    """
    written = environment(language).get_template(f"{message}/{language}.txt.j2").render(context)
    head, _, body = written.partition("\n\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"the first line of {message}/{language}.txt.j2 is not a subject")
    # What looks like an encoded word (RFC 2047) would be decoded into something that nobody has looked at.
    subject, body = one_line(head.removeprefix(SUBJECT)).replace("=?", "= ?"), body.strip() + "\n"
    foot = {"unsubscribe": ways.out if ways else None, "preferences": ways.page if ways else None}
    about = {"subject": subject, **foot}
    shown = html(_mjml(message, language), language, {**context, **about})
    if ways is not None:
        said = environment(language).get_template(f"_layout/{language}.foot.txt.j2").render(foot)
        body += f"\n{said.strip()}\n"
    return Text(subject, body, shown)


def html(template: str, language: Language, context: Mapping[str, Any]) -> str:
    """What mail programs show of an MJML template. Raises ValueError where it is no MJML."""
    mjml = markup(language).get_template(template).render(context)
    try:
        return mrml.to_html(mjml).content
    except OSError as error:  # how mrml says that this is no MJML
        raise ValueError(f"not MJML: {error}") from error


def content(message: str, language: Language, context: Mapping[str, Any]) -> Markup:
    """What a message says as MJML without the page around it, so that it can stand beside others."""
    template = markup(language).get_template(_mjml(message, language))
    return Markup("".join(template.blocks["content"](template.new_context(dict(context)))))  # noqa: S704  # escaped there


@cache
def written_in(message: str) -> tuple[str, ...]:
    """The languages of a message: another one is there as soon as its two files are."""
    texts = (path.name.removesuffix(".txt.j2") for path in (TEMPLATES / message).glob("*.txt.j2"))
    return tuple(sorted(one for one in texts if (TEMPLATES / message / f"{one}.mjml.j2").exists()))


@cache
def languages() -> tuple[str, ...]:
    """Those that any message is written in."""
    messages = {path.parent.name for path in TEMPLATES.glob("[!_]*/*.txt.j2")}
    return tuple(sorted({one for message in messages for one in written_in(message)}))


def _mjml(message: str, language: Language) -> str:
    return f"{message}/{language}.mjml.j2"


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
    made.filters |= {name: _of_what_there_is(say) for name, say in filters(language).items()}
    return made


@cache
def markup(language: Language) -> Environment:
    """MJML, so every printed value is made one line and escaped; what templates call stands in `pieces.mjml.j2`."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        finalize=_safe_line,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {name: _of_what_there_is(say) for name, say in filters(language).items()}
    made.globals["lang"] = language
    pieces = made.get_template("_layout/pieces.mjml.j2").module
    made.globals |= {name: getattr(pieces, name) for name in PIECES}
    return made


def _of_what_there_is(say: Callable[..., str]) -> Callable[[Any], str]:
    """A filter that says what is missing, or is no day, instead of stumbling over it."""

    def said(value: Any) -> str:
        if isinstance(value, Undefined):
            str(value)  # raises UndefinedError, with the variable's name
        if value is None:  # which Babel takes for today
            raise TypeError("nothing where a day or an instant belongs")
        try:
            return say(value)
        except AssertionError as error:
            raise TypeError(f"{type(value).__name__} where a day or an instant belongs") from error

    return said


def _safe_line(value: Any) -> Any:
    """Markup has been made of safe values already, and one_line would make it plain text again."""
    return value if isinstance(value, Markup) else one_line(value)
