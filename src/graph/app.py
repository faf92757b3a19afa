"""The composition root: models and a database become an ASGI application.

In: settings, or models and a database. Out: a Starlette application.
Never: work of its own: it only says what is made of what.
"""

import asyncio
import importlib
import logging
import sys
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path

import strawberry
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import SQLModel
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute

from graph import api, explorer
from graph.api.schema import core_schema
from graph.catalogue import Catalogue, CatalogueError, read_catalogue
from graph.dataset import version_of
from graph.engine import Engine
from graph.engine.aside import Aside, share_lock
from graph.engine.databases.sqlite import SQLiteDatabase, has_search, keep_no_accounts
from graph.engine.dialects import Dialect
from graph.engine.dialects.sqlite import SQLite
from graph.engine.execute import Database, Unavailable
from graph.engine.limits import Limits
from graph.engine.line import Line
from graph.memory import keep_freed_blocks, start_searching, startup
from graph.models import MODELS
from graph.packaged import data_folder
from graph.serving.beginning import Beginning
from graph.serving.beside import HANDLERS, Beside
from graph.serving.health import health_routes
from graph.serving.logs import log_to_stderr
from graph.serving.resolving import Resolver
from graph.serving.sockets import nowhere
from graph.serving.wiring import check_parts, graphql_routes
from graph.settings import Settings, SettingsError, read_settings, variable

Models = Iterable[type[SQLModel]]
LOG = logging.getLogger("graph.app")
# How many short statements are handed to SQLite's threads ahead of their time: one fills the moment in which the event
# loop, busy with others, does not hear that a thread is free.
AHEAD = 1


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
    settings = settings or read_settings()
    made, engine = build_engine(models, database, schema=schema, settings=settings)
    source = engine.database
    sdl = cache(made.as_str)
    ends = AsyncExitStack()
    ends.push_async_callback(source.close)
    routes = graphql_routes(engine, made, sdl, settings, ends, immutable=never_changes(source))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with ends:
            yield

    app = Starlette(
        routes=[
            *routes,
            *health_routes(source),
            WebSocketRoute("/{address:path}", nowhere),
            *(
                each
                for each in explorer.routes()
                if settings.graphiql or getattr(each, "name", "") != "graphiql"
            ),
        ],
        middleware=[Middleware(Beginning, source.line), Middleware(Beside)],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.aside = engine.aside
    return app


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
    url = database or settings.database or default_database(settings, own=models is None)
    own = models is None and settings.models is None
    source, dialect = open_database(url, settings, catalogue, own=own)
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


def open_database(
    url: str, settings: Settings, catalogue: Catalogue, *, own: bool
) -> tuple[Database, Dialect]:
    """The database of a URL and how to speak to it; one that the project built itself never changes."""
    backend, tables = backend_of(url), {*tables_of(catalogue), *(["search"] if own else [])}
    if backend == "sqlite":
        path = sqlite_path(url)
        database = SQLiteDatabase(
            path,
            settings.threads,
            immutable=own,
            line=line_of(settings, settings.threads, AHEAD),
            largest=settings.max_answer,
            tables=tables,
        )
        return database, SQLite(indexed=own or has_search(path))
    if backend == "postgresql":
        return open_postgresql(url, settings, tables)
    raise no_database(url)


def open_postgresql(url: str, settings: Settings, tables: set[str]) -> tuple[Database, Dialect]:
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
            raise SettingsError(f"{variable('database')}: cannot be reached: {hidden(error, url)}") from None
    line = line_of(settings, settings.connections)
    made = PostgreSQLDatabase(
        plain,
        settings.connections,
        settings.sql_seconds,
        line=line,
        largest=settings.max_answer,
        tables=tables,
    )
    return made, dialect


def tables_of(catalogue: Catalogue) -> set[str]:
    """The tables that operations read, but for those of other schemas."""
    found = {each.table for each in catalogue.entities.values()}
    links = (link for each in catalogue.entities.values() for link in each.links)
    found.update(link.secondary for link in links if link.secondary is not None)
    return {each.name for each in found if each.schema is None}


def hidden(error: Exception, url: str) -> str:
    """What went wrong, without the password of a URL."""
    password = make_url(url).password
    return str(error).replace(password, "***") if password else str(error)


def line_of(settings: Settings, places: int, ahead: int = 0) -> Line:
    """The line before the threads, or connections, that read the database."""
    return Line(places, settings.max_waiting, settings.wait_seconds, ahead)


def limits_of(settings: Settings) -> Limits:
    """The limits of an operation."""
    return Limits(
        tokens=settings.max_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        directives=settings.max_directives,
        fields=settings.max_fields,
        fragments=settings.max_fragments,
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


def default_database(settings: Settings, *, own: bool = True) -> str:
    """Where the data folder's database lies: in the user's cache, under the version of data and models.

    SettingsError where other classes are to be served: their database has to be named.
    """
    from platformdirs import user_cache_path

    if settings.models or not own:
        raise SettingsError(f"{variable('models')} needs {variable('database')}: name the classes' database")
    version = version_of(settings.data or data_folder())
    return f"sqlite:///{user_cache_path('spinoff-graph') / f'{version}.sqlite'}"


def backend_of(url: str) -> str:
    """What kind of database a URL names: "sqlite", "postgresql"."""
    try:
        return make_url(url).get_backend_name()
    except (ArgumentError, ValueError):
        raise no_database(url) from None


def no_database(url: str) -> SettingsError:
    """Why a URL is of no use; told without the password that may be in it."""
    try:
        shown = f"{make_url(url).drivername}://… cannot be served"
    except (ArgumentError, ValueError):
        shown = "no URL of a database"
    return SettingsError(f"{variable('database')}: {shown}: give sqlite:///path or postgresql://…")


def sqlite_path(url: str) -> Path:
    """The file of an SQLite URL."""
    file = make_url(url).database if backend_of(url) == "sqlite" else None
    if not file:
        raise no_database(url)
    return Path(file).absolute()


def check_settings(settings: Settings) -> None:
    """Raise SettingsError, or CatalogueError, for what would keep every process from starting.

    It is what `build_app` does, but for the schema: a second would pass in vain.
    """
    catalogue = read_catalogue(configured_models(settings))
    url = settings.database or default_database(settings)
    open_database(url, settings, catalogue, own=settings.models is None)
    check_parts(settings)


def from_environment() -> Starlette:
    """The application of the environment's settings: what each worker process runs.

    Where it cannot be made, the process ends with the code by which its supervisor knows that no other would begin.
    """
    from graph.serving.processes import STARTUP_FAILURE, follow_supervisor

    log_to_stderr()
    follow_supervisor()
    share_lock()
    keep_freed_blocks()
    keep_no_accounts()
    try:
        with startup():
            app = build_app()
        start_searching(app.state.aside.rests.rest)
    except (SettingsError, CatalogueError) as error:
        LOG.error("%s", error)  # noqa: TRY400 - what a person can mend
    except Exception:
        LOG.exception("the application cannot be made")
    else:
        return app
    sys.exit(STARTUP_FAILURE)
