"""An identity provider for tests: real keys, real signed tokens, and a real HTTP server that shows the public keys."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from shared.clock import now

ISSUER, AUDIENCE = "https://issuer.example", "liaison"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Signer:
    """One key pair of the provider."""

    kid: str
    algorithm: str = "ES256"
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def public(self) -> dict[str, Any]:
        algorithms: dict[str, Any] = {"ES256": ECAlgorithm, "RS256": RSAAlgorithm, "EdDSA": OKPAlgorithm}
        to_jwk = algorithms[self.algorithm].to_jwk
        return {**to_jwk(self.key.public_key(), as_dict=True), "kid": self.kid, "use": "sig", "alg": self.algorithm}

    def token(self, *, without: tuple[str, ...] = (), **claims: Any) -> str:
        """A token of an hq caller, valid for five minutes, with these claims instead."""
        said = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna", "role": "hq", "iat": now()}
        said |= {"exp": now() + timedelta(minutes=5)} | claims
        for name in without:
            del said[name]
        return jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": self.kid})


def rs256(kid: str) -> Signer:
    return Signer(kid, "RS256", RSA_KEY)


def eddsa(kid: str) -> Signer:
    return Signer(kid, "EdDSA", ed25519.Ed25519PrivateKey.generate())


def key_set(*signers: Signer) -> str:
    return json.dumps({"keys": [signer.public() for signer in signers]})


@dataclass
class Provider:
    """What the server shows; with `status` other than 200 it is there but of no use."""

    url: str
    body: str
    status: int = 200
    asked: int = 0


@contextmanager
def provider(*signers: Signer) -> Iterator[Provider]:
    """A server on loopback that shows the keys of these signers."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown.asked += 1
            self.send_response(shown.status)
            self.end_headers()
            self.wfile.write(shown.body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        shown = Provider(f"http://127.0.0.1:{server.server_port}/jwks", key_set(*signers))
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield shown
        finally:
            server.shutdown()
            thread.join()
