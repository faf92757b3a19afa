"""The served data, for tests that ask it questions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.app import build_app
from graph.dataset import build

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = tmp_path_factory.mktemp("facts") / "graph.sqlite"
    build(DATA, database)
    with TestClient(build_app(database=f"sqlite:///{database}")) as client:
        yield client
