"""Signed links to a recipient's preferences and out of a kind of message; good for ever, since mails are kept long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import jwt

from services.notifications.deliveries import reader
from services.notifications.links import ALGORITHM, Forged
from services.notifications.recipients import Kind, Recipient
from services.notifications.rendering import Ways
from shared.contracts.people import Language
from shared.mongo import Document

PAGE, OUT = "preferences", "unsubscription"


@dataclass(frozen=True)
class Way:
    """What a link says: whose preferences, which `kinds` it leads out of, and the language that is read."""

    recipient: Recipient
    language: Language
    kinds: tuple[str, ...] = ()


def signed(way: Way, secret: str) -> str:
    """The token of a link: out of the kinds where it names any, else to the page of all preferences."""
    recipient = way.recipient
    claims = {"sub": recipient.id, "kind": recipient.kind, "lang": way.language, "aud": OUT if way.kinds else PAGE}
    of_day = {"day": recipient.day} if recipient.day is not None else {}
    out = {"out": list(way.kinds)} if way.kinds else {}
    return jwt.encode({**claims, **of_day, **out}, secret, ALGORITHM)


def opened(token: str, secret: str, audience: str) -> Way:
    """What a token for PAGE or OUT says. Raises Forged."""
    try:
        claims = jwt.decode(token, secret, [ALGORITHM], {"require": ["sub", "aud"]}, audience=audience)
        kind = next(one for one in get_args(Kind) if one == claims["kind"])
        recipient = Recipient(kind, claims["sub"], claims.get("day"))
        language: Language = "en" if claims["lang"] == "en" else "fr"
        return Way(recipient, language, tuple(claims.get("out", ())))
    except (jwt.PyJWTError, LookupError, StopIteration, ValueError, TypeError) as error:
        raise Forged from error


def page_link(recipient: Recipient, language: Language, public_url: str, secret: str) -> str:
    """Where this recipient says how it wants to be told."""
    return f"{public_url}/preferences/{signed(Way(recipient, language), secret)}"


def way_out(recipient: Recipient, language: Language, kinds: Sequence[str], public_url: str, secret: str) -> str:
    """The link for List-Unsubscribe: GET asks, POST switches these kinds off."""
    return f"{public_url}/unsubscriptions/{signed(Way(recipient, language, tuple(kinds)), secret)}"


def unsubscribes(public_url: str, secret: str) -> Callable[[Document, Language], Ways | None]:
    """Answers the links of what a delivery is `out_of`, None where that may not be switched off."""

    def links(delivery: Document, language: Language) -> Ways | None:
        if not (kinds := delivery.get("out_of")):
            return None
        to = reader(delivery)
        page = page_link(to, language, public_url, secret)
        return Ways(way_out(to, language, kinds, public_url, secret), page)

    return links
