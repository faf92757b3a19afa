"""The commands: serve, build, check, schema, explain.

In: words of a command line. Out: a server, a database, a report, an SDL; exit code 1 with a reason otherwise.
Never: a traceback for what a person typed, nor a secret in what is said of it.
"""

import asyncio
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from graphql import BreakingChange, find_breaking_changes
from graphql import build_schema as read_sdl

from graph import dataset
from graph.app import (
    backend_of,
    build_engine,
    build_schema,
    check_settings,
    configured_models,
    default_database,
    sqlite_path,
)
from graph.catalogue import CatalogueError
from graph.engine import Request
from graph.engine.errors import RequestRefused
from graph.packaged import data_folder
from graph.serving.logs import log_to_stderr
from graph.settings import PREFIX, Settings, SettingsError, read_settings, unknown_variables

if TYPE_CHECKING:
    import uvicorn

app = typer.Typer(
    help="A GraphQL server for innovation ecosystems.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
LOG = logging.getLogger("graph.cli")

Data = Annotated[Path | None, typer.Option("--data", help="The data folder; the one that ships by default.")]
Database = Annotated[str | None, typer.Option("--database", help="The database's URL: sqlite:///path.")]
Models = Annotated[
    str | None, typer.Option("--models", help="A module of SQLModel classes to serve instead.")
]


def main() -> None:
    """Run a command; what a person can mend is one line and exit code 1."""
    try:
        app()
    except (SettingsError, CatalogueError, dataset.DatasetError) as error:
        if logging.getLogger().handlers:  # where programs read lines, this is one of them
            LOG.error("spinoff-graph: %s", error)  # noqa: TRY400 - no stack for what a person can mend
        else:
            typer.secho(f"spinoff-graph: {error}", err=True, fg="red")
        raise SystemExit(1) from None


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; 127.0.0.1 by default.")] = None,
    port: Annotated[
        int | None, typer.Option(help="The port to listen on; 8000 by default, 0 for any.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="How many processes answer; 1 by default.")] = None,
    database: Database = None,
    data: Data = None,
    models: Models = None,
    documents: Annotated[
        Path | None, typer.Option(help="Trusted documents: a folder, or a manifest of Relay's or Apollo's.")
    ] = None,
    only_trusted: Annotated[
        bool | None, typer.Option("--only-trusted", help="Answer trusted documents alone.")
    ] = None,
    preset: Annotated[
        Literal["open", "production"] | None, typer.Option(help="What to start from: open, or production.")
    ] = None,
) -> None:
    """Build the database where it is missing, or older than the data where that is named, then serve it.

    A database that is named without its data is served as it is.
    """
    log_to_stderr()
    settings = read_settings(
        host=host,
        port=port,
        workers=workers,
        database=database,
        data=data,
        models=models,
        documents=documents,
        only_trusted=only_trusted,
        preset=preset,
    )
    for line in unknown_variables(os.environ):
        LOG.warning(line)
    run_server(settings.model_copy(update={"database": prepare_database(settings)}))


def prepare_database(settings: Settings) -> str:
    """The URL of the database to serve; the project's own is built first where that is needed."""
    url = settings.database or default_database(settings)
    if settings.models is None and backend_of(url) == "sqlite":
        prepare_file(settings, sqlite_path(url))
    return url


def prepare_file(settings: Settings, path: Path) -> None:
    """Build a database that is missing, damaged or older than its data; one that was named alone is left as it is."""
    folder = settings.data or data_folder()
    found, version = dataset.look_at(path), dataset.version_of(folder)
    if found.version == version and found.whole:
        return
    if settings.database is not None and settings.data is None and is_somebodys(path, found, version):
        whole = f"holds {f'version {found.version}' if found.version else 'no build'}"
        holds, level = (whole, logging.INFO) if found.whole else ("is damaged", logging.WARNING)
        said = "%s is served as it is: it %s, and the data that ships is version %s. To publish that: %s"
        LOG.log(level, said, path, holds, version, f"spinoff-graph build --database sqlite:///{path}")
        return
    LOG.info("building %s from %s", path, folder)
    made = dataset.build(folder, path)
    LOG.info("built version %s: %d rows", made.version, sum(made.counts.values()))


def is_somebodys(path: Path, found: dataset.Standing, version: str) -> bool:
    """Whether a file may hold what the data that ships does not: nothing takes its place unasked."""
    return found.version != version and path.is_file() and path.stat().st_size > 0


def run_server(settings: Settings, application: str = "graph.app:from_environment") -> None:
    """Serve until told to stop; worker processes read the same settings from the environment."""
    from graph.serving.processes import listen, raise_descriptors

    log_to_stderr()
    raise_descriptors(settings.max_connections)
    check_settings(settings)
    for name, value in settings.model_dump(exclude_none=True).items():
        os.environ[f"{PREFIX}{name.upper()}"] = str(value)
    with shared_metrics(settings):
        listen(configuration(settings, application))


def configuration(settings: Settings, application: str) -> "uvicorn.Config":
    """What uvicorn is told."""
    import uvicorn

    return uvicorn.Config(
        application,
        factory=True,
        http="graph.serving.wire.connection:Connection",
        ws="graph.serving.wire.socket:Socket",
        forwarded_allow_ips=settings.proxies,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=3,
        # How long a worker may take to begin, or to say that it lives, on a machine that is busy.
        timeout_worker_healthcheck=30,
        ws_max_size=settings.max_body,
        # A kilobyte that is packed can be a megabyte, a thousand times in one go.
        ws_per_message_deflate=False,
    )


@contextmanager
def shared_metrics(settings: Settings) -> Iterator[None]:
    """A folder where several processes add up their metrics, unless a setting names one; removed at the end."""
    from graph.serving.tallies import forget_ended

    if settings.metrics_folder is not None:
        forget_ended(settings.metrics_folder)
    if settings.workers == 1 or settings.metrics == "off" or settings.metrics_folder:
        yield
        return
    with TemporaryDirectory(prefix="spinoff-graph-") as folder:
        os.environ["GRAPH_METRICS_FOLDER"] = folder
        yield


@app.command()
def build(data: Data = None, database: Database = None) -> None:
    """Check a data folder and publish it as a database, atomically."""
    settings = read_settings(data=data, database=database)
    folder = settings.data or data_folder()
    made = publish(folder, settings.database or default_database(settings))
    typer.echo(f"Built {made.database}, version {made.version}: {sum(made.counts.values())} rows")


def publish(folder: Path, url: str) -> dataset.Published:
    """Publish a data folder in the database of a URL."""
    if backend_of(url) == "postgresql":
        return dataset.build_postgresql(folder, url)
    return dataset.build(folder, sqlite_path(url))


@app.command()
def check(data: Data = None) -> None:
    """Check a data folder: print every fault, and printed totals against computed ones."""
    report = dataset.check(read_settings(data=data).data or data_folder())
    for line in report.lines():
        typer.echo(line)
    raise typer.Exit(0 if report.ok else 1)


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="A GraphQL document.")],
    database: Database = None,
    data: Data = None,
    models: Models = None,
    variables: Annotated[str, typer.Option(help="The variables, as JSON.")] = "{}",
    operation: Annotated[str | None, typer.Option(help="Which operation, where there are several.")] = None,
) -> None:
    """Print plan, SQL and query plan of an operation, with a warning for what will be slow."""
    settings = read_settings(database=database, data=data, models=models)
    prepare_database(settings)
    try:
        request = Request(file.read_text(encoding="utf-8"), operation, json.loads(variables))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} or the variables cannot be read: {error}") from error
    for line in asyncio.run(explained(settings, request)):
        typer.echo(line)


async def explained(settings: Settings, request: Request) -> list[str]:
    """The lines of an explanation; SettingsError where the operation cannot run."""
    _, engine = build_engine(settings=settings)
    try:
        return [line for each in await engine.explain(request) for line in each.lines()]
    except RequestRefused as refused:
        raise SettingsError(str(refused)) from None
    finally:
        await engine.database.close()


@app.command()
def schema(
    models: Models = None,
    check: Annotated[
        Path | None, typer.Option("--check", help="Compare with this file instead of printing.")
    ] = None,
) -> None:
    """Print the schema, or compare it with a file and say which differences break clients."""
    sdl = f"{build_schema(configured_models(read_settings(models=models))).as_str()}\n"
    if check is None:
        typer.echo(sdl, nl=False)
        return
    published = check.read_text(encoding="utf-8") if check.exists() else ""
    if published == sdl:
        typer.echo(f"{check} is the schema.")
        return
    for change in breaking_changes(published, sdl):
        typer.secho(f"breaking: {change.description}", err=True)
    typer.secho(f"{check} differs from the schema; run `spinoff-graph schema > {check}`", err=True, fg="red")
    raise typer.Exit(1)


def breaking_changes(published: str, sdl: str) -> list[BreakingChange]:
    """The changes between two schemas that break clients."""
    if not published.strip():
        return []
    return find_breaking_changes(read_sdl(published), read_sdl(sdl))
