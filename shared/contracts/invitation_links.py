"""Signed links of invitations: each names one person in one delegation; whoever knows the link secret can make it.

The delegations service opens them, the notifications service writes them into mails, and neither asks the other.
"""

from dataclasses import dataclass

import jwt

ALGORITHM = "HS256"
AUDIENCE = "invitation"


class Forged(Exception):
    """The token was not made by this house, or was cut or changed on its way."""


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


def page_path(token: str) -> str:
    """Where the link leads, under the public address of the delegations service: a page for people."""
    return f"/invitations/{token}/page"
