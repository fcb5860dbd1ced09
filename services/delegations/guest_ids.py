"""The ids of guests who are invited by a list of addresses."""

from hashlib import sha256
from hmac import new


def person_id(delegation: str, mail: str, secret: str) -> str:
    """The id of a person invited by mail address: the same for the same address, and no way back without the secret."""
    return new(secret.encode(), f"person:{delegation}:{mail}".encode(), sha256).hexdigest()[:32]
