"""Clients that leave a query on PostgreSQL: the server stops it, and the connections serve others."""

import asyncio
import contextlib
from collections.abc import Iterator

import asyncpg
import pytest

from graph.engine.databases.postgresql import PostgreSQLDatabase
from graph.engine.execute import DeadlineExceeded, Job, TooLarge
from tests.differential.postgresql import PostgreSQLServer

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

ENDLESS = Job("SELECT convert_to(pg_sleep(600)::text, 'UTF8')", {})
QUICK = Job("SELECT convert_to('42', 'UTF8')", {})
RUNNING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid()"  # noqa: E501
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'spinoff-graph'"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = PostgreSQLServer()
    yield server.server.get_uri()
    server.stop()


async def settled(watcher: "asyncpg.Connection[asyncpg.Record]") -> int:
    """How many endless queries run still, once that no longer falls; each would run for ten minutes."""
    for _ in range(200):
        if not await watcher.fetchval(RUNNING):
            break
        await asyncio.sleep(0.05)
    return int(await watcher.fetchval(RUNNING))


def test_queries_that_nobody_waits_for_stop_and_leave_nothing_behind(url: str) -> None:
    async def run() -> None:
        database = PostgreSQLDatabase(url, connections=2)
        watcher = await asyncpg.connect(url)
        before = len(asyncio.all_tasks())
        for number in range(50):
            asked = [asyncio.create_task(database.run([ENDLESS] * (1 + number % 2), 60)) for _ in range(4)]
            await asyncio.sleep(0.002 * (number % 10))
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        assert await settled(watcher) == 0
        assert await database.run([QUICK], 5) == [b"42"]
        assert (database.line.running, len(database.line.waiting)) == (0, 0)
        assert int(await watcher.fetchval(CONNECTED)) <= 2
        assert len(asyncio.all_tasks()) <= before + 1
        await database.close()
        await watcher.close()

    asyncio.run(run())


def test_answers_that_are_too_large_together_are_not_given(url: str) -> None:
    async def run() -> None:
        database = PostgreSQLDatabase(url, connections=1, largest=1000)
        job = Job("SELECT convert_to(repeat('x', 400), 'UTF8')", {})
        outcomes = await database.run([job] * 3, 5)
        assert [type(each) for each in outcomes] == [bytes, bytes, TooLarge]
        assert await database.run([QUICK], 5) == [b"42"]
        await database.close()

    asyncio.run(run())


def test_a_query_that_runs_too_long_stops_on_the_server(url: str) -> None:
    async def run() -> None:
        database = PostgreSQLDatabase(url, connections=1)
        watcher = await asyncpg.connect(url)
        [outcome] = await database.run([ENDLESS], 0.2)
        assert isinstance(outcome, DeadlineExceeded)
        assert await settled(watcher) == 0
        assert await database.run([QUICK], 5) == [b"42"]
        await database.close()
        await watcher.close()

    asyncio.run(run())


def test_closing_waits_for_no_query_without_an_end(url: str) -> None:
    async def run() -> None:
        database = PostgreSQLDatabase(url, connections=1)
        watcher = await asyncpg.connect(url)
        asked = asyncio.create_task(database.run([ENDLESS], 60))
        await asyncio.sleep(0.3)
        await asyncio.wait_for(database.close(), 20)
        asked.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asked
        assert await settled(watcher) == 0
        await watcher.close()

    asyncio.run(run())
