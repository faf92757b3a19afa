"""The same work asked for at the same time is done once, and stops when nobody waits for it any more."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.engine.databases.sqlite import SQLiteDatabase
from graph.engine.execute import Job, Outcome
from graph.engine.together import Together
from tests.serving.apps import database


def test_work_goes_on_as_long_as_somebody_waits_for_it_and_no_longer() -> None:
    stopped: list[str] = []

    async def work() -> str:
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            stopped.append("stopped")
            raise
        return "done"

    async def story() -> None:
        together = Together()
        first, second = (asyncio.create_task(together.run("key", work)) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()
        assert await second == "done"
        assert stopped == []
        both = [asyncio.create_task(together.run("key", work)) for _ in range(2)]
        await asyncio.sleep(0.01)
        for each in both:
            each.cancel()
        await asyncio.gather(*both, return_exceptions=True)
        await asyncio.sleep(0)
        assert (stopped, together.under_way) == (["stopped"], {})
        assert await together.run("key", work) == "done"

    asyncio.run(story())


def test_who_comes_after_all_have_left_begins_anew() -> None:
    began: list[int] = []

    async def work() -> int:
        began.append(1)
        await asyncio.sleep(0.01)
        return len(began)

    async def story() -> None:
        together = Together()
        leaving = asyncio.create_task(together.run("key", work))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await together.run("key", work) == 2

    asyncio.run(story())


@pytest.mark.parametrize("immutable, expected", [(True, 1), (False, 50)])
def test_a_query_that_fifty_ask_at_once_is_run_once_where_nothing_can_change_meanwhile(
    tmp_path: Path, immutable: bool, expected: int
) -> None:
    job = Job("SELECT cast(count(*) + :n as blob) FROM citation", {"n": 1})

    async def story() -> None:
        source = SQLiteDatabase(database(), threads=1, immutable=immutable)
        await source.describe()
        ran: list[Any] = []
        run_in_turn = source.run_in_turn

        async def counted(jobs: Sequence[Job], seconds: float) -> list[Outcome]:
            ran.append(jobs)
            return await run_in_turn(jobs, seconds)

        source.run_in_turn = counted  # type: ignore[method-assign] # to see what is run
        found = await asyncio.gather(*(source.run([job], 5) for _ in range(50)))
        assert found == [[b"227"]] * 50
        assert len(ran) == expected
        other = Job(job.sql, {"n": 2})
        assert [await source.run([job], 5), await source.run([other], 5)] == [[b"227"], [b"228"]]
        await source.close()

    asyncio.run(story())
