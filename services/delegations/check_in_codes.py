"""The codes on the badges of a buyer-meeting day: each names one participant, and only this service can make it."""

from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest, new


def code_of(day: str, participant: str, secret: str) -> str:
    """The same whenever it is asked for, and no way back without the secret."""
    return new(secret.encode(), f"check-in:{day}:{participant}".encode(), sha256).hexdigest()[:32]


def participant_of(code: str, day: str, participants: Iterable[str], secret: str) -> str | None:
    """Whose code this is among the participants of the day, None where it is nobody's."""
    return next((each for each in participants if compare_digest(code_of(day, each, secret), code)), None)
