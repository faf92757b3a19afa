"""The composition root: models and a database become an ASGI application.

In: settings, or models and a database. Out: a Starlette application.
Never: work of its own: it only says what is made of what.
"""

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path

import strawberry
from sqlalchemy import make_url
from sqlmodel import SQLModel
from starlette.applications import Starlette
from starlette.middleware import Middleware

from graph import api, explorer
from graph.api.schema import core_schema
from graph.catalogue import read_catalogue
from graph.dataset import version_of
from graph.engine import Engine
from graph.engine.aside import Aside
from graph.engine.databases.sqlite import SQLiteDatabase, has_search, keep_no_accounts
from graph.engine.dialects import Dialect
from graph.engine.dialects.sqlite import SQLite
from graph.engine.execute import Database, Unavailable
from graph.engine.limits import Limits
from graph.engine.line import Line
from graph.memory import keep_freed_blocks, start_searching_in_pauses, startup
from graph.models import MODELS
from graph.packaged import data_folder
from graph.serving.beside import HANDLERS, Beside
from graph.serving.health import health_routes
from graph.serving.logs import log_to_stderr
from graph.serving.resolving import Resolver
from graph.serving.wiring import graphql_routes
from graph.settings import Settings

Models = Iterable[type[SQLModel]]


class SettingsError(ValueError):
    """A setting that cannot be used; the message says which."""


def build_schema(
    models: Models = MODELS,
    *,
    query: type | None = None,
    mutation: type | None = None,
    subscription: type | None = None,
) -> strawberry.Schema:
    """Build the Strawberry schema of SQLModel classes, perhaps with fields and mutations of your own."""
    return api.build_schema(read_catalogue(models), query=query, mutation=mutation, subscription=subscription)


def build_app(
    models: Models | None = None,
    database: str | None = None,
    *,
    schema: strawberry.Schema | None = None,
    settings: Settings | None = None,
) -> Starlette:
    """Build the ASGI application that serves SQLModel classes from a database, to run or to mount.

    `database` is an SQLAlchemy URL. `schema` is what `build_schema` made of the same models, where it has
    fields of your own. Raises SettingsError, and CatalogueError where the models cannot be served.
    """
    settings = settings or Settings()
    made, engine = build_engine(models, database, schema=schema, settings=settings)
    source = engine.database
    sdl = cache(made.as_str)
    ends = AsyncExitStack()
    ends.push_async_callback(source.close)

    try:
        routes = graphql_routes(engine, made, sdl, settings, ends, immutable=never_changes(source))
    except ValueError as error:
        raise SettingsError(str(error)) from error

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with ends:
            yield

    return Starlette(
        routes=[
            *routes,
            *health_routes(source),
            *(
                each
                for each in explorer.routes()
                if settings.graphiql or getattr(each, "name", "") != "graphiql"
            ),
        ],
        middleware=[Middleware(Beside)],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )


def never_changes(database: Database) -> bool:
    """Whether a database's content is the same until another file takes its place."""
    return isinstance(database, SQLiteDatabase) and database.immutable


def build_engine(
    models: Models | None = None,
    database: str | None = None,
    *,
    schema: strawberry.Schema | None = None,
    settings: Settings,
) -> tuple[strawberry.Schema, Engine]:
    """Build the schema and the engine that answers from a database."""
    catalogue = read_catalogue(models or configured_models(settings))
    made = schema or api.build_schema(catalogue)
    core = core_schema(made)
    url = database or settings.database or default_database(settings)
    source, dialect = open_database(url, settings, own=models is None and settings.models is None)
    aside = Aside()
    engine = Engine(
        catalogue,
        core,
        dialect,
        source,
        Resolver(made, core, aside),
        limits_of(settings),
        settings.sql_seconds,
        explains=settings.development,
        aside=aside,
    )
    return made, engine


def open_database(url: str, settings: Settings, *, own: bool) -> tuple[Database, Dialect]:
    """The database of a URL and how to speak to it; one that the project built itself never changes."""
    backend = make_url(url).get_backend_name()
    if backend == "sqlite":
        path = sqlite_path(url)
        database = SQLiteDatabase(
            path,
            settings.threads,
            immutable=own,
            line=line_of(settings, settings.threads),
            largest=settings.max_answer,
        )
        return database, SQLite(indexed=own or has_search(path))
    if backend == "postgresql":
        return open_postgresql(url, settings)
    raise SettingsError(f"the database {url!r} cannot be served: give sqlite:///path or postgresql://…")


def open_postgresql(url: str, settings: Settings) -> tuple[Database, Dialect]:
    """A PostgreSQL database; asked once how it sorts and folds text."""
    try:
        from graph.engine.databases.postgresql import PostgreSQLDatabase, read_dialect
    except ImportError:
        raise SettingsError("PostgreSQL needs: pip install spinoff-graph[postgresql]") from None
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with ThreadPoolExecutor(1) as asker:
        try:
            dialect = asker.submit(lambda: asyncio.run(read_dialect(plain))).result()
        except Unavailable as error:
            raise SettingsError(f"the database cannot be reached: {error}") from error
    line = line_of(settings, settings.connections)
    made = PostgreSQLDatabase(
        plain, settings.connections, settings.sql_seconds, line=line, largest=settings.max_answer
    )
    return made, dialect


def line_of(settings: Settings, places: int) -> Line:
    """The line before the threads, or connections, that read the database."""
    return Line(places, settings.max_waiting, settings.wait_seconds)


def limits_of(settings: Settings) -> Limits:
    """The limits of an operation."""
    return Limits(
        tokens=settings.max_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        directives=settings.max_directives,
        fields=settings.max_fields,
        cost=settings.max_cost,
        items=settings.max_items,
        values=settings.max_values,
        introspection=settings.introspection,
        suggestions=settings.suggestions,
    )


def configured_models(settings: Settings) -> tuple[type[SQLModel], ...]:
    """The classes to serve: the ecosystem's, or those of the module that the settings name."""
    return models_of(settings.models) if settings.models else MODELS


def models_of(name: str) -> tuple[type[SQLModel], ...]:
    """The SQLModel tables that a module defines or imports; the working folder is searched too."""
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise SettingsError(f"the module {name!r} of --models cannot be imported: {error}") from error
    found = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, SQLModel) and each.model_config.get("table")
    ]
    if not found:
        raise SettingsError(f"the module {name!r} of --models has no SQLModel class with table=True")
    return tuple(dict.fromkeys(found))


def default_database(settings: Settings) -> str:
    """Where the data folder's database lies: in the user's cache, under the version of data and models."""
    from platformdirs import user_cache_path

    version = version_of(settings.data or data_folder())
    return f"sqlite:///{user_cache_path('spinoff-graph') / f'{version}.sqlite'}"


def sqlite_path(url: str) -> Path:
    """The file of an SQLite URL."""
    read = make_url(url)
    if read.get_backend_name() != "sqlite" or not read.database:
        raise SettingsError(f"the database {url!r} cannot be served: give sqlite:///path")
    return Path(read.database).absolute()


def from_environment() -> Starlette:
    """The application of the environment's settings: what each worker process runs."""
    log_to_stderr()
    keep_freed_blocks()
    keep_no_accounts()
    start_searching_in_pauses()
    with startup():
        return build_app()
