"""Fixtures that several folders share: databases to fill and serve.

A test that asks for `backend` or `arenas` runs once for each kind of database.
"""

from collections.abc import Iterator

import pytest

from tests.differential.arena import Arenas
from tests.differential.postgresql import PostgreSQLServer
from tests.differential.served import Backend, SQLiteFiles

pytest_plugins = ("tests.refresh",)

POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgresql)


@pytest.fixture(scope="session", params=["sqlite", POSTGRESQL])
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A kind of database; its server, where it needs one, is started once."""
    if request.param == "sqlite":
        yield SQLiteFiles(tmp_path_factory.mktemp("databases"))
        return
    server = PostgreSQLServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def arenas(backend: Backend) -> Iterator[Arenas]:
    """Engines and oracles over the same random rows."""
    made = Arenas(backend)
    yield made
    made.close()
