"""The first request of an operation: what it costs to read, check, plan and compile what was never seen before.

In: words of a command line. Out: tables. Never: the same text twice: each operation has aliases of its own.

In process, each stage by itself; over HTTP, the first answer of a fresh server, then first and second answers of
many operations on the same server, as its `Server-Timing` tells.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from typing import TypeVar

import uvloop
from graphql import GraphQLObjectType, parse, validate

from graph.engine import Engine
from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.document import RULES, read_document
from graph.engine.inputs import InputReader
from graph.engine.limits import CostWalk, check_document
from graph.engine.planning import Planner
from graph.engine.selection import SelectionReader
from graph.engine.sql import compile_plan
from tests.bench import options
from tests.bench.asking import Connection
from tests.bench.contenders import CONTENDERS
from tests.bench.inprocess import make_engine
from tests.bench.preparing import prepared
from tests.bench.questions import QUESTIONS, Question
from tests.bench.servers import Setting, serving
from tests.bench.timing import Spread
from tests.bench.voice import say, show

ASKED = QUESTIONS["A1"]
Made = TypeVar("Made")


def main(words: Sequence[str]) -> None:
    """Measure in process, then over HTTP."""
    made = options.parser("planning", "Time the first request of an operation.")
    made.add_argument(
        "--operations", type=int, default=100, help="how many operations on a warm server (100)"
    )
    made.add_argument("--servers", type=int, default=5, help="how many fresh servers (5)")
    given = made.parse_args(words)
    with prepared(given.companies) as setting:
        stages = in_process(setting, given.operations)
        fresh, first, again = over_http(setting, given.servers, given.operations)
    show([f"The first request of the nested query (A1): milliseconds, {given.operations} operations"])
    whole = stages.pop("whole")
    show(line(name, spread) for name, spread in stages.items())
    show([line("all of these", whole)])
    show([line("the first of a fresh server, whole request", fresh)])
    show([line("the first time on a warm server, whole request", first)])
    show([line("the second time, whole request", again)])
    spreads = {**stages, "whole": whole, "fresh server": fresh, "warm server": first, "second time": again}
    options.write(given.json, {"planning seconds": {name: each.values for name, each in spreads.items()}})


def line(name: str, spread: Spread) -> str:
    """A stage's median and range."""
    return f"  {name:48} {spread.middle * 1e3:8.3f} ({spread.least * 1e3:.3f}-{spread.most * 1e3:.3f})"


def unseen(question: Question) -> Iterator[Question]:
    """The same question under ever other names."""
    for number in count():
        text = question.query.replace("Nested", f"Nested{number}")
        for name in ("universities", "spinoffs", "fundingRounds", "facilities"):
            text = text.replace(f"{name}", f"{name}{number}: {name}", 1)
        yield replace(question, query=text)


def in_process(setting: Setting, operations: int) -> dict[str, Spread]:
    """Seconds of each stage by name, and of all together."""
    source = SQLiteDatabase(setting.database, 1)
    engine = make_engine(source)
    found: dict[str, list[float]] = {}
    with closing(uvloop.new_event_loop()) as loop:
        for number, question in zip(range(operations + 3), unseen(ASKED), strict=False):
            stages = plan_once(engine, question)
            for name, seconds in (
                stages.items() if number >= 3 else ()
            ):  # the first ones fill caches of the schema
                found.setdefault(name, []).append(seconds)
        loop.run_until_complete(source.close())
    return {name: Spread(tuple(values)) for name, values in found.items()}


def plan_once(engine: Engine, question: Question) -> dict[str, float]:
    """Seconds of each stage for one operation."""
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Made]) -> Made:
        began = time.perf_counter()
        made = work()
        found[name] = time.perf_counter() - began
        return made

    node = timed("parse", lambda: parse(question.query, max_tokens=engine.limits.tokens))
    timed("limits", lambda: check_document(node, engine.limits))
    timed("validate", lambda: validate(engine.schema, node, RULES))
    document = read_document(question.query, engine.schema, engine.limits)
    operation = document.operation(None)
    walk = CostWalk(engine.schema, document.fragments, question.variables)
    timed("cost", lambda: walk.operation(operation))
    inputs = InputReader(question.variables)
    root = engine.schema.query_type
    assert isinstance(root, GraphQLObjectType)
    reader = SelectionReader(engine.schema, document.fragments, inputs)
    [selection] = timed("select", lambda: list(reader.read_root(root, operation.selection_set)))
    catalogue, dialect = engine.preparer.catalogue, engine.preparer.dialect
    planner = Planner(catalogue, engine.schema, inputs)
    plan = timed("plan", lambda: planner.make_plan(selection))
    timed("compile", lambda: compile_plan(catalogue, dialect, plan))
    found["whole"] = sum(found.values())
    return found


def over_http(setting: Setting, servers: int, operations: int) -> tuple[Spread, Spread, Spread]:
    """Seconds of whole requests: first ones of fresh servers, first and second ones of operations on one server."""
    fresh: list[float] = []
    first: list[float] = []
    again: list[float] = []
    for number in range(servers):
        say(f"server {number + 1} of {servers}")
        with serving(CONTENDERS["ours"], setting, asking=False) as server, Connection(server) as connection:
            fresh.append(connection.ask(ASKED).seconds)
            for _, question in zip(range(operations // servers + 1), unseen(ASKED), strict=False):
                first.append(connection.ask(question).seconds)
                again.append(connection.ask(question).seconds)
    return Spread(tuple(fresh)), Spread(tuple(first)), Spread(tuple(again))
