import os
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graph import dataset
from graph.packaged import data_folder
from tests.browser.server import ROOT, serving
from tests.hostile.asking import Server

TIMED = (
    sys.executable,
    "-m",
    "uvicorn",
    "tests.hostile.server:app",
    "--factory",
    "--app-dir",
    str(ROOT),
    "--log-level",
    "warning",
)


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data as a database."""
    path = tmp_path_factory.mktemp("hostile") / "data.sqlite"
    dataset.build(data_folder(), path)
    return path


@pytest.fixture(scope="session")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose event loop is timed."""
    environment = {**os.environ, "GRAPH_DATABASE": f"sqlite:///{database}"}
    with serving(TIMED, tmp_path_factory.mktemp("server"), environment, ready="/health/ready") as address:
        host = urlsplit(address).netloc
        opened = Server(HTTPConnection(host, timeout=30), host)
        opened.warm_up()
        yield opened
        opened.connection.close()
