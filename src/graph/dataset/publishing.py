"""A data folder published as a database: made beside the old one, checked, then put in its place at once.

In: a folder, and where the database shall lie. Out: the database, and a `Published` that tells what is in it.
Never: touches the old database before the new one is whole; leaves a half one that the next build would keep.

    lock → remove leftovers → make beside → check → sync → rename → sync the folder
"""

import fcntl
import glob
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw
from sqlalchemy import Connection, create_engine, insert, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from graph.dataset.checking import read_and_check
from graph.dataset.reading import Sheet
from graph.dataset.report import DatasetError, InvalidData, Report
from graph.dataset.searching import create_search
from graph.dataset.storing import create_tables, insert_rows
from graph.dataset.versions import DATASET, is_build, opened, version_of
from graph.models import MODELS

# What every SQLite file begins with.
HEADER = b"SQLite format 3\0"


@dataclass(frozen=True)
class Published:
    """A database that was published."""

    database: Path
    version: str
    built_at: str
    counts: dict[str, int]
    report: Report


def build(folder: Path, database: Path, models: Sequence[type[SQLModel]] = MODELS) -> Published:
    """Publish a data folder as an SQLite database; the old one stays where anything goes wrong.

    Raises InvalidData with the report where the data has faults, DatasetError where nothing can be written.
    """
    sheets, report = read_and_check(folder, models)
    if not report.ok:
        raise InvalidData(report)
    try:
        version = version_of(folder, models)
        published = Published(database, version, now(), counts_of(sheets), report)
        with only_build(database), beside(database) as made:
            hold_ours(database)
            fill(made, sheets, published, models)
            sync(made)
            made.replace(database)
            sync(database.parent)
    except (OSError, DBAPIError) as error:
        raise DatasetError(f"{database} cannot be written: {cause(error)}") from error
    return published


def now() -> str:
    """Give the time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def cause(error: OSError | DBAPIError) -> str:
    """Say what went wrong, without SQL."""
    return str(error.orig if isinstance(error, DBAPIError) else error.strerror or error)


def counts_of(sheets: list[Sheet]) -> dict[str, int]:
    """Count the rows of each type: of each kind where a table has several."""
    counts: dict[str, int] = {}
    for sheet in sheets:
        kinds = {kind: mapper.class_.__name__ for kind, mapper in sheet.file.kinds.items()}
        name = sheet.file.mapper.class_.__name__
        for kind_name in kinds.values() or [name]:
            counts[kind_name] = 0
        for row in sheet.rows:
            counts[kinds.get(row.values.get(sheet.file.kind_column or ""), name)] += 1
    return counts


@contextmanager
def only_build(database: Path) -> Iterator[None]:
    """Wait until no other build of the same database runs; a killed one holds no lock."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with (database.parent / f".{database.name}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def hold_ours(database: Path) -> None:
    """Refuse to take the place of a file that no build made; one that is empty or damaged may have been ours."""
    if not database.exists() or (database.is_file() and may_be_ours(database)):
        return
    raise DatasetError(f"{database} is there already and is no database of this project's: name another file")


def may_be_ours(file: Path) -> bool:
    """Whether a build made a file, or may have: what is empty or damaged tells no more of itself."""
    with file.open("rb") as read:
        begins = read.read(len(HEADER))
    if begins != HEADER:
        return not begins
    try:
        # With what its own program has not written into it yet.
        with opened(file, "immutable=0") as connection:
            empty = connection.execute("SELECT 1 FROM sqlite_master").get is None
            return empty or is_build(connection)
    except (apsw.CorruptError, apsw.NotADBError):
        return True
    except apsw.Error:
        return False


@contextmanager
def beside(database: Path) -> Iterator[Path]:
    """Give a new file in the database's folder, gone at the end; what killed builds left there goes first."""
    prefix = f".{database.name}.new-"
    for leftover in database.parent.glob(f"{glob.escape(prefix)}*"):
        leftover.unlink(missing_ok=True)
    made = database.with_name(f"{prefix}{os.getpid()}")
    try:
        yield made
    finally:
        for each in (made, made.with_name(f"{made.name}-journal")):
            each.unlink(missing_ok=True)


def fill(made: Path, sheets: list[Sheet], published: Published, models: Sequence[type[SQLModel]]) -> None:
    """Write tables, rows and what is known of the whole; then let SQLite check it and learn its shape."""
    engine = create_engine(f"sqlite:///{made}")
    try:
        with engine.begin() as connection:
            create_tables(connection, [sheet.file for sheet in sheets])
            for sheet in sheets:
                insert_rows(connection, sheet)
            create_search(connection, models)
            DATASET.create(connection)
            counts = json.dumps(published.counts)
            about = {"version": published.version, "built_at": published.built_at, "counts": counts}
            connection.execute(insert(DATASET), about)
        with engine.connect() as connection:
            verify(connection)
            connection.execute(text("ANALYZE"))
            connection.commit()
    finally:
        engine.dispose()


def verify(connection: Connection) -> None:
    """Let SQLite check its own file; DatasetError where it finds anything."""
    broken = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    dangling = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken != ["ok"] or dangling:
        raise DatasetError(f"the new database is not whole: {broken}, {dangling}")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
