"""A company's webhook receiver: a real HTTP server that verifies each signature with the public library."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field

import uvicorn
from standardwebhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


@dataclass
class Receiver:
    """Knows each company's secret; keeps the ids of what arrived with a right signature, and counts the rest."""

    url: str = ""
    secrets: dict[str, str] = field(default_factory=dict)
    received: dict[str, list[str]] = field(default_factory=dict)
    refused: int = 0

    async def take(self, request: Request) -> Response:
        company = request.path_params["company"]
        try:
            Webhook(self.secrets[company]).verify(await request.body(), dict(request.headers))
        except (KeyError, WebhookVerificationError):
            self.refused += 1
            return Response(status_code=401)
        self.received.setdefault(company, []).append(request.headers["webhook-id"])
        return Response(status_code=204)


class _Server(uvicorn.Server):
    """Ctrl-C belongs to the process, not to this server."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


@asynccontextmanager
async def receiving(host: str = "127.0.0.1", seen_as: str = "127.0.0.1") -> AsyncIterator[Receiver]:
    """A receiver on a free port of `host`, which the notifications service reaches under the name `seen_as`."""
    receiver = Receiver()
    app = Starlette(routes=[Route("/{company}", receiver.take, methods=["POST"])])
    server = _Server(uvicorn.Config(app, host=host, port=0, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve())
    try:
        while not server.started:  # noqa: ASYNC110  # the server offers no event to wait for
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        receiver.url = f"http://{seen_as}:{port}"
        yield receiver
    finally:
        server.should_exit = True
        await task
