"""A company's webhook receiver: a real HTTP server that verifies each signature with the public library."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from standardwebhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from liaison.serving import serving


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


@asynccontextmanager
async def receiving(host: str = "127.0.0.1", seen_as: str = "127.0.0.1") -> AsyncIterator[Receiver]:
    """A receiver on a free port of `host`, which the notifications service reaches under the name `seen_as`."""
    receiver = Receiver()
    async with serving(Starlette(routes=[Route("/{company}", receiver.take, methods=["POST"])]), host) as port:
        receiver.url = f"http://{seen_as}:{port}"
        yield receiver
