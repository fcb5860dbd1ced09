"""The devstack's own token issuer: a key pair in `home/identity`, its public half as JWKS, and signed bearer tokens.

The public half has a directory of its own, so that a container can be given that one and never sees the private key.
"""

import base64
import hashlib
import json
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from shared.clock import now

ISSUER = "https://devstack.liaison.example"
AUDIENCE = "liaison"
ALGORITHM = "ES256"
HOUR = timedelta(hours=1)


def jwks(home: Path) -> Path:
    """The file of the issuer's public keys (RFC 7517), made with the key pair where there is none yet."""
    _private_key(home)
    return home / "identity/public/jwks.json"


def issue(home: Path, *, subject: str, role: str, ttl: timedelta = HOUR, **claims: str) -> str:
    """A JWT that is valid for `ttl` from now; further claims, as `post` or `partner`, go in as given."""
    key = _private_key(home)
    instant = now()
    about = {"iss": ISSUER, "aud": AUDIENCE, "sub": subject, "role": role, "iat": instant, "exp": instant + ttl}
    return jwt.encode(claims | about, key, algorithm=ALGORITHM, headers={"kid": _public(key)["kid"]})


def _private_key(home: Path) -> ec.EllipticCurvePrivateKey:
    directory = home / "identity"
    pem = directory / "private-key.pem"
    if not pem.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = ec.generate_private_key(ec.SECP256R1())
        plain = serialization.NoEncryption()
        _put(pem, new.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain), mode=0o600)
    key = serialization.load_pem_private_key(pem.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{pem} is not an elliptic-curve key")
    published = directory / "public/jwks.json"
    if not published.exists():
        published.parent.mkdir(exist_ok=True)
        published.parent.chmod(0o755)
        _put(published, json.dumps({"keys": [_public(key)]}, indent=2).encode(), mode=0o644)
    return key


def _public(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    public: dict[str, Any] = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    thumbprint = json.dumps(
        {name: public[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":")
    )  # RFC 7638
    kid = base64.urlsafe_b64encode(hashlib.sha256(thumbprint.encode()).digest()).decode().rstrip("=")
    return public | {"kid": kid, "alg": ALGORITHM, "use": "sig"}


def _put(path: Path, content: bytes, mode: int) -> None:
    """Write whole or not at all; whoever is first wins, and all others use the winner's."""
    partial = path.with_suffix(f".{os.getpid()}")
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.chmod(mode)
    with suppress(FileExistsError):
        path.hardlink_to(partial)
    partial.unlink()
