"""The engine's SQL and the whole engine against SQL written by hand, in one process, without HTTP.

In: a generated database, questions. Out: times of each candidate, answers checked equal before.
Never: a server.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import apsw
import uvloop
from graphql import ExecutionResult

from graph.api import build_schema
from graph.api.schema import core_schema
from graph.catalogue import read_catalogue
from graph.engine import Engine, Request
from graph.engine.binding import bind_all
from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.dialects.sqlite import SQLite
from graph.engine.execute import Job
from graph.models import MODELS
from tests.bench.questions import Question
from tests.bench.timing import Spread, interleave

CALLS = {"B": 50, "A1": 5}
"""Calls per timing, so that none is shorter than the clock can tell."""

Ask = Callable[[int], bytes]
"""Asks so many times, and gives the last answer."""


def measure(database: Path, questions: Iterable[Question], rounds: int) -> dict[str, dict[str, Spread]]:
    """Time every candidate on each question; AssertionError where their answers differ."""
    source = SQLiteDatabase(database, 1)
    engine = make_engine(source)
    with closing(uvloop.new_event_loop()) as loop:
        try:
            return {
                each.name: measure_one(database, loop, engine, source, each, rounds) for each in questions
            }
        finally:
            loop.run_until_complete(source.close())


def measure_one(
    database: Path,
    loop: asyncio.AbstractEventLoop,
    engine: Engine,
    source: SQLiteDatabase,
    question: Question,
    rounds: int,
) -> dict[str, Spread]:
    """Time every candidate on one question."""
    candidates = {
        "engine": ask_engine(loop, engine, question),
        "engine's SQL": ask_statement(engine, source, question),
        "by hand": ask_apsw(database, question),
        "by hand, sqlite3": ask_sqlite3(database, question),
    }
    check_equal(question, candidates)
    return interleave(candidates, rounds, CALLS.get(question.name, 1))


def check_equal(question: Question, candidates: dict[str, Ask]) -> None:
    """Hold that all answers are equal, as JSON with its keys in order."""
    answers = {name: json.dumps(json.loads(ask(1))) for name, ask in candidates.items()}
    for name, answer in answers.items():
        if answer != answers["engine"]:
            raise AssertionError(
                f"{question.name}: {name} answers {answer[:200]}, the engine {answers['engine'][:200]}"
            )


def make_engine(source: SQLiteDatabase) -> Engine:
    """The engine over the ecosystem's models."""
    catalogue = read_catalogue(MODELS)
    return Engine(catalogue, core_schema(build_schema(catalogue)), SQLite(), source, no_resolver)


async def no_resolver(*_: object) -> ExecutionResult:
    """Nothing asked here is Strawberry's."""
    raise NotImplementedError


def ask_engine(loop: asyncio.AbstractEventLoop, engine: Engine, question: Question) -> Ask:
    """Whole requests, as the HTTP layer makes them, on a running event loop."""
    request = Request(question.query, variables=question.variables)

    async def ask(calls: int) -> bytes:
        for _ in range(calls - 1):
            await engine.answer(request)
        return (await engine.answer(request)).body

    return lambda calls: loop.run_until_complete(ask(calls))


def repeated(one: Callable[[], bytes]) -> Ask:
    """Calls of a plain function."""

    def ask(calls: int) -> bytes:
        for _ in range(calls - 1):
            one()
        return one()

    return ask


def ask_statement(engine: Engine, source: SQLiteDatabase, question: Question) -> Ask:
    """Only the statement that the engine made, on this thread."""
    document = engine.documents.read(question.query)
    operation = document.operation(None)
    [field] = engine.preparer.prepare(document, operation, question.variables).fields
    assert field.statement is not None
    job = Job(field.statement.sql, bind_all(field.statement.binds, question.variables))

    def ask() -> bytes:
        [outcome] = source.run_here([job], 60)
        assert isinstance(outcome, bytes), outcome
        return b'{"data":{"%b":%b}}' % (field.key.encode(), outcome)

    return repeated(ask)


def ask_apsw(database: Path, question: Question) -> Ask:
    """The statement written by hand, on the SQLite that the engine uses, opened in the same way."""
    uri = f"file:{database}?mode=ro&immutable=1"
    connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    connection.execute("PRAGMA mmap_size=1073741824; PRAGMA cache_size=-16384")

    def ask() -> bytes:
        answer: str = connection.execute(question.sql, (question.parameter,)).get
        return answer.encode()

    return repeated(ask)


def ask_sqlite3(database: Path, question: Question) -> Ask:
    """The statement written by hand, on the interpreter's SQLite."""
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)

    def ask() -> bytes:
        answer: str = connection.execute(question.sql, (question.parameter,)).fetchone()[0]
        return answer.encode()

    return repeated(ask)
