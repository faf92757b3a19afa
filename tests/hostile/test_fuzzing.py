"""Random damage to honest requests, and random tokens: never a fault of the server. The seed is in the failure."""

import random
from collections.abc import Iterator

import orjson
import pytest

from tests.hostile.asking import Hostile, Server, hold

ROUNDS = 400
FRAGMENTS = (
    "query Q($n:Int,$w:CompanyFilter){companies(first:$n,where:$w){nodes{id name ...F}}} "
    "fragment F on Company{fundingRounds{edges{cursor node{label amount{low}}}}}"
)
HONEST = tuple(
    orjson.dumps(each)
    for each in (
        {"query": FRAGMENTS, "variables": {"n": 3, "w": {"name": {"contains": "a"}}}, "operationName": "Q"},
        {"query": '{a:company(slug:"celyad"){name} node(id:"Organization:ulb"){id __typename}}'},
        {"query": "{companies(orderBy:[{name:DESC}],last:2){nodes{name} pageInfo{startCursor}}}"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "00"}}},
        {"query": "{__schema{queryType{name}} dataset{version counts}}", "variables": None},
    )
)
PIECES = (
    b"{", b"}", b"[", b"]", b'"', b'\\"', b"\\", b"\\u0000", b"\\ud83d", b":", b",", b"null", b"true", b"-1", b"1e400",
    b"9" * 400, b"$", b"$n", b"...", b"... on Company", b"@skip(if:true)", b"@include", b"#", b"\xff", b"\x00",
    b"fragment", b"query", b"mutation", b"subscription", b"__typename", b"__schema{types{name}}", b"name", b"first:",
    b"where:{not:{}}", b"nodes", b"edges", b"cursor", b"(", b")", b"!", b"|", b"&", b"=", b'"""', b"\xf0\x9f\x98\x80",
)  # fmt: skip


def damaged(chance: random.Random) -> bytes:
    """An honest body with a few pieces put in, taken out, doubled or moved."""
    body = bytearray(chance.choice(HONEST))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        to = min(len(body), at + chance.randint(1, 20))
        match chance.randrange(4):
            case 0:
                body[at:at] = chance.choice(PIECES)
            case 1:
                del body[at:to]
            case 2:
                body[at:at] = body[at:to] * chance.randint(1, 30)
            case _:
                body[at:to] = chance.choice(PIECES)
    return bytes(body)


def invented(chance: random.Random) -> bytes:
    """A body whose document is random pieces."""
    text = b" ".join(chance.choice(PIECES) for _ in range(chance.randint(1, 60)))
    return orjson.dumps(
        {"query": text.decode("utf-8", "replace"), "variables": {"n": chance.choice([1, "x", [], None])}}
    )


def inputs(seed: int) -> Iterator[Hostile]:
    """So many inputs of a seed."""
    chance = random.Random(seed)
    for number in range(ROUNDS):
        body = damaged(chance) if chance.random() < 0.7 else invented(chance)
        yield Hostile(f"seed {seed}, number {number}: {body!r}", body)


@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damaged_requests_are_answered(server: Server, seed: int) -> None:
    for hostile in inputs(seed):
        hold(hostile, server.ask(hostile))
