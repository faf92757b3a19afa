"""No input, however malformed and whichever transport carries it, is a fault of the server, goes without a code, or
stops its event loop.
"""

from collections.abc import Iterator, Sequence

import pytest
from websockets.sync.client import ClientConnection

from tests.hostile.asking import Hostile, Server, afresh, check, unhindered
from tests.hostile.inputs import EVENTS, MESSAGES, OPERATIONS, REQUESTS, Message
from tests.hostile.streaming import hold_events
from tests.hostile.talking import acknowledged, operate, tell

pytestmark = pytest.mark.xdist_group("hostile")


@pytest.fixture(scope="module")
def socket(server: Server) -> Iterator[ClientConnection]:
    """A socket that no operation may close."""
    with acknowledged(server.host) as opened:
        yield opened


@pytest.mark.parametrize("inputs", [REQUESTS, EVENTS, [*OPERATIONS, *MESSAGES]], ids=["HTTP", "events", "WS"])
def test_each_transport_has_at_least_three_hundred_inputs_each_with_a_name_of_its_own(
    inputs: Sequence[Hostile | Message],
) -> None:
    names = [each.name for each in inputs]
    assert len(names) >= 300
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("hostile", REQUESTS, ids=lambda each: each.name)
def test_an_input_is_answered(server: Server, hostile: Hostile) -> None:
    check(server, hostile)


@pytest.mark.parametrize("hostile", EVENTS, ids=lambda each: each.name)
def test_an_input_is_refused_to_a_client_of_events_or_a_stream_that_ends(
    server: Server, hostile: Hostile
) -> None:
    unhindered(server, hostile.name, lambda number: hold_events(hostile, server.ask(afresh(hostile, number))))


@pytest.mark.parametrize("hostile", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_ends_with_a_message_and_leaves_its_socket_open(
    server: Server, socket: ClientConnection, hostile: Hostile
) -> None:
    def ask(number: int) -> None:
        operate(socket, hostile.name, afresh(hostile, number).body or b"")

    unhindered(server, hostile.name, ask)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: each.name)
def test_a_message_is_answered_or_closes_its_socket_with_a_code(server: Server, message: Message) -> None:
    unhindered(server, message.name, lambda _: tell(server.host, message))


def test_the_server_answers_honest_clients_after_all_that(server: Server) -> None:
    answer = server.ask(Hostile("honest", b'{"query":"{companies(first:1){nodes{name}}}"}'))
    assert (answer.status, answer.body) == (
        200,
        b'{"data":{"companies":{"nodes":[{"name":"Aseptic Technologies"}]}}}',
    )
