"""An OpenTelemetry collector as a service sees it: takes traces over HTTP and keeps the spans."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from liaison.serving import serving


@dataclass(frozen=True)
class Span:
    """`trace` is the one it belongs to, `links` are those that it is linked to, all as hexadecimal digits."""

    service: str
    name: str
    trace: str
    links: frozenset[str]


@dataclass
class Collector:
    """`raw` is everything as it came."""

    address: str = ""
    spans: list[Span] = field(default_factory=list)
    raw: bytes = b""

    async def take(self, request: Request) -> Response:
        body = await request.body()
        self.raw += body
        self.spans += spans(ExportTraceServiceRequest.FromString(body))
        return Response(status_code=200, media_type="application/x-protobuf")

    def of(self, trace: str) -> set[tuple[str, str]]:
        """Service and name of each span that belongs to a trace or is linked to it."""
        return {(span.service, span.name) for span in self.spans if trace == span.trace or trace in span.links}


def spans(request: ExportTraceServiceRequest) -> Iterator[Span]:
    for resource in request.resource_spans:
        about = {one.key: one.value.string_value for one in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                links = frozenset(link.trace_id.hex() for link in span.links)
                yield Span(about["service.name"], span.name, span.trace_id.hex(), links)


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    """On a free port of loopback."""
    collector = Collector()
    async with serving(Starlette(routes=[Route("/v1/traces", collector.take, methods=["POST"])])) as port:
        collector.address = f"http://127.0.0.1:{port}"
        yield collector
