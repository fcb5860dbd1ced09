"""Traces of a process: made for every command, and sent to an OpenTelemetry collector where one is configured."""

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

from shared.settings import Settings


def configure(service: str, settings: Settings) -> None:
    """Set up tracing for this process, once. Without `settings.otlp` traces live in commits and log lines only."""
    sampler = None if settings.otlp else ALWAYS_OFF  # ids are made and passed on all the same; recording is what costs
    provider = TracerProvider(sampler=sampler, resource=Resource({"service.name": f"liaison-{service}"}))
    if settings.otlp:
        # the exporter brings an HTTP library of its own, which only those who use it should pay for
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{settings.otlp.rstrip('/')}/v1/traces")))
    trace.set_tracer_provider(provider)
