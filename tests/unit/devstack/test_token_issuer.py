"""Tokens of the devstack's issuer verify against its JWKS, and nothing else does."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from shared.devstack.identity import AUDIENCE, ISSUER, issue, jwks


def verified(token: str, home: Path) -> dict[str, Any]:
    keys = jwt.PyJWKSet.from_dict(json.loads(jwks(home).read_text()))
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims: dict[str, Any] = jwt.decode(token, key, algorithms=["ES256"], audience=AUDIENCE, issuer=ISSUER)
    return claims


def test_a_token_says_who_in_which_role_for_how_long(tmp_path: Path) -> None:
    token = issue(tmp_path, subject="ana", role="post", post="lima", ttl=timedelta(minutes=5))
    claims = verified(token, tmp_path)
    assert (claims["sub"], claims["role"], claims["post"]) == ("ana", "post", "lima")
    assert claims["exp"] - claims["iat"] == 300


def test_a_further_claim_cannot_take_the_place_of_a_registered_one(tmp_path: Path) -> None:
    assert verified(issue(tmp_path, subject="ana", role="post", iss="https://other.example"), tmp_path)["iss"] == ISSUER


def test_an_expired_token_is_not_valid(tmp_path: Path) -> None:
    with pytest.raises(jwt.ExpiredSignatureError):
        verified(issue(tmp_path, subject="ana", role="post", ttl=timedelta(seconds=-1)), tmp_path)


def test_two_homes_do_not_share_a_key(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        verified(issue(tmp_path / "one", subject="ana", role="post"), tmp_path / "two")


def test_the_key_pair_is_made_once_and_its_private_half_is_the_owner_s_alone(tmp_path: Path) -> None:
    first = issue(tmp_path, subject="ana", role="post")
    issue(tmp_path, subject="ben", role="post")
    assert verified(first, tmp_path)["sub"] == "ana"
    assert (tmp_path / "identity/private-key.pem").stat().st_mode & 0o077 == 0
    assert "d" not in json.loads(jwks(tmp_path).read_text())["keys"][0]
    assert sorted(file.name for file in (tmp_path / "identity").iterdir()) == ["private-key.pem", "public"]


def test_whoever_runs_a_service_can_read_the_public_half_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        public = jwks(tmp_path)
    finally:
        os.umask(before)
    assert (public.stat().st_mode & 0o777, public.parent.stat().st_mode & 0o777) == (0o644, 0o755)
    assert [file.name for file in public.parent.iterdir()] == ["jwks.json"]
