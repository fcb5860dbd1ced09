"""Signed links of invitations: each names one person in one delegation, and only this service can have made it."""

from dataclasses import dataclass
from hashlib import sha256
from hmac import new

import jwt

ALGORITHM = "HS256"
AUDIENCE = "invitation"


class Forged(Exception):
    """The token was not made here, or was cut or changed on its way."""


@dataclass(frozen=True)
class Invitation:
    """Whoever opens the link can register this person in this delegation, and nobody else."""

    delegation: str
    person: str


def signed(invitation: Invitation, secret: str) -> str:
    """The same token whenever it is asked for. It has no end of its own: the fair's closing date ends its use."""
    claims = {"sub": invitation.person, "delegation": invitation.delegation, "aud": AUDIENCE}
    return jwt.encode(claims, secret, ALGORITHM)


def opened(token: str, secret: str) -> Invitation:
    """What a token says. Raises Forged."""
    try:
        options = {"require": ["sub", "delegation", "aud"]}
        claims = jwt.decode(token, secret, [ALGORITHM], options, audience=AUDIENCE)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError) as error:
        raise Forged from error
    return Invitation(str(claims["delegation"]), claims["sub"])


def person_id(delegation: str, mail: str, secret: str) -> str:
    """The id of a person invited by mail address: the same for the same address, and no way back without the secret."""
    return new(secret.encode(), f"person:{delegation}:{mail}".encode(), sha256).hexdigest()[:32]
