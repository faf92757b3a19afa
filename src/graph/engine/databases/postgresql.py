"""PostgreSQL through asyncpg: a pool of connections in each process.

In: jobs. Out: bytes. Never: a write: every connection is read-only.

A request that runs too long, or whose client leaves, is cancelled on the server. All statements of one operation
read one snapshot.
"""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

from graph.engine.dialects.postgresql import PostgreSQL
from graph.engine.execute import (
    LARGEST,
    Allowance,
    DeadlineExceeded,
    Description,
    Job,
    Outcome,
    Unavailable,
    kind_of,
)
from graph.engine.line import Line

FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
TIMEOUTS = (TimeoutError, asyncpg.QueryCanceledError)
# Connections for what is asked beside operations: descriptions, query plans.
SPARE = 2
# How many reasons are remembered as told.
REASONS = 100
DESCRIPTION = "SELECT version, built_at, counts FROM dataset"
# Another database may have a table of that name, but not with all of its columns.
PUBLISHED = (
    "SELECT count(*) = 3 FROM pg_attribute WHERE attrelid = to_regclass('dataset')"
    " AND attname IN ('version', 'built_at', 'counts')"
)
LACKING = (
    "SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NULL ORDER BY name"
)
# Fullest rules first.
FOLDING = ("pg_unicode_fast", "und-x-icu", "pg_c_utf8")
COLLATIONS = "SELECT collname FROM pg_collation WHERE collname = ANY($1::text[])"
SEARCH = "SELECT 1 FROM information_schema.columns WHERE table_name = 'search' AND column_name = 'terms'"
DATABASE = "SELECT datcollate FROM pg_database WHERE datname = current_database()"

LOG = logging.getLogger("graph.engine")

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection: TypeAlias = PoolConnectionProxy[asyncpg.Record]


class PostgreSQLDatabase:
    """A PostgreSQL database, read through a pool."""

    def __init__(
        self,
        url: str,
        connections: int = 4,
        seconds: float = 10.0,
        *,
        line: Line | None = None,
        largest: int = LARGEST,
        tables: Iterable[str] = (),
    ) -> None:
        """Nothing is opened yet; where one of the tables is not there, the database is not ready."""
        self.url = url
        self.largest = largest
        self.tables = list(tables)
        # Why nothing could be read, as told to who runs the server.
        self.told: set[str] = set()
        self.connections = connections
        self.seconds = seconds
        self.line = line or Line(connections)
        self.pool: asyncpg.Pool[asyncpg.Record] | None = None
        # Connections of the pool's that nobody uses now, and that serve the next operation as they are: to give
        # one back to the pool and take it again costs more than a small statement.
        self.idle: list[Connection] = []
        self.opening = asyncio.Lock()

    async def opened(self) -> "asyncpg.Pool[asyncpg.Record]":
        """The pool, opened when it is first needed, so that a server can start before its database."""
        if self.pool is None:
            async with self.opening:
                if self.pool is None:
                    self.pool = await asyncpg.create_pool(
                        self.url,
                        min_size=1,
                        max_size=self.connections + SPARE,
                        statement_cache_size=512,
                        max_cached_statement_lifetime=0,
                        max_cacheable_statement_size=256 * 1024,
                        command_timeout=self.seconds,
                        timeout=5,
                        reset=leave_as_it_is,
                        server_settings={
                            "default_transaction_read_only": "on",
                            "statement_timeout": str(int(self.seconds * 1000) + 1000),
                            "jit": "off",
                            "application_name": "spinoff-graph",
                        },
                    )
        return self.pool

    async def run(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run statements, when there is a connection for them."""
        return await self.line.run(lambda: self.run_here(jobs, seconds), kind_of(jobs))

    async def run_here(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run statements on one connection."""
        try:
            connection = await self.take()
            outcomes: list[Outcome] = []
            try:
                outcomes = await run_all(connection, jobs, seconds)
            finally:
                await self.give(connection, outcomes)
        except TIMEOUTS:
            return [DeadlineExceeded()] * len(jobs)
        except FAILURES as error:
            return [Unavailable(str(error))] * len(jobs)
        allowance = Allowance(self.largest)
        return [allowance.take(outcome) for outcome in outcomes]

    async def take(self) -> "Connection":
        """A connection for one operation; the line before lets no more come than the pool has."""
        pool = await self.opened()
        while self.idle:
            connection = self.idle.pop()
            if not connection.is_closed():
                return connection
            await pool.release(connection)
        return await pool.acquire()

    async def give(self, connection: "Connection", outcomes: Sequence[Outcome]) -> None:
        """Keep a connection for the next operation; after anything unusual the pool sees to it."""
        if outcomes and all(isinstance(outcome, bytes) for outcome in outcomes):
            self.idle.append(connection)
        elif self.pool is not None:
            await self.pool.release(connection)

    async def describe(self) -> Description:
        """What a build left in the database; any other database has but the number of its last transaction."""
        try:
            async with (await self.opened()).acquire(timeout=5) as connection:
                if lacking := await connection.fetch(LACKING, self.tables):
                    names = ", ".join(row[0] for row in lacking)
                    raise self.unavailable(f"it has no table {names}: it is the database of other classes")
                if not await connection.fetchval(PUBLISHED):
                    return Description(
                        str(await connection.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())"))
                    )
                row = await connection.fetchrow(DESCRIPTION)
        except (*TIMEOUTS, *FAILURES) as error:
            raise self.unavailable(str(error) or type(error).__name__) from None
        if row is None:
            raise self.unavailable("it was never built")
        return Description(row["version"], datetime.fromisoformat(row["built_at"]), json.loads(row["counts"]))

    def unavailable(self, reason: str) -> Unavailable:
        """Why nothing can be read; told to who runs the server once for each reason."""
        if reason not in self.told and len(self.told) < REASONS:
            self.told.add(reason)
            LOG.error("the database cannot be read: %s", reason)
        return Unavailable(reason)

    async def explain(self, job: Job) -> list[str]:
        """PostgreSQL's own plan."""
        async with (await self.opened()).acquire() as connection:
            rows = await connection.fetch(f"EXPLAIN {job.sql}", *arguments(job))
            return [row[0] for row in rows]

    async def size(self, table: str) -> int:
        """About how many rows a table has."""
        async with (await self.opened()).acquire() as connection:
            found = await connection.fetchval(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass($1)", f'"{table}"'
            )
            return max(int(found or 0), 0)

    async def close(self) -> None:
        """Close the pool."""
        if self.pool is not None:
            while self.idle:
                await self.pool.release(self.idle.pop())
            await self.pool.close()
            self.pool = None


async def leave_as_it_is(_: Any) -> None:
    """Nothing to reset between requests: statements that only read leave nothing in a session.

    asyncpg's own reset is a round trip for every request, half of what a small one takes.
    """


def arguments(job: Job) -> list[Any]:
    """The values of a job by position."""
    return [job.values[name] for name in job.positions]


async def run_all(connection: "Connection", jobs: Sequence[Job], seconds: float) -> list[Outcome]:
    """The values of the statements of one operation, of one snapshot."""
    if len(jobs) == 1:
        return [await run_one(connection, jobs[0], seconds)]
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return [await run_nested(connection, job, seconds) for job in jobs]


async def run_one(connection: Any, job: Job, seconds: float) -> Outcome:
    """The one value of a statement."""
    try:
        value = await connection.fetchval(job.sql, *arguments(job), timeout=seconds)
    except TIMEOUTS:
        return DeadlineExceeded()
    except FAILURES as error:
        return Unavailable(str(error))
    return value if isinstance(value, bytes) else Unavailable("a statement gave no row")


async def run_nested(connection: Any, job: Job, seconds: float) -> Outcome:
    """The one value of a statement inside a transaction that survives when it fails."""
    try:
        async with connection.transaction():
            outcome = await run_one(connection, job, seconds)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
    except (DeadlineExceeded, Unavailable) as error:
        return error


async def read_dialect(url: str) -> PostgreSQL:
    """How this server sorts and folds text; Unavailable where it cannot be asked."""
    try:
        connection = await asyncpg.connect(url, timeout=5)
        try:
            found = {row[0] for row in await connection.fetch(COLLATIONS, list(FOLDING))}
            collation = await connection.fetchval(DATABASE)
            indexed = await connection.fetchval(SEARCH)
        finally:
            await connection.close()
    except (*TIMEOUTS, *FAILURES, ValueError) as error:
        raise Unavailable(str(error)) from None
    folding = next((name for name in FOLDING if name in found), None)
    return PostgreSQL(
        collated=collation not in ("C", "C.UTF-8", "C.utf8", "POSIX"), folding=folding, indexed=bool(indexed)
    )
