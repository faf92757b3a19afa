"""No input, however malformed, is a fault of the server, goes without a code, or stops its event loop."""

import pytest

from tests.hostile import corpus, documents
from tests.hostile.asking import Hostile, Server, check

CORPUS = [
    *corpus.bodies(),
    *corpus.shapes(),
    *corpus.requests(),
    *corpus.query_strings(),
    *documents.syntax(),
    *documents.amplifiers(),
    *documents.arguments(),
    *documents.identities(),
]

pytestmark = pytest.mark.xdist_group("hostile")


def test_there_are_at_least_three_hundred_inputs_each_with_a_name_of_its_own() -> None:
    names = [each.name for each in CORPUS]
    assert len(names) >= 300
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda each: each.name)
def test_an_input_is_answered(server: Server, hostile: Hostile) -> None:
    check(server, hostile)


def test_the_server_answers_honest_clients_after_all_that(server: Server) -> None:
    status, body, _ = server.ask(Hostile("honest", b'{"query":"{companies(first:1){nodes{name}}}"}'))
    assert (status, body) == (200, b'{"data":{"companies":{"nodes":[{"name":"Aseptic Technologies"}]}}}')
