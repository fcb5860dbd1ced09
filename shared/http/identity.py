"""Who calls: bearer tokens checked against the identity provider's keys, and which roles may use a route."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any, Literal, NamedTuple, get_args

import jwt
from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.params import Depends as Dependency
from fastapi.security import HTTPBearer
from fastapi.security.base import SecurityBase
from jwt.exceptions import InvalidSubjectError
from jwt.types import Options
from pydantic import TypeAdapter, ValidationError

from shared.clock import now
from shared.http.keys import ALGORITHMS, Keys
from shared.http.problems import Problem
from shared.http.types import Id, Seat

Role = Literal[
    "hq", "directorate", "post", "embassy", "partnerships", "company", "buyer", "partner", "operator", "auditor"
]
ROLES: tuple[Role, ...] = get_args(Role)
CLAIMS = ["exp", "iat", "iss", "aud", "sub", "role"]
OPTIONS: Options = {"require": CLAIMS, "enforce_minimum_key_length": True}
SCOPES: dict[str, TypeAdapter[str]] = {  # whoever has such a role must say for whom
    "post": TypeAdapter(Id),
    "company": TypeAdapter(Id),
    "buyer": TypeAdapter(Seat),
    "partner": TypeAdapter(Id),
    "directorate": TypeAdapter(Literal["police", "gendarmerie"]),
}
MAY_NAME: dict[str, TypeAdapter[str]] = {"embassy": TypeAdapter(Id)}  # by its post, for what is not every embassy's
LEEWAY = 5  # seconds by which two clocks may differ
REMEMBERED = 1000  # tokens; checking a signature again takes longer than most of what a request does

BEARER = HTTPBearer(scheme_name="bearer", bearerFormat="JWT", auto_error=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever a token was issued to; each scope, as `post`, is set for the role of that name only.

    `buyer` is a participant of one buyer-meeting day, as `day/participant`. An `embassy` is named by its post, where it
    is named: to one that is not, what is not every embassy's is closed.
    """

    subject: str
    role: Role
    post: str | None = None
    company: str | None = None
    buyer: str | None = None
    partner: str | None = None
    directorate: str | None = None
    embassy: str | None = None


class Identity:
    """Checks tokens: `jwks` is where the keys are, a URL or a file; `issuer` and `audience` are what tokens must name.

    An empty `jwks` means that no token is accepted.
    """

    def __init__(self, jwks: str, issuer: str, audience: str, clock: Callable[[], float] = monotonic) -> None:
        self._keys = Keys(jwks, clock) if jwks else None
        self._issuer, self._audience = issuer, audience
        self._checked: dict[str, Checked] = {}

    async def caller(self, token: str) -> Caller:
        """Whom the token names. Raises Problem 401 that says which check failed, never what the token says."""
        if self._keys is None:
            raise unauthenticated("no identity provider is configured here, so no token is accepted")
        known = self._checked.get(token)
        if known and known.until > now().timestamp() and await self._keys.find(known.kid) is known.key:
            return known.caller
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise jwt.InvalidAlgorithmError
            key = await self._keys.find(header.get("kid"))
            if key is None:
                raise unauthenticated("the identity provider has no such key as the token was signed with")
            claims = jwt.decode(
                token, key, ALGORITHMS, OPTIONS, audience=self._audience, issuer=self._issuer, leeway=LEEWAY
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise unauthenticated(_failed_check(error)) from error
        caller = _caller(claims)
        self._keep(token, Checked(caller, header.get("kid"), key, int(claims["exp"]) + LEEWAY))
        return caller

    def _keep(self, token: str, checked: "Checked") -> None:
        if len(self._checked) >= REMEMBERED:
            del self._checked[next(iter(self._checked))]
        self._checked[token] = checked


class Checked(NamedTuple):
    """What a token was found to say, good `until` it expires (seconds since the epoch) or its key is replaced."""

    caller: Caller
    kid: str | None
    key: jwt.PyJWK
    until: float


def _caller(claims: dict[str, Any]) -> Caller:
    role = claims["role"]
    if role not in ROLES:
        raise unauthenticated(f"the token's role is none of {', '.join(ROLES)}")
    if not claims["sub"]:
        raise unauthenticated("the token's subject is empty")
    scopes = SCOPES if claims.get(role) is None else SCOPES | MAY_NAME
    if role not in scopes:
        return Caller(claims["sub"], role)
    try:
        scope = scopes[role].validate_python(claims.get(role))
    except ValidationError as error:
        raise unauthenticated(f"a token with the role {role} needs a valid claim {role}") from error
    return Caller(claims["sub"], role, **{role: scope})


FAILED_CHECKS: dict[type[Exception], str] = {
    jwt.ExpiredSignatureError: "the token has expired",
    jwt.ImmatureSignatureError: "the token is not valid yet",
    jwt.InvalidAudienceError: "the token is for another audience",
    jwt.InvalidIssuerError: "the token is from another issuer",
    jwt.InvalidSignatureError: "the token's signature does not fit",
    jwt.InvalidKeyError: "the token is signed with a key that is too short",
    jwt.InvalidAlgorithmError: f"the token is not signed with {', '.join(ALGORITHMS)} as its key demands",
    InvalidSubjectError: "the token's subject is not a text",
    jwt.InvalidIssuedAtError: "the token's time of issue is not a number",
}


def _failed_check(error: Exception) -> str:
    if isinstance(error, jwt.MissingRequiredClaimError):
        return f"the token lacks the claim {error.claim}"
    return FAILED_CHECKS.get(type(error), "the token is not a well-formed JWT")


def unauthenticated(detail: str) -> Problem:
    """The problem of a token that is not accepted."""
    challenge = f'Bearer realm="liaison", error="invalid_token", error_description="{detail}"'
    return Problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": challenge})


class Allowed(SecurityBase):
    """The dependency behind `allow`: answers the caller, or raises Problem 401 or 403.

    It is its own security scheme, because each dependency of a dependency costs a request as much as its parsing.
    """

    model, scheme_name = BEARER.model, BEARER.scheme_name

    def __init__(self, roles: tuple[Role, ...]) -> None:
        self.roles = roles

    async def __call__(self, request: Request) -> Caller:
        bearer = await BEARER(request)
        if bearer is None:
            detail = "a bearer token is needed: Authorization: Bearer <token>"
            raise Problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="liaison"'})
        identity: Identity = request.app.state.identity
        caller = await identity.caller(bearer.credentials)
        if caller.role not in self.roles:
            detail = f"the role {caller.role} may not do this; {', '.join(self.roles)} may"
            raise Problem(403, "forbidden", detail, roles=self.roles)
        request.state.caller = caller
        return caller


def allow(*roles: Role) -> Dependency:
    """Say which roles may use a route.

    Either in its decorator, `dependencies=[allow("hq")]`, or where the caller is of use, as a parameter
    `caller: Annotated[Caller, allow("hq", "post")]`.
    """
    if not roles:
        raise ValueError("a route is allowed to at least one role; what needs no token is public")
    return Depends(Allowed(roles))  # type: ignore[no-any-return]


async def _public() -> None:
    """Nothing to check."""


public: Dependency = Depends(_public)
"""Marks a route that needs no token: `dependencies=[public]`."""


def declared_roles(dependant: Dependant) -> tuple[Role, ...] | None:
    """Which roles a route is for, none where it is public; None where it declares neither."""
    calls = list(calls_of(dependant))
    allowed = [set(call.roles) for call in calls if isinstance(call, Allowed)]
    if allowed:
        return tuple(role for role in ROLES if role in set.intersection(*allowed))
    return () if _public in calls else None


def calls_of(dependant: Dependant) -> Iterator[object]:
    """Everything that a route depends on, however indirectly."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from calls_of(dependency)
