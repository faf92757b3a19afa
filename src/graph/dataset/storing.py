"""Typed rows as rows of a database: tables, indexes and inserts, the same for a trial and for the real thing.

In: `Sheet`s without faults, or with. Out: a filled database, or faults that only a database finds.
Never: decides where a database lies.
"""

import re
from collections.abc import Iterable, Iterator
from sqlite3 import IntegrityError as SQLiteIntegrityError
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Table, create_engine, insert, text
from sqlalchemy.exc import IntegrityError, StatementError

from graph.dataset.layout import DataFile
from graph.dataset.reading import Row, Sheet
from graph.dataset.report import Fault

FAILED = re.compile(r"(?P<rule>\w+) constraint failed: (?P<what>.*)")


def create_tables(connection: Connection, files: list[DataFile]) -> None:
    """Create the tables of the files, each with an index for every reference that has none.

    The index ends with the table's key: what refers to one row is then found in the order of its own key.
    """
    tables = [file.table for file in files]
    if tables:
        tables[0].metadata.create_all(connection, tables=tables)
    quote = connection.dialect.identifier_preparer.quote
    for table in tables:
        for column in table.columns:
            if column.foreign_keys and not leads_an_index(column, table):
                name = quote(f"ix_{table.name}_{column.name}")
                columns = ", ".join(quote(each.name) for each in dict.fromkeys([column, *table.primary_key]))
                connection.execute(text(f"CREATE INDEX {name} ON {quote(table.name)} ({columns})"))


def leads_an_index(column: Column[Any], table: Table) -> bool:
    """Whether a whole index, or the primary key, begins with this column."""
    indexed = [
        list(index.columns) for index in table.indexes if index.dialect_options["sqlite"]["where"] is None
    ]
    return any(columns[:1] == [column] for columns in [*indexed, list(table.primary_key)])


def insert_rows(connection: Connection, sheet: Sheet) -> None:
    """Insert all rows of a file in the order of its key, so that the order of the file's lines is nothing."""
    rows = sorted(sheet.rows, key=lambda row: tuple(str(row.values[name]) for name in sheet.file.key))
    if rows:
        connection.execute(insert(sheet.file.table), [row.values for row in rows])


def refused_rows(sheets: list[Sheet], known: Iterable[Fault]) -> Iterator[Fault]:
    """Try every row without a known fault in a database in memory; give a fault for each that it refuses."""
    faulty = {(fault.file, fault.row) for fault in known}
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        create_tables(connection, [sheet.file for sheet in sheets])
        for sheet in sheets:
            for row in sheet.rows:
                tried = not row.bad and (sheet.file.name, row.number) not in faulty
                if tried and (reason := refusal(connection, sheet.file.table, row)):
                    yield Fault(sheet.file.name, row.number, None, reason)
    engine.dispose()


def refusal(connection: Connection, table: Table, row: Row) -> str | None:
    """Insert one row; give the reason where the database refuses it."""
    try:
        connection.execute(insert(table), row.values)
    except IntegrityError as error:
        return reason_of(error, table)
    except StatementError as error:
        return str(error.orig)
    return None


def reason_of(error: IntegrityError, table: Table) -> str:
    """Say in words which rule a row breaks: what the constraint says of itself, or its name."""
    found = FAILED.search(str(error.orig))
    if found is None or not isinstance(error.orig, SQLiteIntegrityError):
        return str(error.orig)
    if found["rule"] == "UNIQUE":
        columns = found["what"].replace(f"{table.name}.", "")
        return f"another row has the same {columns}"
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint) and constraint.name == found["what"]:
            return str(constraint.info.get("reason", found["what"].replace("_", " ")))
    return str(error.orig)
