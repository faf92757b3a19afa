"""The named inputs that are well-formed requests and as large as they may be: each item of theirs costs something.

Out: iterators of inputs. Never: a body beyond the limit, which would be refused unread.
"""

from collections.abc import Iterator
from typing import Any

import orjson

from tests.hostile.asking import JSON, Hostile

WHERE = "query($v:CompanyFilter){companies(where:$v){totalCount}}"
IDS = "query($v:[ID!]!){nodes(ids:$v){id}}"
ORDER = "query($v:[CompanyOrder!]){companies(orderBy:$v){nodes{id}}}"
INTROSPECTION = (
    "{dataset{version} __schema{types{inputFields{type{inputFields{"
    + " ".join(f"a{number}:name" for number in range(10))
    + "}}}}}}"
)


def aliased(count: int, field: str) -> str:
    """The same field so many times."""
    return " ".join(f"a{number}:{field}" for number in range(count))


def asked(name: str, query: str, value: Any = None) -> Hostile:
    """A request with no blank in it."""
    return Hostile(name, orjson.dumps({"query": query, "variables": {"v": value}}))


def loads() -> Iterator[Hostile]:
    """Variables with tens of thousands of items, and small ones that are used many times."""
    yield asked("80,000 empty filters", WHERE, {"or": [{}] * 80_000})
    yield asked("60,000 values of a column", WHERE, {"name": {"in": ["a"] * 60_000}})
    yield asked("60,000 ids", IDS, ["a"] * 60_000)
    yield asked("80,000 empty orders", ORDER, [{}] * 80_000)
    yield asked("20,000 unknown keys", WHERE, {f"k{number:05}": 1 for number in range(20_000)})
    lists = {"or": [{"name": {"in": ["a"] * 999}}] * 60}
    yield asked("60 lists of 999 values", WHERE, lists)
    ids = [f"Organization:{number}" for number in range(1_000)]
    yield asked("150 aliases of 1,000 ids", f"query($v:[ID!]!){{{aliased(150, 'nodes(ids:$v){id}')}}}", ids)
    among = aliased(95, "companies(where:{name:{in:$v}}){totalCount}")
    values = [f"a{number}" for number in range(1_000)]
    yield asked("95 aliases of 1,000 values", f"query($v:[String!]){{{among}}}", values)
    yield asked("fields beside introspection", INTROSPECTION)
    yield asked("190 aliases of the dataset", "{" + aliased(190, "dataset{version builtAt counts}") + "}")


def files() -> Iterator[Hostile]:
    """Files whose rows are wide."""
    inner = "spinoffs(first:20){nodes{id name fundingRounds(first:5){nodes{id label amount{low high}}}}}"
    query = f"{{universities{{nodes{{{aliased(50, inner)}}}}}}}"
    for accept in ("text/csv", "application/x-ndjson"):
        headers = {**JSON, "Accept": accept}
        yield Hostile(f"wide rows as {accept}", orjson.dumps({"query": query}), headers=headers)
