"""Who gets in, and what the others are told."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import APIRouter, FastAPI
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import now
from shared.http.identity import Caller, Identity, allow, public
from shared.http.problems import Problem
from tests.unit.http.conftest import Client, MakeApp
from tests.unit.http.issuer import AUDIENCE, ISSUER, Signer, eddsa, key_set, rs256

router = APIRouter(prefix="/things")


@router.get("/whoami")
async def whoami(
    caller: Annotated[Caller, allow("hq", "post", "company", "buyer", "partner", "directorate")],
) -> dict[str, str | None]:
    return {"subject": caller.subject, "role": caller.role, "post": caller.post, "company": caller.company}


@router.get("/desk", dependencies=[allow("hq")])
async def desk() -> str:
    return "welcome"


@router.get("/open", dependencies=[public])
async def street() -> str:
    return "welcome"


Get = Callable[[str, str | None], Any]


@pytest.fixture
def get(make_app: MakeApp, client: Callable[[FastAPI], Client]) -> Get:
    async def ask(path: str, token: str | None) -> httpx.Response:
        async with client(make_app(router)) as http:
            return await http.get(path, headers={} if token is None else {"Authorization": f"Bearer {token}"})

    return ask


async def test_a_valid_token_names_its_caller(get: Get, signer: Signer) -> None:
    answer = await get("/things/whoami", signer.token(role="post", post="lima", company="not-for-a-post"))
    assert answer.json() == {"subject": "anna", "role": "post", "post": "lima", "company": None}


async def test_an_export_partner_is_named_by_its_token(signer: Signer, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(key_set(signer))
    caller = await Identity(str(keys), ISSUER, AUDIENCE).caller(signer.token(role="partner", partner="bpifrance"))
    assert caller == Caller("anna", "partner", partner="bpifrance")


async def test_a_buyer_is_named_with_its_day(signer: Signer, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(key_set(signer))
    caller = await Identity(str(keys), ISSUER, AUDIENCE).caller(signer.token(role="buyer", buyer="lima-2027/policia"))
    assert caller == Caller("anna", "buyer", buyer="lima-2027/policia")


async def test_an_embassy_may_be_named_by_its_post(signer: Signer, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(key_set(signer))
    identity = Identity(str(keys), ISSUER, AUDIENCE)
    assert await identity.caller(signer.token(role="embassy")) == Caller("anna", "embassy")
    assert await identity.caller(signer.token(role="embassy", embassy="lima")) == Caller(
        "anna", "embassy", embassy="lima"
    )


async def test_a_public_route_needs_no_token(get: Get) -> None:
    assert (await get("/things/open", None)).status_code == 200


async def test_without_a_token_a_route_says_that_it_needs_one(get: Get) -> None:
    answer = await get("/things/desk", None)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="liaison"'
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:liaison:problem:unauthenticated"


async def test_the_wrong_role_is_told_which_roles_may(get: Get, signer: Signer) -> None:
    answer = await get("/things/desk", signer.token(role="auditor"))
    assert answer.status_code == 403
    assert answer.json()["roles"] == ["hq"]
    assert "auditor" in answer.json()["detail"]


HOUR_AGO = now() - timedelta(hours=1)


@pytest.mark.parametrize(
    ("claims", "check"),
    [
        ({"exp": HOUR_AGO}, "expired"),
        ({"nbf": now() + timedelta(hours=1)}, "not valid yet"),
        ({"iat": now() + timedelta(hours=1)}, "not valid yet"),
        ({"aud": "another"}, "audience"),
        ({"iss": "https://another.example"}, "issuer"),
        ({"role": "emperor"}, "role"),
        ({"role": ["hq"]}, "role"),
        ({"sub": ""}, "subject"),
        ({"role": "post"}, "claim post"),
        ({"role": "post", "post": "../lima"}, "claim post"),
        ({"role": "embassy", "embassy": "../lima"}, "claim embassy"),
        ({"role": "company", "company": 7}, "claim company"),
        ({"role": "partner", "company": "bpifrance"}, "claim partner"),
        ({"role": "buyer", "buyer": "policia"}, "claim buyer"),
        ({"role": "buyer", "buyer": "lima/policia/../hq"}, "claim buyer"),
        ({"role": "directorate", "directorate": "navy"}, "claim directorate"),
    ],
)
async def test_a_token_whose_claims_fail_a_check_is_told_which(
    get: Get, signer: Signer, claims: dict[str, Any], check: str
) -> None:
    token = signer.token(**claims)
    answer = await get("/things/whoami", token)
    assert answer.status_code == 401
    assert check in answer.json()["detail"]
    assert check in answer.headers["www-authenticate"]
    assert token not in answer.text


@pytest.mark.parametrize("claim", ["exp", "iat", "iss", "aud", "sub", "role"])
async def test_every_claim_is_needed(get: Get, signer: Signer, claim: str) -> None:
    answer = await get("/things/whoami", signer.token(without=(claim,)))
    assert answer.status_code == 401
    assert claim in answer.json()["detail"]


async def test_a_token_signed_by_another_key_of_the_same_name_is_forged(get: Get) -> None:
    answer = await get("/things/whoami", Signer("first").token())
    assert answer.status_code == 401
    assert "signature" in answer.json()["detail"]


async def test_a_token_with_another_payload_than_was_signed_is_forged(get: Get, signer: Signer) -> None:
    header, _, signature = signer.token(role="company", company="acme").split(".")
    _, payload, _ = signer.token(role="hq").split(".")
    assert (await get("/things/desk", f"{header}.{payload}.{signature}")).status_code == 401


async def test_an_unsigned_token_is_not_accepted(get: Get, signer: Signer) -> None:
    _, payload, _ = signer.token().split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "first"}).encode()).decode().rstrip("=")
    assert (await get("/things/whoami", f"{header}.{payload}.")).status_code == 401


async def test_a_public_key_cannot_be_used_as_a_shared_secret(get: Get, signer: Signer) -> None:
    pem = signer.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    claims = jwt.decode(signer.token(), options={"verify_signature": False})
    token = jwt.api_jws.PyJWS(algorithms=["HS256"])
    token.unregister_algorithm("HS256")
    token.register_algorithm("HS256", _AnyKeyHmac(jwt.algorithms.HMACAlgorithm.SHA256))
    forged = token.encode(json.dumps(claims).encode(), pem, algorithm="HS256", headers={"kid": "first"})
    answer = await get("/things/whoami", forged)
    assert answer.status_code == 401
    assert "RS256" in answer.json()["detail"]


class _AnyKeyHmac(jwt.algorithms.HMACAlgorithm):
    """PyJWT itself refuses to sign with a PEM; an attacker's library does not."""

    def prepare_key(self, key: str | bytes) -> bytes:
        return key if isinstance(key, bytes) else key.encode()


@pytest.mark.parametrize("make", [Signer, rs256, eddsa])
async def test_each_asymmetric_algorithm_is_accepted(make: Callable[[str], Signer], tmp_path: Path) -> None:
    other = make("one")
    keys = tmp_path / "keys.json"
    keys.write_text(key_set(other))
    caller = await Identity(str(keys), ISSUER, AUDIENCE).caller(other.token())
    assert caller == Caller("anna", "hq")


async def test_a_short_rsa_key_is_not_accepted(tmp_path: Path) -> None:
    weak = Signer("weak", "RS256", rsa.generate_private_key(public_exponent=65537, key_size=1024))  # noqa: S505 - weak on purpose
    keys = tmp_path / "keys.json"
    keys.write_text(key_set(weak))
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        token = weak.token()
    with pytest.raises(Problem, match="too short"):
        await Identity(str(keys), ISSUER, AUDIENCE).caller(token)


async def test_without_an_identity_provider_no_token_is_accepted(signer: Signer) -> None:
    with pytest.raises(Problem, match="no identity provider"):
        await Identity("", ISSUER, AUDIENCE).caller(signer.token())


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}", fullmatch=True))
async def test_whatever_is_sent_for_a_token_is_refused_without_a_failure(text: str) -> None:
    with pytest.raises(Problem) as caught:
        await Identity("/nowhere", ISSUER, AUDIENCE).caller(text)
    assert caught.value.status_code in (401, 503)


def test_a_route_cannot_be_allowed_to_nobody() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        allow()
