"""Signed links: what a confirmation link says, and that nobody but this service can have written it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

import jwt

from shared.contracts.people import Language

ALGORITHM = "HS256"

Kind = Literal["meeting", "win", "notice"]


class Form(NamedTuple):
    """How the tokens of one kind are written; links that are out there are read for ever, so none of it may change.

    `audience` keeps kinds apart, `about` names the things that a link speaks of, `until` the end of answering.
    """

    audience: str
    about: tuple[str, ...]
    until: str


FORMS: Mapping[Kind, Form] = {
    "meeting": Form("confirmation", ("day", "meeting", "participant"), "starts"),
    "win": Form("sign-off", ("request", "win", "company"), "until"),
    "notice": Form("acknowledgement", ("notice", "edition", "addressee", "reader"), "until"),
}
KINDS: Mapping[str, Kind] = {form.audience: kind for kind, form in FORMS.items()}


class Forged(Exception):
    """The token was not made here, or was cut or changed on its way."""


class Expired(Exception):
    """The token was made here, long ago."""

    def __init__(self, kind: Kind, language: Language) -> None:
        super().__init__("expired")
        self.kind: Kind = kind
        self.language: Language = language


@dataclass(frozen=True)
class Question:
    """What a link asks: `about` which things, by their ids; answers are taken `until` this UTC instant, to the second.

    At `expires_at` the link opens nothing any more.
    """

    kind: Kind
    about: Mapping[str, str]
    until: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Link:
    """Bound to one delivery, and so to one recipient of one question."""

    delivery: str
    kind: Kind
    about: Mapping[str, str]
    until: datetime
    language: Language


def signed(delivery: str, question: Question, language: Language, secret: str) -> str:
    """The token of a link that asks this question."""
    form = FORMS[question.kind]
    claims = {
        **{name: question.about[name] for name in form.about},
        "sub": delivery,
        form.until: int(question.until.timestamp()),
        "lang": language,
        "aud": form.audience,
        "exp": question.expires_at,
    }
    return jwt.encode(claims, secret, ALGORITHM)


def opened(token: str, secret: str, now: datetime) -> Link:
    """What a token says. Raises Forged or Expired."""
    try:
        options = {"require": ["sub", "lang", "exp", "aud"], "verify_exp": False}
        claims = jwt.decode(token, secret, [ALGORITHM], options, audience=list(KINDS))  # type: ignore[arg-type]
        kind = KINDS[claims["aud"]]
        form = FORMS[kind]
        about = {name: str(claims[name]) for name in form.about}
        until = datetime.fromtimestamp(claims[form.until], UTC)
    except (jwt.PyJWTError, LookupError, ValueError, TypeError) as error:
        raise Forged from error
    language: Language = "en" if claims["lang"] == "en" else "fr"
    if now.timestamp() >= claims["exp"]:
        raise Expired(kind, language)
    return Link(claims["sub"], kind, about, until, language)
