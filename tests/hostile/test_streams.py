"""Messages of every wrong shape, put together at random, and files that can hardly be made."""

import random

import orjson
import pytest

from tests.hostile import corpus, documents
from tests.hostile.asking import FILES, Hostile, Server, hold
from tests.hostile.inputs import Message
from tests.hostile.talking import SHAPES, tell

pytestmark = pytest.mark.xdist_group("hostile")


def test_messages_of_any_shape_are_answered_or_close_the_socket_with_a_code(server: Server) -> None:
    chance = random.Random(4)
    codes = []
    for number in range(60):
        message = bytearray(chance.choice(SHAPES))
        if number >= len(SHAPES):
            del message[chance.randrange(len(message)) :]
            message += chance.choice(SHAPES)
        codes.append(tell(server.host, Message(f"number {number}", bytes(message), text=number % 7 != 6)))
    assert len([code for code in codes if code is not None]) > 20


@pytest.mark.parametrize("body", [b'{"query":"subscription{nope}"}', b'{"query":"subscription{live{x}}"}'])
def test_an_event_stream_that_cannot_begin_is_refused_as_json(server: Server, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    asked = Hostile(f"events of {body!r}", body, headers=headers, refused=True)
    answer = server.ask(asked)
    hold(asked, answer)
    assert orjson.loads(answer.body)["errors"]


def test_a_file_is_made_or_refused_as_json(server: Server) -> None:
    for accept in FILES:
        headers = {"Content-Type": "application/json", "Accept": accept}
        for hostile in (*documents.syntax(), *documents.amplifiers(), *corpus.bodies()):
            asked = Hostile(f"{accept} of {hostile.name}", hostile.body, headers=headers)
            hold(asked, server.ask(asked))
