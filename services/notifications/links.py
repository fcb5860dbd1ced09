"""Signed links: what a confirmation link says, and that nobody but this service can have written it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from shared.contracts.people import Language

ALGORITHM = "HS256"
AUDIENCE = "confirmation"
LINGER = timedelta(days=3)  # after the meeting a link still explains itself
CLAIMS = ("sub", "day", "meeting", "participant", "starts", "lang", "exp", "aud")


class Forged(Exception):
    """The token was not made here, or was cut or changed on its way."""


class Expired(Exception):
    """The token was made here, long ago."""

    def __init__(self, language: Language) -> None:
        super().__init__("expired")
        self.language = language


@dataclass(frozen=True)
class Link:
    """Bound to one delivery, and so to one participant of one meeting; `starts_at` is to the second, UTC."""

    delivery: str
    day: str
    meeting: str
    participant: str
    starts_at: datetime
    language: Language


def signed(link: Link, secret: str, ends_at: datetime) -> str:
    """A token for a meeting that ends at this instant."""
    claims = {
        "sub": link.delivery,
        "day": link.day,
        "meeting": link.meeting,
        "participant": link.participant,
        "starts": int(link.starts_at.timestamp()),
        "lang": link.language,
        "aud": AUDIENCE,
        "exp": ends_at + LINGER,
    }
    return jwt.encode(claims, secret, ALGORITHM)


def opened(token: str, secret: str, now: datetime) -> Link:
    """What a token says. Raises Forged or Expired."""
    try:
        options = {"require": list(CLAIMS), "verify_exp": False}
        claims = jwt.decode(token, secret, [ALGORITHM], options, audience=AUDIENCE)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError) as error:
        raise Forged from error
    language: Language = "en" if claims["lang"] == "en" else "fr"
    if now.timestamp() >= claims["exp"]:
        raise Expired(language)
    starts_at = datetime.fromtimestamp(claims["starts"], UTC)
    return Link(claims["sub"], claims["day"], claims["meeting"], claims["participant"], starts_at, language)
