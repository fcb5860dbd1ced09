"""One trace per command: its W3C trace context is stored with the commit and taken up by whatever follows from it."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager

from opentelemetry import trace
from opentelemetry.trace import Link, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bound_contextvars

LINKS = 64  # a batch names so many of the traces that it is part of
tracer = trace.get_tracer("liaison")
w3c = TraceContextTextMapPropagator()


@contextmanager
def span(
    name: str, parent: str | None = None, kind: SpanKind = SpanKind.INTERNAL, **about: str | int
) -> Iterator[None]:
    """A span under `parent` (a traceparent), else under the current one; log lines within it carry its trace id."""
    context = w3c.extract({"traceparent": parent}) if parent else None
    attributes = {f"liaison.{key}": value for key, value in about.items()}
    with tracer.start_as_current_span(name, context, kind, attributes) as started, named(started):
        yield


def named(started: trace.Span) -> AbstractContextManager[None]:
    """Puts the span's trace id on every log line within."""
    return bound_contextvars(trace_id=trace.format_trace_id(started.get_span_context().trace_id))


@contextmanager
def batch_span(name: str, parents: Iterable[str | None], **about: str | int) -> Iterator[None]:
    """A span for work on many commits at once, linked to the traces of the first of them."""
    known = list(dict.fromkeys(parent for parent in parents if parent))[:LINKS]
    contexts = (trace.get_current_span(w3c.extract({"traceparent": one})).get_span_context() for one in known)
    attributes = {f"liaison.{key}": value for key, value in about.items()}
    links = [Link(context) for context in contexts]
    with tracer.start_as_current_span(name, links=links, kind=SpanKind.CONSUMER, attributes=attributes):
        yield


def current() -> str | None:
    """The current span as a traceparent, None outside of any."""
    carrier: dict[str, str] = {}
    w3c.inject(carrier)
    return carrier.get("traceparent")
