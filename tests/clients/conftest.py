import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

import pytest

from graph import dataset
from graph.packaged import data_folder
from tests.browser.server import SERVE, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the shipped data."""
    with serving(SERVE, tmp_path_factory.mktemp("clients"), ready="/health/ready") as address:
        yield address


@dataclass(frozen=True)
class Publisher:
    """A server of the shipped data, its database, and the build that a script is to rename over it."""

    address: str
    database: Path
    following: Path


@contextmanager
def publishing(folder: Path, *options: str | Path) -> Iterator[Publisher]:
    """A server of its own in a folder, whose next build calls Celyad by another name."""
    database, following = folder / "data.sqlite", folder / "next.sqlite"
    dataset.build(data_folder(), database)
    copy(database, following)
    connection = sqlite3.connect(following)
    connection.execute("UPDATE organization SET name = 'Celyad Oncology' WHERE slug = 'celyad'")
    connection.execute("UPDATE dataset SET version = '2'")
    connection.commit()
    connection.close()
    command = [*SERVE, "--database", f"sqlite:///{database}", *options]
    with serving(command, folder, ready="/health/ready") as address:
        yield Publisher(address, database, following)


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    with publishing(tmp_path_factory.mktemp("publisher")) as publisher:
        yield publisher
