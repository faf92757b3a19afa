"""A data folder published to PostgreSQL: replaced in one transaction, so that readers see all of it or none.

In: a folder, the URL of a database. Out: a `Published`.
Never: half of the data for a reader, nor a wait for one: rows are replaced, and tables only where they changed.
"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Table, delete, insert, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import SQLModel

from graph.dataset.checking import read_and_check
from graph.dataset.publishing import Published, cause, counts_of, now
from graph.dataset.reading import Sheet
from graph.dataset.report import DatasetError, InvalidData
from graph.dataset.searching import create_search
from graph.dataset.storing import create_tables, insert_rows
from graph.dataset.versions import DATASET, version_of
from graph.models import MODELS


def build_postgresql(folder: Path, url: str, models: Sequence[type[SQLModel]] = MODELS) -> Published:
    """Publish a data folder in a PostgreSQL database; what was there stays where anything goes wrong.

    Raises InvalidData with the report where the data has faults, DatasetError where nothing can be written.
    """
    sheets, report = read_and_check(folder, models)
    if not report.ok:
        raise InvalidData(report)
    shown = make_url(url).render_as_string(hide_password=True)
    published = Published(Path(shown), version_of(folder, models), now(), counts_of(sheets), report)
    try:
        asyncio.run(replace_data(url, sheets, published, models))
    except DBAPIError as error:
        raise DatasetError(f"{shown} cannot be written: {cause(error)}") from error
    except (SQLAlchemyError, OSError) as error:
        raise DatasetError(f"{shown} cannot be reached: {error}") from error
    return published


async def replace_data(
    url: str, sheets: list[Sheet], published: Published, models: Sequence[type[SQLModel]]
) -> None:
    """Replace all data in one transaction, then let PostgreSQL learn its shape."""
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(fill, sheets, published, models)
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("ANALYZE"))
    finally:
        await engine.dispose()


def fill(
    connection: Connection, sheets: list[Sheet], published: Published, models: Sequence[type[SQLModel]]
) -> None:
    """Write tables where they are not as they should be, and all rows."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('spinoff-graph build'))"))
    tables = [sheet.file.table for sheet in sheets]
    if all(stands(connection, table) for table in (*tables, DATASET)):
        for table in (DATASET, *reversed(in_order(tables))):
            connection.execute(delete(table))
    else:
        for table in (DATASET, *reversed(in_order(tables))):
            connection.execute(text(f"DROP TABLE IF EXISTS {quoted(connection, table)} CASCADE"))
        create_tables(connection, [sheet.file for sheet in sheets])
        DATASET.create(connection)
        defer_references(connection, tables)
    by_table = {sheet.file.table: sheet for sheet in sheets}
    for table in in_order(tables):
        insert_rows(connection, by_table[table])
    create_search(connection, models)
    about = {
        "version": published.version,
        "built_at": published.built_at,
        "counts": json.dumps(published.counts),
    }
    connection.execute(insert(DATASET), about)


def defer_references(connection: Connection, tables: list[Table]) -> None:
    """Let references be checked at the end: rows of one table may refer to each other in any order."""
    for table in tables:
        for reference in inspect(connection).get_foreign_keys(table.name):
            name = connection.dialect.identifier_preparer.quote(str(reference["name"]))
            change = f"ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"
            connection.execute(text(f"ALTER TABLE {quoted(connection, table)} {change}"))


def in_order(tables: list[Table]) -> list[Table]:
    """Tables with those that are referred to before those that refer to them."""
    wanted = set(tables)
    return [table for table in tables[0].metadata.sorted_tables if table in wanted] if tables else []


def stands(connection: Connection, table: Table) -> bool:
    """Whether a table is there with the columns that it should have."""
    there = inspect(connection)
    if not there.has_table(table.name):
        return False
    return [column["name"] for column in there.get_columns(table.name)] == [
        column.name for column in table.columns
    ]


def quoted(connection: Connection, table: Table) -> str:
    """A table's name in SQL."""
    return connection.dialect.identifier_preparer.quote(table.name)
