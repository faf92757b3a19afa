"""Database files that are damaged, empty, missing or replaced: never a wrong answer, and nothing is held on to."""

import asyncio
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
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


# --- what would be waited for --------------------------------------------------------------------------------------


def test_what_is_no_file_is_not_opened(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def run() -> None:
        database = SQLiteDatabase(pipe)
        with pytest.raises(Unavailable):
            await asyncio.wait_for(database.describe(), 10)
        [outcome] = await asyncio.wait_for(database.run([COUNT], 5), 10)
        assert isinstance(outcome, Unavailable)
        await database.close()

    asyncio.run(run())
    assert [each.getMessage() for each in caplog.records] == [f"{pipe} cannot be read: it is no file"]


@pytest.mark.parametrize("immutable", [True, False])
def test_a_description_waits_for_no_slow_statement(path: Path, immutable: bool) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1, immutable=immutable)
        running = asyncio.create_task(database.run([ENDLESS], 60))
        await asyncio.sleep(0.2)
        copy(shipped(), path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
        assert (await asyncio.wait_for(database.describe(), 10)).counts
        assert not running.done()
        await database.close()
        await running

    asyncio.run(run())


def test_the_number_of_a_change_is_that_of_one_connection(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite"
    change(path, "CREATE TABLE record (id INTEGER)")

    async def run() -> None:
        database = SQLiteDatabase(path, threads=4, immutable=False)
        count = Job("SELECT cast(count(*) as blob) FROM record", {})
        for _ in range(3):
            before = await database.describe()
            await asyncio.gather(*(database.run([count], 5) for _ in range(20)))
            assert await database.describe() == before
            change(path, "INSERT INTO record VALUES (1)")
            assert await database.describe() != before
        await database.close()

    asyncio.run(run())


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)


def test_a_database_without_the_tables_is_unavailable_and_that_is_told_once(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run(database: SQLiteDatabase) -> None:
        for _ in range(3):
            with pytest.raises(Unavailable, match="it has no table album, artist"):
                await database.describe()
        await database.close()

    for immutable in (True, False):
        caplog.clear()
        asyncio.run(
            run(SQLiteDatabase(path, immutable=immutable, tables=["Organization", "artist", "album"]))
        )
        assert len(caplog.records) == 1


def test_what_a_statement_lacks_is_told_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, immutable=False)
        for name in ("album", "artist", "album", "artist"):
            [outcome] = await database.run([Job(f"SELECT id FROM {name}", {})], 5)
            assert isinstance(outcome, Unavailable)
        await database.close()

    asyncio.run(run())
    assert [each.getMessage() for each in caplog.records] == [
        f"{path} cannot be read: no such table: {name}" for name in ("album", "artist")
    ]


STUCK = """
import asyncio, sys, time
from pathlib import Path
from graph.engine.databases import sqlite
sqlite.Reader.run = lambda *_: time.sleep(60)
async def run():
    database = sqlite.SQLiteDatabase(Path(sys.argv[1]))
    running = asyncio.create_task(database.run_aside([], 60))
    await asyncio.sleep(0.3)
    await database.close()
asyncio.run(run())
"""


def test_neither_closing_nor_the_end_of_the_process_waits_for_a_thread_that_is_stuck(path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STUCK, str(path)], capture_output=True, timeout=20, check=False
    )
    assert ended.returncode == 0, ended.stderr
