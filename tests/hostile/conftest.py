import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import dataset
from graph.packaged import data_folder
from tests.hostile.asking import Server
from tests.serving.running import run

TIMED = (sys.executable, "-m", "tests.timed")


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data as a database."""
    path = tmp_path_factory.mktemp("hostile") / "data.sqlite"
    dataset.build(data_folder(), path)
    return path


@pytest.fixture(scope="session")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as it is run, whose event loop is timed."""
    with run(tmp_path_factory.mktemp("server"), database, {}, TIMED) as running:
        opened = Server(running)
        opened.warm_up()
        yield opened
        opened.connection.close()
