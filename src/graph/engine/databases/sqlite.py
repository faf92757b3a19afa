"""SQLite through apsw, on connections that one thread uses at a time.

In: jobs. Out: bytes. Never: a connection shared by two threads, nor slow SQL on the event loop, nor an answer out of
a file that is known to be damaged; nor what is no file, for which one could wait for ever.

A published database never changes: it is opened immutable, checked when it is first opened, and let go when another
file takes its place. Any other database is opened read-only, and each operation reads one snapshot of it.
All statements of one operation run on one connection, so that an answer never mixes two states of the data. What is
asked of the database itself has a thread of its own: health waits for no slow SQL.
"""

import asyncio
import logging
import stat
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from graph.engine.databases.sqlite_reader import AGAIN, Identity, Piece, Reader
from graph.engine.databases.threads import Threads
from graph.engine.execute import (
    LARGEST,
    DeadlineExceeded,
    Description,
    Job,
    Outcome,
    Unavailable,
    kind_of,
)
from graph.engine.line import Line
from graph.engine.together import Together

# Statements that took no longer than this, in seconds, are run on the event loop,
QUICK = 0.000_5
# and sent to a thread after all when they take this long there.
PATIENCE = 0.003
# No more of them at once, nor any with a parameter of more characters: those were quick with others.
FEW = 8
SHORT = 2_000
KEPT = 2_000
SEARCH = "SELECT 1 FROM sqlite_master WHERE name='search' AND sql LIKE '%fts5(entity%'"

LOG = logging.getLogger("graph.engine")

# How long what runs may take to stop in the end (seconds), and how many reasons are remembered as told.
END = 1.0
REASONS = 100


class SQLiteDatabase:
    """An SQLite file, read by a few threads."""

    def __init__(
        self,
        path: Path,
        threads: int = 4,
        *,
        immutable: bool = True,
        line: Line | None = None,
        largest: int = LARGEST,
        tables: Iterable[str] = (),
    ) -> None:
        """Nothing is opened yet; where one of the tables is not there, nothing will be answered."""
        self.path = path
        self.largest = largest
        self.immutable = immutable
        self.tables = frozenset(tables)
        # Connections that nobody uses now; the one used last is used next.
        self.idle: list[Reader] = []
        self.busy: set[Reader] = set()
        # The file that was opened last, and why it cannot be answered from, if it cannot.
        self.opened: Identity | None = None
        self.damage: str | None = None
        self.opening = threading.Lock()
        # Why nothing could be read, as told to who runs the server.
        self.told: set[str] = set()
        self.pool = Threads(threads, "sqlite", yielding=True)
        # What describes the database, and its connection where descriptions have to be compared.
        self.describing = Threads(1, "describing")
        self.describer: Reader | None = None
        self.line = line or Line(threads)
        self.quick: set[str] = set()
        self.together = Together()
        self.described: tuple[Identity, Description] | None = None

    async def run(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run statements: here those that were quick the last time, since a thread costs more than they do."""
        known = self.opened
        if known and is_little(jobs) and all(job.sql in self.quick for job in jobs) and self.is_there(known):
            outcomes = self.run_here(jobs, min(seconds, PATIENCE), known)
            if not any(isinstance(outcome, DeadlineExceeded) for outcome in outcomes):
                return outcomes
            self.quick.difference_update(job.sql for job in jobs)
        if not self.immutable or not is_little(jobs):
            return await self.run_in_turn(jobs, seconds)
        # Nothing changes in the file: who asks the same meanwhile is answered, too.
        key = self.opened, *((job.sql, tuple(job.values.items())) for job in jobs)
        return await self.together.run(key, lambda: self.run_in_turn(jobs, seconds))

    async def run_in_turn(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run statements when there is a thread for them."""
        return await self.line.run(lambda: self.run_aside(jobs, seconds), kind_of(jobs))

    def is_there(self, known: Identity) -> bool:
        """Whether a file that was opened before is there now: to open one can take long."""
        try:
            return self.identity() == known
        except OSError:
            return False

    async def run_aside(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run statements on a thread; when their time is over, or nobody waits any more, they stop."""
        loop, piece = asyncio.get_running_loop(), Piece()
        future = loop.run_in_executor(self.pool, self.run_there, jobs, piece)
        timer = loop.call_later(seconds, look, piece, future, seconds)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            stop(piece, future)
            raise
        finally:
            timer.cancel()

    def run_there(self, jobs: Sequence[Job], piece: Piece) -> list[Outcome]:
        """Run statements on this thread, until they end or are stopped from outside."""
        try:
            with self.reader() as reader, piece.running(reader):
                began = time.monotonic()
                outcomes = reader.run(jobs)
        except (apsw.Error, OSError, Unavailable) as error:
            return [self.unavailable(error)] * len(jobs)
        if not piece.stopped:  # else next to nothing was run
            self.remember(jobs, time.monotonic() - began)
        return self.told_of(outcomes)

    def run_here(
        self, jobs: Sequence[Job], seconds: float, identity: Identity | None = None
    ) -> list[Outcome]:
        """Run statements on this thread, which looks at the clock meanwhile."""
        try:
            reader = self.take(identity or self.identity())
            try:
                reader.deadline = time.monotonic() + seconds
                outcomes = reader.run(jobs)
            finally:
                self.give(reader)
        except (apsw.Error, OSError, Unavailable) as error:
            return [self.unavailable(error)] * len(jobs)
        return self.told_of(outcomes)

    def told_of(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Outcomes, of which those that tell of damage are told to who runs the server."""
        for outcome in outcomes:
            if isinstance(outcome, Unavailable):
                self.unavailable(outcome)
        return outcomes

    def remember(self, jobs: Sequence[Job], seconds: float) -> None:
        """Keep which statements are quick, of those used last."""
        if len(self.quick) >= KEPT:
            self.quick.clear()
        if seconds < QUICK:
            self.quick.update(job.sql for job in jobs)

    async def describe(self) -> Description:
        """What the database says of its data, read again only when another file has taken its place."""
        try:
            identity = self.identity()
        except OSError as error:
            raise self.unavailable(error) from None
        if self.described is None or self.described[0] != identity or not self.immutable:
            found = await asyncio.get_running_loop().run_in_executor(self.describing, self.describe_here)
            self.described = (identity, found)
        return self.described[1]

    def describe_here(self) -> Description:
        """Describe the database, on the thread that does."""
        try:
            if self.immutable:
                with self.reader() as reader:
                    return reader.describe()
            reader = self.followed()
            reader.find(self.tables)
            return reader.describe()
        except (apsw.Error, OSError, Unavailable, ValueError, TypeError) as error:
            raise self.unavailable(error) from None

    def followed(self) -> Reader:
        """The connection by which changes are seen: SQLite counts them anew for each."""
        identity = self.identity()
        if self.describer is not None and self.describer.identity != identity:
            self.describer.connection.close()
            self.describer = None
        if self.describer is None:
            self.describer = self.open(identity)
        return self.describer

    def unavailable(self, error: Exception) -> Unavailable:
        """Why nothing can be read; told to who runs the server once for each reason, not for each request."""
        reason = str(error)
        if reason not in self.told and len(self.told) < REASONS:
            self.told.add(reason)
            LOG.error("%s cannot be read: %s", self.path, reason)
        return Unavailable(reason)

    async def explain(self, job: Job) -> list[str]:
        """SQLite's own plan."""

        def here() -> list[str]:
            with self.reader() as reader:
                reader.deadline = time.monotonic() + 5
                explained = reader.connection.execute(f"EXPLAIN QUERY PLAN {job.sql}", job.values)
                rows: list[Any] = explained.fetchall()
            depth = {0: -1}
            lines = []
            for number, parent, _, text in rows:
                depth[number] = depth[parent] + 1
                lines.append(f"{'  ' * depth[number]}{text}")
            return lines

        return await asyncio.get_running_loop().run_in_executor(self.pool, here)

    async def size(self, table: str) -> int:
        """How many rows a table has, up to a hundred thousand."""

        def here() -> int:
            quoted = table.replace('"', '""')
            counting = f'SELECT count(*) FROM (SELECT 1 FROM "{quoted}" LIMIT 100000)'
            with self.reader() as reader:
                reader.deadline = time.monotonic() + 5
                rows: list[Any] = reader.connection.execute(counting).fetchall()
            return int(rows[0][0])

        return await asyncio.get_running_loop().run_in_executor(self.pool, here)

    def identity(self) -> Identity:
        """What tells one file from another in the same place; OSError where there is none that can be opened."""
        found = self.path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError("it is no file")
        if not self.immutable:
            return found.st_dev, found.st_ino
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """A connection to the file that is there now, for this thread alone until the block ends."""
        reader = self.take(self.identity())
        try:
            yield reader
        finally:
            self.give(reader)

    def take(self, identity: Identity) -> Reader:
        """A connection for this thread alone; those to a file that has lost its place are closed."""
        found = None
        while self.idle and found is None:
            try:
                found = self.idle.pop()
            except IndexError:  # another thread took the last one
                break
            if found.identity != identity:
                found.connection.close()
                found = None
        reader = found or self.open(identity)
        self.busy.add(reader)
        return reader

    def give(self, reader: Reader) -> None:
        """Give a connection back."""
        self.busy.discard(reader)
        if reader.identity == self.opened:
            self.idle.append(reader)
        else:
            reader.connection.close()

    def open(self, identity: Identity) -> Reader:
        """Open the file that is there now; Unavailable where it was found damaged."""
        with self.opening:
            if identity == self.opened and self.damage is not None:
                raise Unavailable(self.damage)
            reader = Reader(self.path, identity, self.largest, immutable=self.immutable)
            while (now := self.identity()) != identity:  # replaced meanwhile
                reader.connection.close()
                identity = now
                reader = Reader(self.path, identity, self.largest, immutable=self.immutable)
            if identity != self.opened:
                self.opened, self.damage = identity, self.examine(reader)
                self.let_go()
            if self.damage is not None:
                reader.connection.close()
                raise Unavailable(self.damage)
            return reader

    def let_go(self) -> None:
        """Close what was given back while another file was being opened."""
        kept = []
        with suppress(IndexError):
            while True:
                reader = self.idle.pop()
                if reader.identity == self.opened:
                    kept.append(reader)
                else:
                    reader.connection.close()
        self.idle += kept

    def examine(self, reader: Reader) -> str | None:
        """What is wrong with a file that was never opened before; nothing is asked of one that others write."""
        if not self.immutable:
            return None
        try:
            reader.check()
            reader.find(self.tables)
        except apsw.InterruptError:
            return None
        except (apsw.Error, Unavailable) as error:
            return str(error)
        self.told.clear()
        return None

    async def close(self) -> None:
        """Stop what runs, then close every connection but those of threads that do not stop."""
        await asyncio.to_thread(self.close_here)

    def close_here(self) -> None:
        """Do that; whoever is stuck is waited for no longer than a second."""
        self.pool.stop()
        self.describing.stop()
        until = time.monotonic() + END
        while not (ended := self.pool.end(AGAIN)) and time.monotonic() < until:
            for reader in tuple(self.busy):
                reader.deadline = 0.0
                with suppress(apsw.Error):  # closed meanwhile
                    reader.connection.interrupt()
        if not ended:
            LOG.warning("%s is still being read: nobody waits for that", self.path)
        if self.describing.end(END) and self.describer is not None:
            self.describer.connection.close()
            self.describer = None
        with suppress(IndexError):
            while True:
                self.idle.pop().connection.close()


def look(piece: Piece, future: "asyncio.Future[list[Outcome]]", seconds: float) -> None:
    """Stop statements that have had so many seconds; they may have waited for their thread before."""
    left = seconds if piece.began is None else piece.began + seconds - time.monotonic()
    if left <= 0:
        stop(piece, future)
    elif not future.done():
        asyncio.get_running_loop().call_later(left, look, piece, future, seconds)


def stop(piece: Piece, future: "asyncio.Future[list[Outcome]]") -> None:
    """Stop statements, again and again until they have ended: one may be about to begin."""
    if not future.done():
        piece.stop()
        asyncio.get_running_loop().call_later(AGAIN, stop, piece, future)


def is_little(jobs: Sequence[Job]) -> bool:
    """Whether statements that are quick are so together, whatever they were given the last time."""
    return len(jobs) <= FEW and all(
        len(value) <= SHORT for job in jobs for value in job.values.values() if isinstance(value, str | bytes)
    )


def keep_no_accounts() -> None:
    """Have SQLite keep no accounts of its memory, in a process that has no connection yet.

    They are behind one lock, for which threads wait at every allocation: two that write long answers at once took
    half as much processor time again for each.
    """
    apsw.shutdown()
    apsw.config(apsw.SQLITE_CONFIG_MEMSTATUS, 0)
    apsw.initialize()


def has_search(path: Path) -> bool:
    """Whether a build made the table `search` in this database; no, where there is none."""
    if not path.is_file():
        return False
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    except apsw.Error:
        return False
    try:
        return connection.execute(SEARCH).fetchone() is not None
    except apsw.Error:
        return False
    finally:
        connection.close()
