"""Database files that are damaged, empty, missing or replaced: never a wrong answer, and nothing is held on to."""

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest

from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.execute import Job, Unavailable
from tests.serving.apps import database as shipped

COUNT = Job("SELECT cast(count(*) as blob) FROM organization", {})
ROWS = b"49"
ENDLESS = Job(
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT cast(max(x) as blob) FROM c", {}
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(copy(shipped(), tmp_path / "data.sqlite"))


def overwrite(path: Path, offset: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(content)


def with_a_torn_page(path: Path) -> None:
    """Put a page of one table where one of another was: a file that opens, and lies."""
    pages = path.read_bytes()
    overwrite(path, 20 * 4096, pages[40 * 4096 : 41 * 4096])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_text("not a database, but long enough to have a header\n" * 100),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2 // 4096 * 4096),
    "cut inside a page": lambda path: os.truncate(path, path.stat().st_size - 100),
    "a page of zeros": lambda path: overwrite(path, 30 * 4096, b"\0" * 4096),
    "a page of another place": with_a_torn_page,
    "a header of noise": lambda path: overwrite(path, 16, os.urandom(84)),
}


@pytest.mark.parametrize("when", ["before it is opened", "while it is open"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_nothing_is_answered_from_a_damaged_file_and_it_is_told_once(
    path: Path, damage: str, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path)
        if when == "while it is open":
            assert await database.run([COUNT], 5) == [ROWS]
            assert await database.run([COUNT], 5) == [ROWS]
        DAMAGES[damage](path)
        for _ in range(3):
            with pytest.raises(Unavailable):
                await database.describe()
            [outcome] = await database.run([COUNT], 5)
            assert isinstance(outcome, Unavailable)
        said = [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR]
        assert len(said) == 1
        assert str(path) in said[0]
        # Mended, it is answered from again.
        copy(shipped(), path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
        assert (await database.describe()).counts
        assert await database.run([COUNT], 5) == [ROWS]
        await database.close()

    asyncio.run(run())


def held(path: Path) -> int:
    """How many descriptors and maps of this process are of files that once lay there."""
    open_files = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    maps = Path("/proc/self/maps").read_text().splitlines()
    return sum(str(path) in each for each in (*open_files, *maps))


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="this system has no /proc")
def test_a_file_that_has_lost_its_place_is_let_go_by_every_thread(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=4)
        for _ in range(5):
            database.quick.clear()  # so that every thread has a connection
            outcomes = await asyncio.gather(*(database.run([COUNT], 5) for _ in range(40)))
            assert outcomes == [[ROWS]] * 40
            copy(shipped(), path.with_suffix(".new"))
            path.with_suffix(".new").replace(path)
            running = [asyncio.create_task(database.run([COUNT], 5)) for _ in range(40)]
            assert await asyncio.gather(*running) == [[ROWS]] * 40
            assert held(Path(f"{path} (deleted)")) == 0
        assert len(database.idle) <= 5
        await database.close()
        assert held(path) == 0

    asyncio.run(run())


def test_closing_stops_what_runs(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1)
        running = [asyncio.create_task(database.run([ENDLESS], 60)) for _ in range(3)]
        await asyncio.sleep(0.2)
        await asyncio.wait_for(asyncio.to_thread(asyncio.run, database.close()), 10)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        assert not database.idle

    asyncio.run(run())
