"""Applications over the shipped data, with settings of a test's choosing.

In: settings. Out: a client of Starlette's. Never: a server that listens.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import strawberry
from starlette.testclient import TestClient

from graph import dataset
from graph.app import build_app, build_schema
from graph.packaged import data_folder
from graph.settings import Settings


@cache
def database() -> Path:
    """The shipped data, built once for each process of the tests."""
    path = Path(mkdtemp(prefix="serving-")) / "data.sqlite"
    dataset.build(data_folder(), path)
    return path


@cache
def schema() -> strawberry.Schema:
    """The schema, which takes longest to build."""
    return build_schema()


@contextmanager
def serving(path: Path | None = None, **settings: Any) -> Iterator[TestClient]:
    """A client of the application with these settings."""
    chosen = Settings(database=f"sqlite:///{path or database()}", **settings)
    app = build_app(schema=schema(), settings=chosen)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def ask(
    client: TestClient, query: str | None = None, *, headers: dict[str, str] | None = None, **body: Any
) -> Any:
    """POST a query and give the response."""
    sent = body if query is None else {"query": query, **body}
    return client.post("/graphql", json=sent, headers=headers)


def code(response: Any) -> str:
    """The code of a response's first error."""
    read: str = response.json()["errors"][0]["extensions"]["code"]
    return read
