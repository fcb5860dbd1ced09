"""Tokens that no service may accept, each wrong in one way."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from shared.clock import now
from shared.devstack import identity


def wrong(home: Path, stranger: Path, role: str, **scope: str) -> dict[str, str]:
    """By what is wrong with each; `stranger` is the home of another issuer."""
    good = identity.issue(home, subject="somebody", role=role, ttl=identity.HOUR, **scope)
    claims, kid = jwt.decode(good, options={"verify_signature": False}), jwt.get_unverified_header(good)["kid"]
    own = (home / "identity/private-key.pem").read_text()
    other = ec.generate_private_key(ec.SECP256R1())
    public = json.loads((home / "identity/public/jwks.json").read_text())["keys"][0]["x"]

    def signed(key: Any, algorithm: str = identity.ALGORITHM, **said: Any) -> str:
        return jwt.encode(claims | said, key, algorithm=algorithm, headers={"kid": kid})

    return {
        "of another issuer's key": identity.issue(stranger, subject="somebody", role=role, ttl=identity.HOUR, **scope),
        "signed with another key": signed(other),
        "not signed at all": signed(None, "none"),
        "signed with what is public as a secret": signed(public, "HS256"),
        "changed after it was signed": ".".join([*signed(own, sub="somebody-else").split(".")[:2], good.split(".")[2]]),
        "expired": identity.issue(home, subject="somebody", role=role, ttl=timedelta(minutes=-1), **scope),
        "of another audience": signed(own, aud="somewhere-else"),
        "of another issuer's name": signed(own, iss="https://elsewhere.example"),
        "not valid yet": signed(own, nbf=now() + timedelta(minutes=5)),
        "of a role that there is not": signed(own, role="king"),
        "no token": "rubbish",
    }
