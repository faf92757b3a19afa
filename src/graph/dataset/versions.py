"""Which version of the data a folder or a database holds.

In: a data folder, or a database that was built from one. Out: a short text, equal when the content is equal.
Never: reads a row of the data; opens what is no file, for which one could wait for ever.
"""

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import apsw
from sqlalchemy import Column, MetaData, String, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from graph.dataset.layout import data_files
from graph.dataset.report import DatasetError
from graph.models import MODELS

DATASET = Table(
    "dataset",
    MetaData(),
    Column("version", String, primary_key=True),
    Column("built_at", String, nullable=False),
    Column("counts", String, nullable=False),
)
"""One row: the data's version, when the database was built (ISO 8601, UTC), rows by type name (JSON)."""

DIGITS = 16
FORMAT = b"2"
"""Changes when a build writes something else from the same data."""


def version_of(folder: Path, models: Sequence[type[SQLModel]] = MODELS) -> str:
    """Give the version of a data folder: a digest of its tables' files and of the tables themselves.

    Raises DatasetError where a file is missing or cannot be read.
    """
    digest = sha256(schema_version(tuple(models)).encode())
    for file in data_files(models):
        try:
            content = (folder / file.name).read_bytes()
        except OSError as error:
            raise DatasetError(f"{folder / file.name} cannot be read: {error.strerror}") from error
        digest.update(f"\n{file.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:DIGITS]


@lru_cache(maxsize=8)
def schema_version(models: tuple[type[SQLModel], ...]) -> str:
    """Give a digest of the tables that the models declare, as SQLite would make them."""
    dialect = sqlite.dialect()
    digest = sha256(FORMAT)
    for file in data_files(models):
        digest.update(str(CreateTable(file.table).compile(dialect=dialect)).encode())
        for index in sorted(file.table.indexes, key=lambda index: str(index.name)):
            digest.update(str(CreateIndex(index).compile(dialect=dialect)).encode())
    return digest.hexdigest()[:DIGITS]


def version_in(database: Path) -> str | None:
    """Give the version that a database was built from; None where there is no such database."""
    if not database.is_file():
        return None
    try:
        with opened(database) as connection:
            return version_told(connection)
    except apsw.Error:
        return None


def opened(database: Path, how: str = "immutable=1") -> "closing[apsw.Connection]":
    """Open a file to read it as it is now; gives what closes it at the end of a block."""
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return closing(apsw.Connection(f"{database.absolute().as_uri()}?mode=ro&{how}", flags))


def version_told(connection: apsw.Connection) -> str | None:
    """Give the version that a build left in an open database; None where no build made it."""
    if not is_build(connection):
        return None
    version = connection.execute(f"SELECT version FROM {DATASET.name}").get
    return None if version is None else str(version)


def is_build(connection: apsw.Connection) -> bool:
    """Whether a build made an open database: others may have a table of that name, but not these columns."""
    columns = connection.execute("SELECT name FROM pragma_table_info(?)", (DATASET.name,))
    return [name for (name,) in columns] == [column.name for column in DATASET.columns]
