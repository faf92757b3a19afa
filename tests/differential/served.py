"""An engine over a database that was made for a test, and how many statements it ran.

In: classes and rows. Out: `Served`, which answers operations. Never: HTTP.
"""

import asyncio
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson
import sqlalchemy as sa
import strawberry
from graphql import ExecutionResult
from sqlmodel import SQLModel

from graph import api
from graph.api.schema import core_schema
from graph.catalogue import Catalogue, read_catalogue
from graph.engine import Engine
from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.dialects.base import Dialect
from graph.engine.dialects.sqlite import SQLite
from graph.engine.execute import Database, Description, Job, Outcome
from graph.engine.limits import Limits
from graph.engine.pipeline import Request

Models = Sequence[type[SQLModel]]
Tables = Mapping[str, list[dict[str, Any]]]
GENEROUS = Limits(tokens=200_000, depth=200, aliases=100_000, directives=100_000, fields=100_000, cost=10**13)


@dataclass(frozen=True)
class Reply:
    """What the engine answered, and the statements it ran for that."""

    body: bytes
    jobs: tuple[Job, ...]
    # Why statements failed, which clients do not see.
    failures: tuple[str, ...]
    # How many rows it says that there are; None where that cannot be told.
    rows: int | None

    @property
    def whole(self) -> dict[str, Any]:
        """The response."""
        read: dict[str, Any] = orjson.loads(self.body)
        return read

    @property
    def data(self) -> dict[str, Any] | None:
        """The data of the response."""
        data: dict[str, Any] | None = self.whole.get("data")
        return data

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors of the response."""
        errors: list[dict[str, Any]] = self.whole.get("errors", [])
        return errors


class Counted:
    """A database that keeps what it was asked to run."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.line = database.line
        self.jobs: list[Job] = []
        self.failures: list[str] = []

    async def run(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run statements, and remember them."""
        self.jobs += jobs
        outcomes = await self.database.run(jobs, seconds)
        self.failures += [repr(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
        return outcomes

    async def describe(self) -> Description:
        """What the database says of itself."""
        return await self.database.describe()

    async def explain(self, job: Job) -> list[str]:
        """The database's own plan."""
        return await self.database.explain(job)

    async def size(self, table: str) -> int:
        """About how many rows a table has."""
        return await self.database.size(table)

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()


class Backend(Protocol):
    """A kind of database that tests can fill and serve."""

    name: str

    def make(self, models: Models, tables: Tables) -> tuple[str, Database, Dialect]:
        """Make a database with these rows; give its URL, what reads it, and the dialect it speaks."""

    def insert(self, url: str, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Add rows to a database while it is being served."""

    def drop(self, url: str) -> None:
        """Remove a database that is served no more."""


class SQLiteFiles:
    """SQLite, a file for each set of rows."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0

    def make(self, models: Models, tables: Tables) -> tuple[str, Database, Dialect]:
        """Make a file."""
        self.made += 1
        path = self.folder / f"{self.made}.sqlite"
        engine = sa.create_engine(f"sqlite:///{path}")
        metadata = models[0].metadata
        with engine.begin() as connection:
            metadata.create_all(connection)
            for table in metadata.sorted_tables:
                insert_rows(connection, table, tables.get(table.name, []))
        engine.dispose()
        return str(path), SQLiteDatabase(path, threads=1), SQLite()

    def insert(self, url: str, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Add rows."""
        engine = sa.create_engine(f"sqlite:///{url}")
        with engine.begin() as connection:
            insert_rows(connection, table, rows)
        engine.dispose()

    def drop(self, url: str) -> None:
        """Remove the file."""
        Path(url).unlink()


def insert_rows(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows by column name; what is None is NULL, also in a JSON column."""
    json = {column.name for column in table.columns if isinstance(column.type, sa.JSON)}
    made = [
        {name: sa.null() if value is None and name in json else value for name, value in row.items()}
        for row in rows
    ]
    with warnings.catch_warnings():
        # SQLite has no decimals of its own, which SQLAlchemy says at each Numeric column.
        warnings.simplefilter("ignore", sa.exc.SAWarning)
        if json:
            for row in made:
                connection.execute(table.insert(), row)
        elif made:
            connection.execute(table.insert(), made)


class Served:
    """An engine over one database."""

    def __init__(self, backend: Backend, models: Models, tables: Tables) -> None:
        self.backend = backend
        self.models = tuple(models)
        self.catalogue: Catalogue = read_catalogue(models)
        self.schema: strawberry.Schema = schema_of(self.models)
        self.url, database, dialect = backend.make(models, tables)
        self.database = Counted(database)
        self.runner = asyncio.Runner()
        self.engine = Engine(
            self.catalogue, core_schema(self.schema), dialect, self.database, self.resolve, GENEROUS, 60.0
        )

    async def resolve(
        self, text: str, variables: dict[str, Any], name: str | None, context: Any
    ) -> ExecutionResult:
        """Have Strawberry answer what the engine does not."""
        result = await self.schema.execute(text, variables, context, operation_name=name)
        return ExecutionResult(result.data, result.errors, result.extensions)

    def ask(
        self, text: str, variables: Mapping[str, Any] | None = None, operation: str | None = None
    ) -> Reply:
        """Answer an operation."""
        self.database.jobs.clear()
        self.database.failures.clear()
        request = Request(text, operation, dict(variables or {}), context={"dataset": None})
        request.timings.counting = True
        answer = self.runner.run(self.engine.answer(request))
        rows = request.timings.rows
        return Reply(answer.body, tuple(self.database.jobs), tuple(self.database.failures), rows)

    def insert(self, table: sa.Table, *rows: dict[str, Any]) -> None:
        """Add rows while the database is being served."""
        self.backend.insert(self.url, table, list(rows))

    def close(self) -> None:
        """Close and remove the database."""
        self.runner.run(self.database.close())
        self.runner.close()
        self.backend.drop(self.url)


SCHEMAS: dict[tuple[type[SQLModel], ...], strawberry.Schema] = {}


def schema_of(models: tuple[type[SQLModel], ...]) -> strawberry.Schema:
    """The schema of classes, made once."""
    if models not in SCHEMAS:
        SCHEMAS[models] = api.build_schema(read_catalogue(models))
    return SCHEMAS[models]
