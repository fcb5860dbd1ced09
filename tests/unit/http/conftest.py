"""Small applications as `create_app` makes them, and a client that speaks ASGI to them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from shared.http.app import create_app
from shared.http.health import Health
from shared.http.identity import Identity
from tests.unit.http.issuer import AUDIENCE, ISSUER, Signer, key_set

Client = AbstractAsyncContextManager[httpx.AsyncClient]
MakeApp = Callable[..., FastAPI]


@pytest.fixture
def signer() -> Signer:
    return Signer("first")


@pytest.fixture
def make_app(signer: Signer, tmp_path: Path) -> MakeApp:
    keys = tmp_path / "jwks.json"
    keys.write_text(key_set(signer))

    def make(*routers: APIRouter, body_limit: int = 20_000, health: Health | None = None, **state: Any) -> FastAPI:
        return create_app(
            title="Things",
            version="1",
            description="Things to try",
            routers=routers,
            lifespan=None,
            identity=Identity(str(keys), ISSUER, AUDIENCE),
            body_limit=body_limit,
            health=health or Health(),
            state=state,
        )

    return make


@pytest.fixture
def client() -> Callable[[FastAPI], Client]:
    def make(app: FastAPI) -> Client:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")

    return make
