"""What serves `/graphql`, made of an engine and the settings.

In: an engine, the schema's text, settings. Out: the endpoint. Never: work of its own.
"""

from collections.abc import Callable

from graph.engine import Engine
from graph.serving.caching import AnswerCache, Tags
from graph.serving.documents import Documents, read_trusted
from graph.serving.http import GraphQLEndpoint
from graph.settings import Settings


def make_endpoint(
    engine: Engine, sdl: Callable[[], str], settings: Settings, *, immutable: bool
) -> GraphQLEndpoint:
    """The endpoint of one process; ManifestError where trusted documents cannot be read.

    `immutable` where the database's file never changes in place, so that answers can be tagged by its version.
    """
    trusted = read_trusted(settings.documents) if settings.documents else {}
    return GraphQLEndpoint(
        engine,
        Tags(engine.database, sdl, immutable=immutable),
        Documents(trusted, only_trusted=settings.only_trusted),
        AnswerCache(settings.answer_cache),
        max_body=settings.max_body,
        seconds=settings.request_seconds,
        cache_control=settings.cache_control,
    )
