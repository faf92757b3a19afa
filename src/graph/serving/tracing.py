"""Requests as OpenTelemetry traces: a span for each request and one for each of its stages.

In: exchanges that begin and end, the standard `OTEL_…` variables. Out: spans, sent as OTLP over HTTP in batches by a
thread. Never: loaded where traces are off; nor a document in a span unless a setting asks for it.

Stages become spans when their request has ended, out of its timings: while it runs, traces cost it one span.
"""

import logging
from dataclasses import dataclass
from threading import Thread
from time import perf_counter, time_ns
from typing import Any

from opentelemetry import context as contexts
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers

from graph.serving.exchange import Exchange

NAME = "spinoff-graph"
SECOND = 1_000_000_000  # nanoseconds
FAULT = 500
# How long the last spans may take to be sent when the process ends, in seconds.
END = 2.0
LOG = logging.getLogger("graph.serving")
PROPAGATOR = TraceContextTextMapPropagator()


@dataclass(frozen=True)
class Traced:
    """The span of a running request, and what makes it the current one no more."""

    span: Span
    token: Any


class Tracing:
    """Makes the spans of one application."""

    def __init__(self, provider: TracerProvider, *, documents: bool) -> None:
        self.provider = provider
        self.tracer: Tracer = provider.get_tracer(NAME)
        self.documents = documents

    def begin(self, exchange: Exchange, headers: Headers) -> None:
        """Begin the span of a request, below the client's where that sends `traceparent`."""
        carrier = {name: headers[name] for name in ("traceparent", "tracestate") if name in headers}
        parent = PROPAGATOR.extract(carrier)
        # Its kind is known when it has been read.
        span = self.tracer.start_span("GraphQL Operation", parent, SpanKind.SERVER)
        exchange.trace = format(span.get_span_context().trace_id, "032x")
        exchange.traced = Traced(span, contexts.attach(set_span_in_context(span, parent)))

    def end(self, exchange: Exchange, status: int | str) -> None:
        """End the span of a request, its stages below it."""
        traced: Traced = exchange.traced
        span = traced.span
        contexts.detach(traced.token)
        if span.is_recording():
            if exchange.kind:
                span.update_name(exchange.kind)
            span.set_attributes(self.attributes(exchange, status))
            if exchange.codes or (isinstance(status, int) and status >= FAULT):
                span.set_status(Status(StatusCode.ERROR))
            self.stages(exchange, span)
        span.end()

    def attributes(self, exchange: Exchange, status: int | str) -> dict[str, str | int | bool]:
        """What a span says of its request, in the names of OpenTelemetry's conventions."""
        found = {
            "graphql.operation.name": exchange.operation,
            "graphql.operation.type": exchange.kind,
            "graphql.document": exchange.text if self.documents else None,
            "error.type": exchange.codes[0] if exchange.codes else None,
            "network.protocol.name": "websocket" if exchange.transport == "websocket" else "http",
            "http.response.status_code": status if isinstance(status, int) else None,
            "graph.transport": exchange.transport,
            "graph.request_id": exchange.id,
            "graph.document.hash": exchange.document,
            "graph.cost": exchange.cost,
            "graph.rows": exchange.rows,
            "graph.answer_cache.hit": exchange.timings.kept,
            "graph.prepared.hit": exchange.timings.prepared,
        }
        return {name: value for name, value in found.items() if value is not None}

    def stages(self, exchange: Exchange, span: Span) -> None:
        """A span for each stage; what a stream did again and again is one, as long as all of it together."""
        parent = set_span_in_context(span)
        now, clock = time_ns(), perf_counter()
        at = now - round((clock - exchange.timings.began) * SECOND)
        for name, seconds in exchange.timings.stages.items():
            stage = self.tracer.start_span(name, parent, start_time=at)
            at += round(seconds * SECOND)
            stage.end(at)

    def close(self) -> None:
        """Send what has not been sent, as long as that takes no more than a moment: nobody may be there to take it."""
        closing = Thread(target=self.provider.shutdown, name="traces", daemon=True)
        closing.start()
        closing.join(END)
        if closing.is_alive():
            LOG.warning("the last traces were not sent: nobody took them in %s s", END)


def open_tracing(*, documents: bool) -> Tracing:
    """Traces that go where `OTEL_EXPORTER_OTLP_ENDPOINT` says."""
    resource = Resource.create()
    if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
        resource = resource.merge(Resource({SERVICE_NAME: NAME}))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider, documents=documents)
