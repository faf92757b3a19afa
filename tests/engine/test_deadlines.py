"""Statements that run too long are cut off, and what they ran on is usable right after."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import apsw
import pytest

from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.execute import DeadlineExceeded, Job, Outcome, TooLarge, Unavailable, kind_of
from graph.engine.line import Line

ENDLESS = Job(
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT cast(max(x) as blob) FROM c", {}
)
QUICK = Job("SELECT cast(:answer as blob)", {"answer": "42"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty database."""
    made = tmp_path / "empty.sqlite"
    connection = apsw.Connection(str(made))
    connection.execute("CREATE TABLE things (id INTEGER PRIMARY KEY)")
    connection.close()
    return made


def test_a_statement_is_cut_off_at_its_deadline_and_its_connection_goes_on(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1)
        started = time.monotonic()
        [outcome] = await database.run([ENDLESS], 0.2)
        assert isinstance(outcome, DeadlineExceeded)
        assert time.monotonic() - started < 2
        assert await database.run([QUICK], 1) == [b"42"]
        await database.close()

    asyncio.run(run())


def test_the_time_of_a_statement_that_waits_for_its_thread_begins_when_it_has_it(path: Path) -> None:
    jobs = [Job(f"{ENDLESS.sql} WHERE x > :least", {"least": least}) for least in range(2)]

    async def run() -> None:
        line = Line(1, ahead=1)
        line.usual[kind_of(jobs[:1])] = 0.001
        database = SQLiteDatabase(path, threads=1, line=line)
        started = time.monotonic()
        first, second = (asyncio.create_task(database.run([job], 0.4)) for job in jobs)
        await asyncio.sleep(0.1)
        assert (line.taken, len(line.waiting)) == (2, 0)
        assert isinstance((await first)[0], DeadlineExceeded)
        assert not second.done()
        assert isinstance((await second)[0], DeadlineExceeded)
        assert 0.75 < time.monotonic() - started < 4
        await database.close()

    asyncio.run(run())


def test_a_statement_that_is_stopped_before_it_began_is_not_taken_for_a_quick_one(path: Path) -> None:
    async def run() -> None:
        line = Line(1, ahead=1)
        line.usual[kind_of([ENDLESS])] = line.usual[kind_of([QUICK])] = 0.001
        database = SQLiteDatabase(path, threads=1, line=line)
        first, second = (asyncio.create_task(database.run([job], 0.4)) for job in (ENDLESS, QUICK))
        await asyncio.sleep(0.1)
        assert line.taken == 2
        second.cancel()
        assert isinstance((await first)[0], DeadlineExceeded)
        await asyncio.sleep(0.1)
        assert database.quick == set()
        assert await database.run([QUICK], 1) == [b"42"]
        assert database.quick == {QUICK.sql}
        await database.close()

    asyncio.run(run())


def test_a_statement_that_nobody_waits_for_any_more_stops(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1)
        waiting = asyncio.create_task(database.run([ENDLESS], 60))
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        # The one thread is free again long before the deadline.
        assert await asyncio.wait_for(database.run([QUICK], 5), 5) == [b"42"]
        await database.close()

    asyncio.run(run())


def test_a_statement_that_was_quick_but_is_no_more_does_not_hold_up_the_event_loop(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1)
        await database.run([QUICK], 1)
        database.quick.add(ENDLESS.sql)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticking = asyncio.create_task(tick())
        [outcome] = await database.run([ENDLESS], 0.5)
        ticking.cancel()
        assert isinstance(outcome, DeadlineExceeded)
        assert ticks > 10
        assert ENDLESS.sql not in database.quick
        await database.close()

    asyncio.run(run())


def test_answers_that_are_too_large_together_are_not_made(path: Path) -> None:
    def blob(size: int) -> Job:
        return Job(f"SELECT cast(zeroblob({size}) as blob)", {})

    async def run() -> None:
        database = SQLiteDatabase(path, threads=1, largest=1000)
        sizes = (400, 400, 400, 1)
        outcomes = await database.run([blob(size) for size in sizes], 1)
        assert [type(each) for each in outcomes] == [bytes, bytes, TooLarge, TooLarge]
        [large] = await database.run([blob(1001)], 1)
        assert isinstance(large, TooLarge)
        assert await database.run([blob(1000)], 1) == [bytes(1000)]
        await database.close()

    asyncio.run(run())


def test_statements_that_were_quick_run_aside_when_they_are_many_or_given_much(path: Path) -> None:
    def job(text: str) -> Job:
        return Job("SELECT cast(length(:text) as blob)", {"text": text})

    async def run() -> None:
        database = SQLiteDatabase(path, threads=1)
        await database.run([job("a")], 1)
        aside: list[int] = []
        run_in_turn = database.run_in_turn

        async def counted(jobs: Sequence[Job], seconds: float) -> list[Outcome]:
            aside.append(1)
            return await run_in_turn(jobs, seconds)

        database.run_in_turn = counted  # type: ignore[method-assign] # to see what goes through the line
        for jobs, expected in (([job("a")] * 8, 0), ([job("a")] * 9, 1), ([job("a" * 2001)], 1)):
            aside.clear()
            assert len(await database.run(jobs, 1)) == len(jobs)
            assert len(aside) == expected
        await database.close()

    asyncio.run(run())


def test_what_fails_in_the_database_is_told_apart_from_what_is_slow(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1)
        outcomes = await database.run([Job("SELECT 1 FROM missing", {}), QUICK], 1)
        assert isinstance(outcomes[0], Unavailable)
        assert outcomes[1] == b"42"
        await database.close()
        missing = SQLiteDatabase(path.with_name("missing.sqlite"), threads=1)
        [outcome] = await missing.run([QUICK], 1)
        assert isinstance(outcome, Unavailable)
        with pytest.raises(Unavailable):
            await missing.describe()
        await missing.close()

    asyncio.run(run())


def test_a_database_that_others_write_gives_each_operation_one_snapshot(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1, immutable=False)
        count = Job("SELECT cast(count(*) as blob) FROM things", {})
        assert await database.run([count, count], 1) == [b"0", b"0"]
        writer = apsw.Connection(str(path))
        writer.execute("INSERT INTO things DEFAULT VALUES")
        writer.close()
        assert await database.run([count, count], 1) == [b"1", b"1"]
        await database.close()

    asyncio.run(run())


def test_a_connection_is_made_anew_when_another_file_takes_the_place_of_the_database(path: Path) -> None:
    async def run() -> None:
        database = SQLiteDatabase(path, threads=1)
        count = Job("SELECT cast(count(*) as blob) FROM things", {})
        assert await database.run([count], 1) == [b"0"]
        made = path.with_name("new.sqlite")
        writer = apsw.Connection(str(made))
        writer.execute("CREATE TABLE things (id INTEGER PRIMARY KEY); INSERT INTO things DEFAULT VALUES")
        writer.close()
        made.replace(path)
        assert await database.run([count], 1) == [b"1"]
        await database.close()

    asyncio.run(run())
