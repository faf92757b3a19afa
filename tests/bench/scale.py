"""The same answers out of more and more data: whether an answer's cost depends on how much there is beside it.

In: words of a command line. Out: a table: milliseconds at each size, and the ratio to the smallest size.
Never: answers of different sizes: each question gives the same number of rows at every size.

Answers that SQL was written for by hand are checked against it at every size, the others for what they must hold.
"""

import json
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import uvloop

from graph.engine import Engine, Request
from graph.engine.databases.sqlite import SQLiteDatabase
from tests.bench import options
from tests.bench.dataset import SPINOFFS
from tests.bench.inprocess import make_engine
from tests.bench.preparing import prepared
from tests.bench.questions import QUESTIONS
from tests.bench.servers import Setting
from tests.bench.timing import Spread
from tests.bench.voice import say, show

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PAGE = 50
STEP = 500
DEEP = 10_000
"""Which page is compared with the first, where there are so many."""

LIST = "companies(first: 50, after: $after) { nodes { name } pageInfo { endCursor } }"
NAMED = "companies(first: 50, orderBy: [{ name: ASC }]) { nodes { name } }"
THROUGH = (
    "companies(first: 50, where: { universities: { some: { slug: { eq: $slug } } } }) { nodes { name } }"
)
FOUND = 'search(query: "0000042", first: 10) { nodes { ... on Company { slug } } }'
WALK = "companies(first: $first, after: $after) { pageInfo { endCursor } }"


@dataclass(frozen=True)
class Asked:
    """One question at one size, and how many rows it must give, at the path of its connection."""

    name: str
    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    connection: str = "companies"
    rows: int | None = PAGE


def main(words: Sequence[str]) -> None:
    """Ask every size the same."""
    made = options.parser("scale", "Time the same answers out of more and more data.")
    made.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="how many companies, smallest first"
    )
    made.add_argument("--rounds", type=int, default=30, help="how often each question is asked (30)")
    given = made.parse_args(words)
    found: dict[int, dict[str, Spread]] = {}
    for size in given.sizes:
        say(f"generating {size:,} companies")
        with prepared(size) as setting:
            found[size] = measure(setting, size, given.rounds)
    show(lines(found))
    shown = {str(size): {name: each.values for name, each in times.items()} for size, times in found.items()}
    options.write(given.json, {"scale seconds": shown})


def measure(setting: Setting, companies: int, rounds: int) -> dict[str, Spread]:
    """Seconds of each question."""
    source = SQLiteDatabase(setting.database, 1)
    engine = make_engine(source)
    with closing(uvloop.new_event_loop()) as loop:
        try:
            asked = loop.run_until_complete(questions(engine, companies))
            found: dict[str, list[float]] = {each.name: [] for each in asked}
            for number in range(rounds + 2):
                for each in asked:
                    seconds, body = loop.run_until_complete(answer(engine, each.query, each.variables))
                    if number == 0:
                        check(setting, each, body)
                    if number > 1:  # the first time it is planned, the second time on a thread
                        found[each.name].append(seconds)
            return {name: Spread(tuple(values)) for name, values in found.items()}
        finally:
            loop.run_until_complete(source.close())


async def questions(engine: Engine, companies: int) -> list[Asked]:
    """What is asked at a size: in the middle of the data, and deep in it, too."""
    middle = f"university-{companies // SPINOFFS // 2:05d}"
    deep = min(DEEP, companies // PAGE) - 1
    by_hand = [Asked(each.name, each.query, each.variables, rows=None) for each in QUESTIONS.values()]
    return [
        *by_hand,
        Asked("by name", f"{{ {NAMED} }}"),
        Asked("through a link", f"query Q($slug: String!) {{ {THROUGH} }}", {"slug": middle}),
        Asked("search", f"{{ {FOUND} }}", connection="search", rows=1),
        Asked("page 1", f"query Q($after: String) {{ {LIST} }}", {"after": None}),
        Asked(
            "a deep page",
            f"query Q($after: String) {{ {LIST} }}",
            {"after": await cursor_after(engine, deep * PAGE)},
        ),
    ]


async def cursor_after(engine: Engine, rows: int) -> str:
    """The cursor of a row, walked to from the start."""
    after = None
    query = f"query Q($first: Int, $after: String) {{ {WALK} }}"
    while rows > 0:
        first = min(STEP, rows)
        _, body = await answer(engine, query, {"first": first, "after": after})
        after = json.loads(body)["data"]["companies"]["pageInfo"]["endCursor"]
        rows -= first
    assert after is not None
    return str(after)


async def answer(engine: Engine, query: str, variables: dict[str, Any]) -> tuple[float, bytes]:
    """One answer, and how long it took."""
    began = time.perf_counter()
    made = await engine.answer(Request(query, variables=variables))
    return time.perf_counter() - began, made.body


def check(setting: Setting, asked: Asked, body: bytes) -> None:
    """Hold that an answer is as it should be."""
    said = json.loads(body)
    if asked.rows is None:
        expected = json.loads((setting.answers / f"{asked.name}.json").read_bytes())
        right = json.dumps(said) == json.dumps(expected)
    else:
        right = "errors" not in said and len(said["data"][asked.connection]["nodes"]) == asked.rows
    if not right:
        raise AssertionError(f"{asked.name} is answered with {body[:300]!r}")


def lines(found: dict[int, dict[str, Spread]]) -> list[str]:
    """Milliseconds, and the ratio to the smallest size."""
    sizes = list(found)
    shown = ["The same answers out of more data: milliseconds, and the ratio to the fewest companies"]
    shown.append(f"  {'companies':16}" + "".join(f"{size:>20,}" for size in sizes))
    for name in found[sizes[0]]:
        least = found[sizes[0]][name].middle
        cells = (
            f"{found[size][name].middle * 1e3:12.3f} {found[size][name].middle / least:5.2f} x"
            for size in sizes
        )
        shown.append(f"  {name:16}" + "".join(cells))
    last = found[sizes[-1]]
    return [
        *shown,
        f"  a deep page takes {last['a deep page'].middle / last['page 1'].middle:.2f} x as long as page 1",
    ]
