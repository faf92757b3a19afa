"""What serves `/graphql`, made of an engine and the settings.

In: an engine, its Strawberry schema, settings. Out: routes, or `SettingsError` with the name of the setting.
Never: work of its own.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import strawberry
from starlette.routing import BaseRoute, Route, WebSocketRoute

from graph.engine import Engine
from graph.engine.aside import Aside
from graph.serving.access import Access, origin_of
from graph.serving.addresses import metrics_route, schema_route
from graph.serving.answering import Answering
from graph.serving.caching import AnswerCache, Tags
from graph.serving.documents import Documents
from graph.serving.http import Door, GraphQLEndpoint
from graph.serving.observing import Logged, Observer
from graph.serving.rates import Rates, read_rate
from graph.serving.sockets import SocketEndpoint, SocketLimits
from graph.serving.streams import Streams
from graph.serving.tallies import Tallies, open_folder
from graph.serving.trusted import read_trusted
from graph.serving.watching import Watch
from graph.settings import OFF, Settings, SettingsError, variable, words

if TYPE_CHECKING:
    from graph.serving.tracing import Tracing


def graphql_routes(
    engine: Engine,
    schema: strawberry.Schema,
    sdl: Callable[[], str],
    settings: Settings,
    ends: AsyncExitStack,
    *,
    immutable: bool,
) -> list[BaseRoute]:
    """The routes of one process; SettingsError where a setting cannot be used.

    What is to be closed in the end is put on `ends`. `immutable` where the database's file never changes in
    place, so that answers can be tagged by its version.
    """
    documents = documents_of(settings)
    access = access_of(settings)
    streams = Streams(engine, schema, Watch(engine.database, settings.watch_seconds))
    answering = Answering(
        engine,
        streams,
        Tags(engine.database, sdl, immutable=immutable),
        AnswerCache(settings.answer_cache),
        settings.cache_control,
    )
    rates = rates_of(settings, access)
    ends.push_async_callback(rates.close)
    observer = Observer(Logged(settings.log_requests, settings.log_variables), tracing_of(settings))
    ends.push_async_callback(asyncio.to_thread, observer.close)
    # One thread reads what is large, for requests and sockets alike.
    reading = Aside(1)
    sockets = SocketEndpoint(streams, documents, access, rates, observer, socket_limits(settings), reading)
    http = GraphQLEndpoint(answering, documents, access, rates, observer, door_of(settings), reading)
    routes: list[BaseRoute] = [Route("/graphql", http), WebSocketRoute("/graphql", sockets)]
    if settings.metrics != "off":
        line = engine.database.line
        gauges = {
            "graph_running": ("Operations being run by threads.", lambda: line.running),
            "graph_waiting": (
                "Operations that wait for a thread.",
                lambda: line.taken - line.running + len(line.waiting),
            ),
            "graph_sockets": ("WebSockets that are open.", lambda: sockets.open),
            "graph_streams": ("Operations being streamed.", lambda: observer.streams.now),
        }
        observer.tallies = Tallies(gauges, metrics_folder(settings))
        ends.callback(observer.tallies.close)
        routes.append(metrics_route(observer.tallies, engine.database, readers_of_metrics(settings)))
    if settings.introspection:
        routes.append(schema_route(sdl, access))
    return routes


def check_parts(settings: Settings) -> None:
    """Raise SettingsError for what would keep every process from being wired; costs next to nothing."""
    documents_of(settings)
    rates_of(settings, access_of(settings))
    readers_of_metrics(settings)
    metrics_folder(settings)
    tracing_module(settings)


@contextmanager
def blaming(name: str) -> Iterator[None]:
    """Say of which setting a ValueError tells."""
    try:
        yield
    except ValueError as error:
        raise SettingsError(f"{variable(name)}: {error}") from None


def documents_of(settings: Settings) -> Documents:
    """The documents that clients may name."""
    with blaming("documents"):
        trusted = read_trusted(settings.documents, only=settings.only_trusted)
    return Documents(trusted, only_trusted=settings.only_trusted)


def access_of(settings: Settings) -> Access:
    """Who may read."""
    with blaming("origins"):
        origins = [origin_of(each) for each in words(settings.origins)]
    with blaming("tokens"):
        return Access(words(settings.tokens), origins)


def readers_of_metrics(settings: Settings) -> Access:
    """Who may read `/metrics`: holders of its own tokens beside those who may read everything."""
    with blaming("metrics_tokens"):
        tokens = [*words(settings.tokens), *words(settings.metrics_tokens)]
        return Access(tokens, closed=settings.metrics == "token")


def metrics_folder(settings: Settings) -> Path | None:
    """The folder where several processes add up their metrics, made where it is missing."""
    if settings.metrics_folder is not None:
        with blaming("metrics_folder"):
            open_folder(settings.metrics_folder)
    return settings.metrics_folder


def rates_of(settings: Settings, access: Access) -> Rates:
    """How much each client may ask."""
    if settings.rate == OFF:
        return Rates("")
    with blaming("rate"):
        read_rate(settings.rate)
    with blaming("rate_store"):
        return Rates(settings.rate, settings.rate_store, by_token=access.closed)


def tracing_module(settings: Settings) -> ModuleType | None:
    """What makes traces, where they are on; loaded only then."""
    if not settings.traces:
        return None
    try:
        from graph.serving import tracing  # noqa: PLC0415 - see above
    except ImportError:
        raise SettingsError(
            "traces need: pip install spinoff-graph[otel]; or turn them off: GRAPH_TRACES=false"
        ) from None
    return tracing


def tracing_of(settings: Settings) -> "Tracing | None":
    """Traces, where they are on."""
    module = tracing_module(settings)
    if module is None:
        return None
    made: Tracing = module.open_tracing(documents=settings.trace_documents)
    return made


def door_of(settings: Settings) -> Door:
    """What requests may be."""
    return Door(
        settings.max_body, settings.request_seconds, page=settings.graphiql, timing=settings.server_timing
    )


def socket_limits(settings: Settings) -> SocketLimits:
    """What sockets may take."""
    return SocketLimits(
        settings.init_seconds,
        settings.idle_seconds,
        settings.max_sockets,
        settings.max_subscriptions,
        settings.max_body,
        settings.max_messages,
    )
