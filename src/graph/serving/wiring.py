"""What serves `/graphql`, made of an engine and the settings.

In: an engine, its Strawberry schema, settings. Out: routes. Never: work of its own.
"""

from collections.abc import Callable
from contextlib import AsyncExitStack

import strawberry
from starlette.routing import BaseRoute, Route, WebSocketRoute

from graph.engine import Engine
from graph.serving.access import Access
from graph.serving.answering import Answering
from graph.serving.caching import AnswerCache, Tags
from graph.serving.documents import Documents, read_trusted
from graph.serving.http import Door, GraphQLEndpoint
from graph.serving.metrics import Metrics
from graph.serving.observing import Observer
from graph.serving.rates import Rates
from graph.serving.sockets import SocketEndpoint, SocketLimits
from graph.serving.streams import Streams
from graph.serving.watching import Watch
from graph.settings import Settings


def graphql_routes(
    engine: Engine,
    schema: strawberry.Schema,
    sdl: Callable[[], str],
    settings: Settings,
    ends: AsyncExitStack,
    *,
    immutable: bool,
) -> list[BaseRoute]:
    """The routes of one process; ManifestError where trusted documents cannot be read.

    What is to be closed in the end is put on `ends`. `immutable` where the database's file never changes in
    place, so that answers can be tagged by its version.
    """
    trusted = read_trusted(settings.documents) if settings.documents else {}
    documents = Documents(trusted, only_trusted=settings.only_trusted)
    access = Access(words(settings.tokens), words(settings.origins))
    streams = Streams(engine, schema, Watch(engine.database, settings.watch_seconds))
    answering = Answering(
        engine,
        streams,
        Tags(engine.database, sdl, immutable=immutable),
        AnswerCache(settings.answer_cache),
        settings.cache_control,
    )
    rates = Rates(settings.rate, settings.rate_store, by_token=access.closed)
    ends.push_async_callback(rates.close)
    sockets = SocketEndpoint(streams, documents, access, rates, socket_limits(settings))
    gauges = {
        "graph_running": ("Operations being run by threads.", lambda: engine.database.line.running),
        "graph_waiting": ("Operations that wait for a thread.", lambda: len(engine.database.line.waiting)),
        "graph_sockets": ("WebSockets that are open.", lambda: sockets.open),
    }
    observer = Observer(Metrics(gauges), log=settings.log_requests)
    http = GraphQLEndpoint(answering, documents, access, rates, observer, door_of(settings))
    return [
        Route("/graphql", http),
        WebSocketRoute("/graphql", sockets),
        Route("/metrics", observer.show),
    ]


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


def words(text: str) -> list[str]:
    """The parts of a setting that is a list, written with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
