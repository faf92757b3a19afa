"""Bytes that no library sends: heads, bodies and frames, one piece as large as another is small.

Each is answered or refused, or the connection is closed; the event loop turns meanwhile.
"""

import os
import re
from pathlib import Path

import orjson
import pytest

from tests.hostile.asking import Server, unhindered
from tests.hostile.raw import FRAMES, GET, HANDSHAKES, LAST, NUMBER, REQUESTS, TYPENAME, Raw
from tests.hostile.talking import CLOSED
from tests.serving.leaving import LIVE
from tests.serving.running import opened, post
from tests.serving.wire import (
    CONTINUATION,
    INIT,
    PING,
    PONG,
    SWITCHED,
    TEXT,
    flood,
    frame,
    frames,
    hear,
    say,
    upgrade,
)

pytestmark = pytest.mark.xdist_group("hostile")

MANY = 600_000
SOON = 5.0  # seconds
MOST_MEMORY = 60_000_000  # bytes
# Beside what a message of the wrong shape is closed with: what is against the protocol, or the server's policy.
CUT_OFF = CLOSED | {1002, 1008}


@pytest.mark.parametrize("raw", REQUESTS, ids=lambda each: each.name)
def test_bytes_are_answered_or_refused_or_close_the_connection(server: Server, raw: Raw) -> None:
    def ask(number: int) -> None:
        found, seconds = say(server.running, raw.sent.replace(NUMBER, b"%d" % number))
        assert seconds < SOON, f"{seconds:.1f} s: {found[:300]!r}"
        if raw.answered:
            assert found.startswith(b"HTTP/1.1 200 "), found[:300]
            assert found.endswith(TYPENAME), found[-300:]
        if raw.refused:
            assert found.startswith(b"HTTP/1.1 %d " % raw.refused), found[:300]
            assert found.count(b"HTTP/1.1 ") == 1, found
        assert re.match(rb"HTTP/1\.1 [24]", found) or not found, found[:300]
        assert b"INTERNAL_SERVER_ERROR" not in found

    unhindered(server, raw.name, ask)


@pytest.mark.parametrize(
    "accept",
    [
        b"application/openmetrics-text; version=a.b",
        b"application/openmetrics-text; version=",
        b"text/plain; version=\xff",
        b"text/plain; version=1.0.0; escaping=\xff",
        b"*/*;q=nan",
        b";;;,,,",
    ],
)
def test_metrics_are_told_whatever_form_is_asked_for(server: Server, accept: bytes) -> None:
    asked = b"GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: " + accept + b"\r\n" + LAST
    found, _ = say(server.running, asked)
    assert found.startswith(b"HTTP/1.1 200 "), found[:300]
    assert b"graph_running" in found


# --- pipelines -----------------------------------------------------------------------------------------------------


def test_thousands_of_requests_in_one_write_are_answered_or_cut_off_and_take_no_memory(
    server: Server,
) -> None:
    def ask(number: int) -> None:
        found = say(server.running, (GET + b"\r\n") * 4_999 + GET + LAST)[0]
        answers = found.count(b"HTTP/1.1 200 ")
        assert answers == found.count(TYPENAME)
        assert found.count(b"HTTP/1.1 ") == answers or b"HTTP/1.1 4" in found
        assert found, "closed without a word"

    before = memory(server.running.process.pid)
    unhindered(server, "5,000 requests in one write", ask)
    assert memory(server.running.process.pid) - before < MOST_MEMORY


def memory(pid: int) -> int:
    """Resident memory in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(
    "first, whole",
    [
        (post(LIVE, Accept="text/event-stream"), None),
        (post("{citations{nodes{id source{citations{nodes{id}}}}}}", Accept="text/csv"), b"\r\n0\r\n\r\n"),
        (post("{companies{nodes{name fundingRounds{nodes{label}}}}}"), b"]}}]}}}"),
        (post("{__typename}")[:-1], None),
    ],
    ids=["a stream", "a file", "an answer", "a body that is not whole"],
)
def test_no_socket_is_opened_in_the_middle_of_an_answer(
    server: Server, first: bytes, whole: bytes | None
) -> None:
    found, _ = say(server.running, first + upgrade(), SWITCHED, seconds=3)
    answer, switched, _ = found.partition(SWITCHED)
    assert not switched or (whole is not None and answer.endswith(whole)), answer[-300:]
    honest, _ = say(server.running, GET + LAST)
    assert honest.endswith(TYPENAME)


# --- WebSockets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        frame(PONG) * MANY,
        frame(PING) * MANY,
        frame(TEXT, b"[", last=False) + frame(CONTINUATION, last=False) * MANY,
    ],
    ids=["pongs", "pings", "continuations"],
)
def test_empty_frames_by_the_hundred_thousand_close_a_socket_with_a_code_or_leave_it_alive(
    server: Server, sent: bytes
) -> None:
    def ask(_: int) -> None:
        last = flood(server.running, sent)
        assert last.opcode == PONG or last.code in CUT_OFF, last

    unhindered(server, "empty frames", ask)


@pytest.mark.parametrize("raw", FRAMES, ids=lambda each: each.name)
def test_a_frame_against_the_protocol_closes_the_socket_with_a_code(server: Server, raw: Raw) -> None:
    assert flood(server.running, raw.sent, SOON).code in CUT_OFF


@pytest.mark.parametrize("raw", HANDSHAKES, ids=lambda each: each.name)
def test_a_handshake_that_cannot_be_read_is_refused_or_ends_soon(server: Server, raw: Raw) -> None:
    def ask(_: int) -> None:
        found, seconds = say(server.running, raw.sent, SWITCHED, seconds=SOON)
        assert seconds < SOON, "neither answered nor closed"
        assert re.match(rb"HTTP/1\.1 (101|[24])", found) or not found, found[:300]

    unhindered(server, "a handshake", ask)


@pytest.mark.parametrize("origin", ["http://[", "http://]", "http://[::1", "\xff", "http://a:b", "//"])
def test_an_origin_that_is_none_is_forbidden_and_no_fault(server: Server, origin: str) -> None:
    before = len(server.running.log.read_text())
    found, _ = say(server.running, upgrade(Origin=origin))
    assert found.startswith(b"HTTP/1.1 403 "), found[:300]
    assert "Traceback" not in server.running.log.read_text()[before:]


@pytest.mark.parametrize(
    "sent, status",
    [
        (upgrade(Origin="https://elsewhere.example"), b"403"),
        (upgrade().replace(b" /graphql ", b" /graphiql "), b"404"),
        (upgrade().replace(b" /graphql ", b" / "), b"404"),
        (upgrade().replace(b"Version: 13", b"Version: 12"), b"426"),
        (upgrade().replace(b"Sec-WebSocket-Version: 13\r\n", b""), b"426"),
    ],
    ids=["origin", "address", "root", "version", "no version"],
)
def test_a_handshake_is_refused_as_a_request_is(server: Server, sent: bytes, status: bytes) -> None:
    found, _ = say(server.running, sent)
    head, _, body = found.lower().partition(b"\r\n\r\n")
    assert head.startswith(b"http/1.1 " + status), found
    for each in (b"x-request-id: ", b"x-content-type-options: nosniff", b"content-security-policy: "):
        assert each in head, found
    assert (b"sec-websocket-version: 13" in head) is (status == b"426")
    assert orjson.loads(body)["errors"]


def test_a_reason_to_close_has_room_for_any_id(server: Server) -> None:
    asked = {"type": "subscribe", "id": "\U0001f600" * 50, "payload": {"query": LIVE}}
    with opened(server.running) as connection:
        connection.sendall(upgrade())
        hear(connection, b"\r\n\r\n")
        connection.sendall(frame(TEXT, INIT) + frame(TEXT, orjson.dumps(asked)) * 2)
        assert 4409 in {each.code for each in frames(hear(connection, seconds=SOON))}


def test_messages_that_are_packed_are_not_taken_up(server: Server) -> None:
    packed = upgrade(Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits=12")
    with opened(server.running) as connection:
        connection.sendall(packed)
        found = hear(connection, b"\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 101 ")
    assert b"permessage-deflate" not in found


def test_a_message_that_is_no_text_closes_the_socket_and_leaves_no_traceback_in_the_log(
    server: Server,
) -> None:
    before = len(server.running.log.read_text())
    assert flood(server.running, frame(TEXT, b"\xff")).code == 1007
    assert "Traceback" not in server.running.log.read_text()[before:]
