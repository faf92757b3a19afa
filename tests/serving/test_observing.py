"""What those who run the server are told: counts by transport and stage, traces, lines of logs."""

import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from graph.app import check_settings
from graph.serving import tracing
from graph.serving.logs import Lines
from graph.serving.observing import Logged, Observer
from graph.serving.tallies import Numbers, Tallies, forget_ended
from graph.settings import Settings, SettingsError
from tests.serving.apps import ask, database, serving

QUERY = "query Names { companies(first: 1) { nodes { name } } }"
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}


def ask_socket(client: TestClient, query: str, **payload: Any) -> list[str]:
    """Ask over a WebSocket; gives the types of the messages that come back."""
    with client.websocket_connect("/graphql", ["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json()["type"] == "connection_ack"
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": query, **payload}})
        found: list[str] = []
        while not found or found[-1] == "next":
            found.append(socket.receive_json()["type"])
        return found


@contextmanager
def traced(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Iterator[tuple[TestClient, Any]]:
    """A client, and what gives the spans that ended."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(
        tracing, "open_tracing", lambda *, documents: tracing.Tracing(provider, documents=documents)
    )
    with serving(traces=True, **settings) as client:
        yield client, kept.get_finished_spans


def request_span(spans: tuple[ReadableSpan, ...]) -> ReadableSpan:
    """The span of the request among those of its stages."""
    (found,) = [each for each in spans if each.attributes and "graph.request_id" in each.attributes]
    return found


def test_stages_transports_and_hits_of_caches_are_counted() -> None:
    with serving() as client:
        ask(client, QUERY)
        ask(client, QUERY)
        assert ask_socket(client, QUERY) == ["next", "complete"]
        text = client.get("/metrics").text
    for line in (
        'graph_requests_total{status="200",transport="http"} 2.0',
        'graph_requests_total{status="complete",transport="websocket"} 1.0',
        'graph_answer_cache_total{result="hit"} 1.0',
        'graph_answer_cache_total{result="miss"} 1.0',
        'graph_prepared_total{result="hit"} 1.0',
        'graph_stage_seconds_count{stage="sql"} 2.0',
        "graph_streams 0.0",
    ):
        assert line in text.splitlines()


def test_metrics_can_be_turned_off() -> None:
    with serving(metrics="off") as client:
        assert client.get("/metrics").status_code == 404


def test_metrics_behind_a_token_are_for_its_holders_alone() -> None:
    with serving(metrics="token", metrics_tokens="scraper") as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 401
        assert client.get("/metrics", headers={"Authorization": "Bearer scraper"}).status_code == 200
        # It opens nothing else, and nothing else is closed.
        assert ask(client, QUERY).status_code == 200


def test_metrics_and_the_schema_pass_the_gate_of_the_data() -> None:
    with serving(tokens="reader") as client:
        for path in ("/metrics", "/schema.graphql"):
            assert client.get(path).status_code == 401
            assert client.get(path, headers={"Authorization": "Bearer reader"}).status_code == 200


def test_in_production_nobody_reads_metrics_without_a_token() -> None:
    with serving(preset="production") as client:
        assert client.get("/metrics").status_code == 401


def test_processes_beside_each_other_add_up_their_counts(tmp_path: Path) -> None:
    other = Numbers()
    other.counts["graph_cost",] = 5
    other.spread(("graph_seconds", "http")).add(0.2)
    other.gauges["graph_sockets"] = 3
    (tmp_path / f"{os.getppid()}.json").write_bytes(other.written())
    tallies = Tallies({"graph_sockets": ("Open.", lambda: 4)}, tmp_path)
    tallies.own.counts["graph_cost",] = 2
    found = tallies.all()
    assert (found.counts["graph_cost",], found.gauges["graph_sockets"]) == (7, 7)
    assert sum(found.spreads["graph_seconds", "http"].numbers) == 1


def test_of_a_process_that_ended_only_what_it_counted_is_told(tmp_path: Path) -> None:
    other = Numbers()
    other.counts["graph_cost",] = 5
    other.gauges["graph_sockets"] = 3
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f"{ended.pid}.json").write_bytes(other.written())
    found = Tallies({"graph_sockets": ("Open.", lambda: 0)}, tmp_path).all()
    assert (found.counts["graph_cost",], found.gauges["graph_sockets"]) == (5, 0)


@pytest.mark.parametrize(
    "written",
    [b"", b"{", b"[]", b"[[1],[],{}]", b'[[],[[["graph_seconds","http"],[1],0.5]],{}]', b"[[],[],1]"],
)
def test_a_broken_file_of_another_process_is_left_out(tmp_path: Path, written: bytes) -> None:
    (tmp_path / f"{os.getppid()}.json").write_bytes(written)
    (tmp_path / "1.json").mkdir()
    tallies = Tallies({}, tmp_path)
    tallies.own.counts["graph_cost",] = 2
    assert tallies.all().counts == {("graph_cost",): 2}


def test_what_ended_processes_left_is_removed_before_a_server_begins(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for pid in (ended.pid, os.getpid()):
        (tmp_path / f"{pid}.json").write_bytes(Numbers().written())
    forget_ended(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [f"{os.getpid()}.json"]


def test_the_counts_of_a_processs_last_moment_are_shared(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    with serving(metrics_folder=folder) as client:
        ask(client, QUERY)
    (left,) = folder.iterdir()
    assert Numbers.read(left.read_bytes()).counts["graph_requests", "200", "http"] == 1


def test_a_folder_for_metrics_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"^GRAPH_METRICS_FOLDER: no file can be made in .*/file/folder"):
        check_settings(
            Settings(metrics_folder=tmp_path / "file" / "folder", database=f"sqlite:///{database()}")
        )


@pytest.mark.parametrize("answers", [True, False], ids=["an endpoint that hangs", "no endpoint"])
def test_the_end_waits_no_longer_than_a_moment_for_traces(
    monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if answers:
            silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        with serving() as client:
            assert ask(client, QUERY).status_code == 200
            began = time.monotonic()
    assert time.monotonic() - began < 8  # asked for: two; the exporter alone would take ten


def test_a_request_is_a_span_below_its_clients_with_one_for_each_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with traced(monkeypatch) as (client, spans):
        ask(client, QUERY, headers=PARENT)
        found = spans()
    span = request_span(found)
    assert span.context is not None
    assert span.parent is not None
    assert (format(span.context.trace_id, "032x"), format(span.parent.span_id, "016x")) == (
        TRACE,
        "b7ad6b7169203331",
    )
    attributes = dict(span.attributes or {})
    assert (attributes["graphql.operation.name"], attributes["graphql.operation.type"]) == ("Names", "query")
    assert "graphql.document" not in attributes
    stages = {each.name for each in found if each.parent and each.parent.span_id == span.context.span_id}
    assert {"read", "sql", "splice"} <= stages


def test_a_span_has_the_document_where_a_setting_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with traced(monkeypatch, trace_documents=True) as (client, spans):
        assert ask_socket(client, QUERY) == ["next", "complete"]
        attributes = dict(request_span(spans()).attributes or {})
    assert attributes["graphql.document"] == QUERY
    assert attributes["network.protocol.name"] == "websocket"


def test_a_refused_request_is_a_failed_span(monkeypatch: pytest.MonkeyPatch) -> None:
    with traced(monkeypatch) as (client, spans):
        ask(client, "{")
        span = request_span(spans())
    assert not span.status.is_ok
    assert (span.attributes or {})["error.type"] == "GRAPHQL_PARSE_FAILED"


def observed(logged: Logged, kept: InMemorySpanExporter | None = None) -> Observer:
    """An observer of its own; its spans are kept where there is something to keep them."""
    provider = TracerProvider()
    if kept is not None:
        provider.add_span_processor(SimpleSpanProcessor(kept))
    observer = Observer(logged, None if kept is None else tracing.Tracing(provider, documents=False))
    observer.tallies = Tallies({})
    return observer


def test_who_is_refused_for_want_of_room_is_counted_whether_or_not_somebody_traces() -> None:
    kept = InMemorySpanExporter()
    for observer in (observed(Logged()), observed(Logged(), kept), observed(Logged(requests=True))):
        for id_ in ("a" * 16, "b" * 16):
            refuse = observer.refusing() or partial(observer.refuse, id_, 300)
            refuse()
        assert observer.tallies is not None
        for _ in range(2):
            numbers = observer.tallies.all()
            assert numbers.counts == {
                ("graph_requests", "503", "http"): 2,
                ("graph_errors", "SERVICE_UNAVAILABLE"): 2,
            }
            assert numbers.spread(("graph_seconds", "http")).numbers[0] == 2
    spans = kept.get_finished_spans()
    assert [(each.attributes or {})["graph.request_id"] for each in spans] == ["a" * 16, "b" * 16]
    assert not any(each.status.is_ok for each in spans)


def test_traces_go_where_the_standard_variables_say(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        thread = Thread(target=receiver.serve_forever)
        thread.start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{receiver.server_port}")
        try:
            with serving() as client:
                ask(client, QUERY)
        finally:
            receiver.shutdown()
            thread.join()
    sent = [ExportTraceServiceRequest.FromString(each) for each in bodies]
    names = {
        span.name
        for each in sent
        for resource in each.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert {"query", "sql"} <= names


def test_what_watches_is_not_loaded_where_nobody_asks_for_it() -> None:
    script = (
        "import sys; from graph.app import from_environment; from_environment();"
        "print([n for n in sys.modules if n.startswith(('opentelemetry', 'prometheus_client'))])"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "GRAPH_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment, "GRAPH_DATABASE": f"sqlite:///{database()}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[]"


def test_an_operation_of_a_socket_is_logged_like_a_request(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "graph.requests")
    query = "query Named($s: String) { company(slug: $s) { name } }"
    with serving(log_requests=True) as client:
        ask_socket(client, query, variables={"s": "private"}, operationName="Named")
    (record,) = [each for each in caplog.records if each.name == "graph.requests"]
    line = json.loads(Lines(json=True).format(record))
    assert (line["transport"], line["status"], line["operation"]) == ("websocket", "complete", "Named")
    assert (line["kind"], line["answers"], line["cost"], line["rows"]) == ("query", 1, 1, 0)
    assert "private" not in str(line)


@pytest.mark.parametrize(
    "accept, transport", [("text/csv", "file"), ("text/event-stream", "sse"), ("*/*", "http")]
)
def test_a_log_line_says_how_many_rows_were_given(
    caplog: pytest.LogCaptureFixture, accept: str, transport: str
) -> None:
    caplog.set_level(logging.INFO, "graph.requests")
    text = "{ companies(first: 3) { edges { cursor node { name place { name } } } } }"
    with serving(log_requests=True) as client:
        for _ in range(2):  # the second is a kept answer, where answers are kept
            ask(client, text, headers={"Accept": accept})
        nothing = ask(client, "{ companies(where: {name: {in: []}}) { nodes { name } } }")
        ask(client, "{ dataset { version } }")
        ask(client, "{ companies { nodes { activities } } }")
        tag = {"If-None-Match": nothing.headers["etag"]}
        ask(client, "{ companies(where: {name: {in: []}}) { nodes { name } } }", headers=tag)
    lines = [
        json.loads(Lines(json=True).format(each)) for each in caplog.records if each.name == "graph.requests"
    ]
    found = [(line["transport"], line.get("rows")) for line in lines]
    places = len([each for each in ask_rows(text) if each["node"]["place"]])
    others = [("http", 0), ("http", 0), ("http", None), ("http", None)]
    assert found == [(transport, 3 + places)] * 2 + others


def ask_rows(text: str) -> list[dict[str, Any]]:
    """The edges of a connection of companies."""
    with serving() as client:
        edges: list[dict[str, Any]] = ask(client, text).json()["data"]["companies"]["edges"]
        return edges


def test_a_span_says_how_many_rows_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    with traced(monkeypatch) as (client, spans):
        ask(client, QUERY)
        assert dict(request_span(spans()).attributes or {})["graph.rows"] == 1


def test_variables_are_logged_where_a_setting_asks_for_them(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "graph.requests")
    with serving(log_requests=True, log_variables=True) as client:
        ask(client, "query($s: String) { company(slug: $s) { name } }", variables={"s": "celyad"})
    (record,) = [each for each in caplog.records if each.name == "graph.requests"]
    assert json.loads(Lines(json=True).format(record))["variables"] == {"s": "celyad"}


LOUD = """
import logging, threading, warnings
from graph.serving.logs import log_to_stderr
log_to_stderr()
logging.getLogger("graph").info("half a character: \\ud800")
logging.getLogger("another").warning("of another library")
warnings.warn("out of fashion")
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
raise ValueError("nobody caught it")
"""


def test_where_no_terminal_reads_every_line_is_json() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOUD], capture_output=True, text=True, timeout=60, check=False
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["logger"] for line in lines] == ["graph", "another", "py.warnings", "graph", "graph"]
    assert "ZeroDivisionError" in lines[3]["exception"]
    assert lines[4]["exception"].endswith("ValueError: nobody caught it")
    assert done.returncode == 1
