"""A bare Starlette route over SQL written by hand, or over bytes that are ready: run by uvicorn on its own.

In: BENCH_BY (`sqlite3`, `apsw`, `postgresql` or `constant`), BENCH_DATABASE (a file, or PostgreSQL's URL),
BENCH_ANSWERS (a folder, for `constant`).
Out: `application`, which answers `/A1?first=1`, `/A20?first=20`, `/B?slug=…`. Never: GraphQL.

Routes that run SQLite are plain functions, which Starlette runs on its threads: an event loop must not wait for SQL.
"""

import os
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import apsw
import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.questions import QUESTIONS, Question

Endpoint = Callable[[Request], Any]
Run = Callable[[str, str], str]

local = threading.local()


def run_apsw(sql: str, parameter: str) -> str:
    """Run a statement on this thread's apsw connection."""
    connection: apsw.Connection | None = getattr(local, "apsw", None)
    if connection is None:
        uri = f"file:{os.environ['BENCH_DATABASE']}?mode=ro&immutable=1"
        connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        connection.execute("PRAGMA mmap_size=1073741824; PRAGMA cache_size=-16384")
        local.apsw = connection
    answer: str = connection.execute(sql, (parameter,)).get
    return answer


def run_sqlite3(sql: str, parameter: str) -> str:
    """Run a statement on this thread's connection of the interpreter's SQLite."""
    connection: sqlite3.Connection | None = getattr(local, "sqlite3", None)
    if connection is None:
        connection = sqlite3.connect(f"file:{os.environ['BENCH_DATABASE']}?mode=ro&immutable=1", uri=True)
        connection.execute("PRAGMA mmap_size=1073741824")
        local.sqlite3 = connection
    answer: str = connection.execute(sql, (parameter,)).fetchone()[0]
    return answer


def by_hand(question: Question, run: Run) -> Endpoint:
    """A route that runs the statement with the parameter of the query string."""
    name = next(iter(question.variables))

    def answer(request: Request) -> Response:
        return Response(run(question.sql, request.query_params[name]), media_type="application/json")

    return answer


class PostgreSQL:
    """Statements written by hand over a pool of asyncpg's, as large as ours."""

    def __init__(self) -> None:
        self.pool: Any = None

    async def open(self) -> None:
        """Open the pool; with ours, PostgreSQL compiles nothing to machine code for statements this short either."""
        self.pool = await asyncpg.create_pool(
            os.environ["BENCH_DATABASE"], min_size=1, max_size=8, server_settings={"jit": "off"}
        )

    def route(self, question: Question) -> Endpoint:
        """A route that runs the statement with the parameter of the query string, as its type."""
        [(name, sample)] = question.variables.items()
        kind = type(sample)

        async def answer(request: Request) -> Response:
            parameter = kind(request.query_params[name])
            found = await self.pool.fetchval(question.postgresql, parameter)
            return Response(found, media_type="application/json")

        return answer


def constant(question: Question) -> Endpoint:
    """A route that answers with bytes read at the start."""
    body = (Path(os.environ["BENCH_ANSWERS"]) / f"{question.name}.json").read_bytes()

    async def answer(_: Request) -> Response:
        return Response(body, media_type="application/json")

    return answer


def application() -> Starlette:
    """The routes that the environment asks for."""
    postgresql = PostgreSQL()
    runs: dict[str, Callable[[Question], Endpoint]] = {
        "apsw": lambda question: by_hand(question, run_apsw),
        "sqlite3": lambda question: by_hand(question, run_sqlite3),
        "postgresql": postgresql.route,
        "constant": constant,
    }
    by = os.environ["BENCH_BY"]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if by == "postgresql":
            await postgresql.open()
        yield

    return Starlette(
        routes=[Route(f"/{each.name}", runs[by](each), methods=["POST"]) for each in QUESTIONS.values()],
        lifespan=lifespan,
    )
