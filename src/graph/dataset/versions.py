"""Which version of the data a folder or a database holds.

In: a data folder, or a database that was built from one. Out: a short text, equal when the content is equal.
Never: reads a row.
"""

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import apsw
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from graph.dataset.layout import data_files
from graph.dataset.report import DatasetError
from graph.models import MODELS

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
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    try:
        with closing(
            apsw.Connection(f"{database.absolute().as_uri()}?mode=ro&immutable=1", flags)
        ) as connection:
            version = connection.execute("SELECT version FROM dataset").get
    except apsw.Error:
        return None
    return None if version is None else str(version)
