"""The identity provider's public keys: fetched from a URL or read from a file, kept while the provider is away."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import jwt
from structlog.stdlib import get_logger

from shared.http.problems import Problem

log = get_logger(__name__)

ALGORITHMS = ("RS256", "ES256", "EdDSA")  # asymmetric ones only: a public key can never be taken for a shared secret
MAX_AGE = 600.0  # seconds after which the keys are looked up again
UNKNOWN_KEY_INTERVAL = 30.0  # seconds between two look-ups, so that forged key ids cannot flood the provider
NO_KEYS_INTERVAL = 1.0  # seconds between two look-ups while there are no keys at all
TIMEOUT = 5.0  # seconds


class Keys:
    """The JSON Web Key Set at `source`, an http(s) URL or the path of a file; `clock` counts seconds."""

    def __init__(self, source: str, clock: Callable[[], float] = monotonic) -> None:
        self._source, self._clock = source, clock
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._tried: float | None = None
        self._away = False
        self._lock = asyncio.Lock()

    async def find(self, id: str | None) -> jwt.PyJWK | None:
        """The key with this id; without an id the only key, where there is just one.

        Raises Problem 503 where no keys could be had so far.
        """
        if self._due(id) and not (self._lock.locked() and self._known(id)):
            async with self._lock:
                if self._due(id):
                    await self._refresh()
        if not self._keys:
            detail = "the identity provider's keys cannot be had, so no token can be checked"
            raise Problem(503, "identity-unavailable", detail, headers={"Retry-After": "2"})
        return self._known(id)

    def _known(self, id: str | None) -> jwt.PyJWK | None:
        if id is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(id)

    def _due(self, id: str | None) -> bool:
        if self._tried is None:
            return True
        wait = MAX_AGE if self._known(id) and not self._away else UNKNOWN_KEY_INTERVAL
        return self._clock() - self._tried >= (wait if self._keys else NO_KEYS_INTERVAL)

    async def _refresh(self) -> None:
        try:
            found = jwt.PyJWKSet.from_json(await self._text()).keys
            usable = {key.key_id: key for key in found if key.algorithm_name in ALGORITHMS and _signs(key)}
            if not usable:
                raise jwt.PyJWKSetError("no key is for signatures with " + ", ".join(ALGORITHMS))
        except (OSError, ValueError, AttributeError, jwt.PyJWTError) as error:
            if not self._away:
                log.warning("identity keys unavailable", error=f"{type(error).__name__}: {error}", kept=len(self._keys))
            self._away = True
        else:
            if self._away or not self._keys:
                log.info("identity keys available", keys=len(usable))
            self._keys, self._away = usable, False
        self._tried = self._clock()

    async def _text(self) -> str:
        if not self._source.startswith(("http://", "https://")):
            return await asyncio.to_thread(Path(self._source).read_text, "utf-8")
        return await _fetched(self._source)


async def _fetched(url: str) -> str:
    """What is at this address; raises OSError where nothing can be had."""
    import httpx  # with its command line it takes a tenth of a service's start, and keys in a file need none of it

    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False) as client:
            return (await client.get(url)).raise_for_status().text
    except httpx.HTTPError as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def _signs(key: jwt.PyJWK) -> bool:
    return key.public_key_use in (None, "sig")
