"""Work that is done aside: once for all who ask for the same at the same time."""

import asyncio
import os
import subprocess
import sys
import threading
import time

import pytest

from graph.engine.aside import HOLD, THREADS, Aside
from graph.engine.line import Busy
from tests.serving.apps import database


def test_what_many_ask_for_at_once_is_done_once_on_another_thread() -> None:
    threads: list[int] = []

    def work() -> int:
        threads.append(threading.get_ident())
        time.sleep(0.02)
        return len(threads)

    async def story() -> None:
        aside = Aside()
        assert await asyncio.gather(*(aside.run_once("key", work) for _ in range(1_000))) == [1] * 1_000
        assert await aside.run_once("key", work) == 2
        assert threading.get_ident() not in threads
        assert aside.together.under_way == {}

    asyncio.run(story())


def test_a_failure_is_heard_by_all_who_wait_and_by_nobody_after_them() -> None:
    def fail() -> int:
        raise ValueError("in vain")

    async def story() -> None:
        aside = Aside()
        found = await asyncio.gather(*(aside.run_once("key", fail) for _ in range(5)), return_exceptions=True)
        assert [str(each) for each in found] == ["in vain"] * 5
        assert await aside.run_once("key", lambda: 42) == 42

    asyncio.run(story())


def test_who_leaves_stops_nothing_for_others() -> None:
    async def story() -> None:
        aside = Aside()
        leaving = asyncio.create_task(aside.run_once("key", time.sleep, 0.02))
        staying = asyncio.create_task(aside.run_once("key", time.sleep, 0.02))
        await asyncio.sleep(0)
        leaving.cancel()
        await staying
        with pytest.raises(asyncio.CancelledError):
            await leaving

    asyncio.run(story())


def test_different_work_waits_in_line_and_too_much_is_refused() -> None:
    async def story() -> None:
        aside = Aside()
        aside.line.longest = 2
        asked = [asyncio.create_task(aside.run(time.sleep, 0.02)) for _ in range(THREADS + 3)]
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [isinstance(each, Busy) for each in found].count(True) == 1

    asyncio.run(story())


def test_no_work_begins_while_it_is_to_rest() -> None:
    begun: list[int] = []

    async def story() -> None:
        aside = Aside()
        with aside.rests.rest(20) as resting:
            assert resting
            task = asyncio.create_task(aside.run(begun.append, 1))
            await asyncio.sleep(0.1)
            assert begun == []
        await asyncio.wait_for(task, 20)
        assert begun == [1]

    asyncio.run(story())


def test_a_server_has_its_threads_give_pythons_lock_away_soon() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from graph.app import from_environment; from_environment(); print(sys.getswitchinterval())",
        ],
        env={**os.environ, "GRAPH_DATABASE": f"sqlite:///{database()}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(told.stdout) == pytest.approx(HOLD)
