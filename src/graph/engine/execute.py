"""Statements → bytes, on connections that threads own.

In: SQL text and parameters. Out: the bytes of each statement's one value.
Never: GraphQL, nor a connection shared by two threads, nor SQL on the event loop.

A published database never changes: it is opened read-only and immutable, and a connection is made anew
when another file takes its place. All statements of one operation run on one connection, so that an answer
never mixes two builds.
"""

import asyncio
import base64
import os
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import apsw

from graph.columns import plain
from graph.engine.binding import fold

STEPS = 20_000
FAILURES = (apsw.Error, OSError)


class DeadlineExceeded(Exception):  # noqa: N818 - what happened, in the words of the contract
    """A statement ran longer than it may."""


class Unavailable(Exception):  # noqa: N818
    """The database cannot be read."""


@dataclass(frozen=True)
class Job:
    """One statement with its parameters."""

    sql: str
    values: Mapping[str, Any]


Outcome = bytes | Exception


class Database(Protocol):
    """What runs statements."""

    async def run(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run the statements of one operation on one snapshot; each gives its bytes or why it failed."""

    def close(self) -> None:
        """Let go of every connection."""


class Reader:
    """A connection that one thread owns."""

    def __init__(self, path: Path, identity: tuple[int, ...]) -> None:
        self.identity = identity
        self.deadline = 0.0
        self.stop: threading.Event | None = None
        uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self.connection = apsw.Connection(
            uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI, statementcachesize=256
        )
        # The planner looks at no bound value, so that a statement prepared once serves every page size.
        self.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        self.connection.execute("PRAGMA mmap_size=1073741824; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY")
        self.connection.create_scalar_function("graph_fold", fold, 1, deterministic=True)
        self.connection.create_scalar_function("graph_base64", as_base64, 1, deterministic=True)
        self.connection.create_scalar_function("graph_decimal", as_decimal, 1, deterministic=True)
        self.connection.create_scalar_function("graph_mean", as_mean, 3, deterministic=True)
        self.connection.set_progress_handler(self.must_stop, STEPS)

    def must_stop(self) -> bool:
        """Whether the running statement has had its time, or nobody waits for it any more."""
        return time.monotonic() > self.deadline or (self.stop is not None and self.stop.is_set())

    def run(self, job: Job) -> bytes:
        """The one value of a statement."""
        try:
            for (value,) in self.connection.execute(job.sql, job.values):
                return value if isinstance(value, bytes) else str(value).encode()
        except apsw.InterruptError:
            raise DeadlineExceeded from None
        raise Unavailable("a statement gave no row")


class SQLiteDatabase:
    """A published SQLite file, read by a few threads."""

    def __init__(self, path: Path, threads: int = 4) -> None:
        self.path = path
        self.local = threading.local()
        self.readers: set[Reader] = set()
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="sqlite")

    async def run(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run statements on a thread; when nobody waits any more, the statement stops."""
        stop = threading.Event()
        future = asyncio.get_running_loop().run_in_executor(self.pool, self.run_here, jobs, seconds, stop)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            stop.set()
            raise

    def run_here(self, jobs: Sequence[Job], seconds: float, stop: threading.Event | None = None) -> list[Outcome]:
        """Run statements on this thread's connection."""
        outcomes: list[Outcome] = []
        deadline = time.monotonic() + seconds
        for job in jobs:
            try:
                reader = self.reader() if not outcomes else self.local.reader
                reader.deadline = deadline
                reader.stop = stop
                outcomes.append(reader.run(job))
            except (*FAILURES, DeadlineExceeded, Unavailable) as error:
                outcomes.append(error if isinstance(error, DeadlineExceeded) else Unavailable(str(error)))
        return outcomes

    def reader(self) -> Reader:
        """This thread's connection, made anew when another file has taken the database's place."""
        found = os.stat(self.path)
        identity = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
        reader: Reader | None = getattr(self.local, "reader", None)
        if reader is None or reader.identity != identity:
            if reader is not None:
                self.readers.discard(reader)
                reader.connection.close()
            reader = Reader(self.path, identity)
            self.readers.add(reader)
            self.local.reader = reader
        return reader

    def close(self) -> None:
        """Wait for what runs, then close every connection."""
        self.pool.shutdown()
        for reader in self.readers:
            reader.connection.close()
        self.readers.clear()


def as_base64(value: bytes | None) -> str | None:
    """Bytes as Base64 text."""
    return None if value is None else base64.b64encode(value).decode()


def as_decimal(value: Any) -> str | None:
    """A number stored as SQLite stores NUMERIC, in plain decimal notation without trailing zeros."""
    if value is None:
        return None
    made = Decimal(repr(value) if isinstance(value, float) else value)
    return format(made.normalize() if made % 1 else made.to_integral_value(), "f")


def as_mean(total: int | None, count: int, scale: int) -> str | None:
    """A sum of units divided by how many they are, with four digits more than the units have."""
    if total is None or not count:
        return None
    with localcontext(prec=60):
        mean = (Decimal(total).scaleb(-scale) / count).quantize(Decimal(1).scaleb(-scale - 4), ROUND_HALF_UP)
        return format(plain(mean), "f")
