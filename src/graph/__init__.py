"""Spinoff Graph: any list of SQLModel classes as a GraphQL server, one SQL statement for each root field.

In the order of control flow:

    cli, app        commands; what is made of what
    serving         GraphQL over HTTP
    api             GraphQL types made from the catalogue
    engine          request → document → selection → plan → statement → bytes → response
    catalogue       SQLModel classes → type, field, link
    models, data    the ecosystem: the one place that knows spin-offs
    dataset         a data folder → a published database
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.app import build_app, build_schema

__all__ = ["build_app", "build_schema"]


def __getattr__(name: str) -> Any:
    """Import the application when it is first asked for: models and data need none of it."""
    if name in __all__:
        from graph import app

        return getattr(app, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
