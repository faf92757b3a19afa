"""One connection to an SQLite file, and what a build left in it.

In: a file, jobs. Out: bytes, a description of the data. Never: used by two threads at a time, nor more bytes than an
answer may have.
"""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from graph.engine.databases.sqlite_functions import FUNCTIONS
from graph.engine.execute import Allowance, DeadlineExceeded, Description, Job, Outcome, TooLarge, Unavailable

# How many steps of SQLite's machine pass between two looks at the clock: about half a millisecond.
STEPS = 50_000
# How often a statement is told to stop that has not stopped (seconds): it may just not have begun.
AGAIN = 0.02
# Another database may have a table of that name, but not with all of its columns.
PUBLISHED = "SELECT name FROM pragma_table_info('dataset')"
COLUMNS = frozenset({"version", "built_at", "counts"})
TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
DESCRIPTION = "SELECT version, built_at, counts FROM dataset"
FLAGS = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_NOMUTEX
# The largest file, in bytes, that is read as a whole before anything is answered from it.
CHECKED = 33_554_432

Identity = tuple[int, ...]


class Piece:
    """Statements that run on a thread, where they look at no clock: they are stopped from outside.

    A look needs Python's lock, for which a thread waits where the event loop is busy: two threads that looked every
    half a millisecond gave two thirds of the answers.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reader: Reader | None = None
        # When it began (seconds of the monotonic clock).
        self.began: float | None = None
        self.stopped = False

    @contextmanager
    def running(self, reader: "Reader") -> Iterator[None]:
        """A block in which it runs."""
        reader.connection.set_progress_handler(None)
        with self.lock:
            self.reader, reader.piece = reader, self
            self.began = time.monotonic()
        try:
            yield
        finally:
            with self.lock:
                self.reader, reader.piece = None, None
            reader.look()

    def stop(self) -> None:
        """Stop it; to be called again until it has ended, since a statement may be about to begin."""
        with self.lock:
            self.stopped = True
            if self.reader is not None:
                self.reader.connection.interrupt()


class Reader:
    """A connection; whoever uses it has it alone meanwhile."""

    def __init__(self, path: Path, identity: Identity, largest: int, *, immutable: bool) -> None:
        self.identity = identity
        self.immutable = immutable
        self.largest = largest
        self.deadline = 0.0
        # What runs on it, where something does that can be stopped from outside.
        self.piece: Piece | None = None
        uri = f"file:{quote(str(path))}?mode=ro{'&immutable=1' if immutable else ''}"
        self.connection = apsw.Connection(uri, flags=FLAGS, statementcachesize=256)
        # The planner looks at no bound value, so that a statement prepared once serves every page size.
        self.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        self.connection.execute(
            "PRAGMA mmap_size=1073741824; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY"
        )
        self.connection.set_busy_timeout(1000)
        self.connection.limit(apsw.SQLITE_LIMIT_LENGTH, largest)
        for name, function, arguments in FUNCTIONS:
            self.connection.create_scalar_function(name, function, arguments, deterministic=True)
        self.look()

    def look(self) -> None:
        """Look at the clock while statements run."""
        self.connection.set_progress_handler(self.must_stop, STEPS)

    def must_stop(self) -> bool:
        """Whether the running statement has had its time."""
        return time.monotonic() > self.deadline

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Run the statements of one operation on one snapshot."""
        allowance = Allowance(self.largest)
        if self.immutable or len(jobs) == 1:
            return [allowance.take(self.run_one(job, allowance.left)) for job in jobs]
        self.connection.execute("BEGIN")
        try:
            return [allowance.take(self.run_one(job, allowance.left)) for job in jobs]
        finally:
            self.connection.execute("ROLLBACK")

    def run_one(self, job: Job, left: int) -> Outcome:
        """The one value of a statement; nothing is run where no more bytes are left."""
        if left < 0:
            return TooLarge()
        if self.piece is not None and self.piece.stopped:
            return DeadlineExceeded()
        try:
            rows: list[Any] = self.connection.execute(job.sql, job.values).fetchall()
        except apsw.InterruptError:
            return DeadlineExceeded()
        except apsw.TooBigError:
            return TooLarge()
        except apsw.Error as error:
            return Unavailable(str(error))
        value = rows[0][0] if rows else None
        return value if isinstance(value, bytes) else Unavailable("a statement gave no row")

    def describe(self) -> Description:
        """What a build left in the database; any other database has but the number of its last change."""
        self.deadline = time.monotonic() + 5
        rows: list[Any] = self.connection.execute(DESCRIPTION).fetchall() if self.built() else []
        for version, built_at, counts in rows:
            return Description(version, datetime.fromisoformat(built_at), json.loads(counts))
        return Description(str(self.connection.pragma("data_version")))

    def check(self) -> None:
        """Read the whole file, unless it is large; Unavailable where it is empty or damaged."""
        self.deadline = time.monotonic() + 5
        if self.connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
            raise Unavailable("the database is empty")
        if self.identity[2] <= CHECKED:
            found = self.connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != ("ok",):
                raise Unavailable(f"the database is damaged: {found[0] if found else 'it cannot be read'}")

    def find(self, tables: frozenset[str]) -> None:
        """Look for tables; Unavailable where one is not there."""
        self.deadline = time.monotonic() + 5
        there = {str(name).lower() for (name,) in self.connection.execute(TABLES)}
        if lacking := sorted(each for each in tables if each.lower() not in there):
            raise Unavailable(f"it has no table {', '.join(lacking)}: it is the database of other classes")

    def built(self) -> bool:
        """Whether a build left a description in the database."""
        return {name for (name,) in self.connection.execute(PUBLISHED)} >= COLUMNS
