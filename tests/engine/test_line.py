"""A line before a few places: who runs, who waits, and who is told to come again."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from graph.engine.line import Busy, Line, patiently


class Work:
    """Pieces of work that end when they are told to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}

    def named(self, name: str) -> Callable[[], Awaitable[str]]:
        end = self.ends[name] = asyncio.Event()

        async def work() -> str:
            self.begun.append(name)
            await end.wait()
            return name

        return work


async def turn() -> None:
    """Let everything run that can."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_work_begins_in_the_order_it_came_and_no_more_at_once_than_there_are_places() -> None:
    async def run() -> None:
        line, work = Line(2), Work()
        tasks = [asyncio.create_task(line.run(work.named(name))) for name in "abcd"]
        await turn()
        assert (work.begun, line.running, len(line.waiting)) == (["a", "b"], 2, 2)
        work.ends["b"].set()
        await turn()
        assert (work.begun, line.running) == (["a", "b", "c"], 2)
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("abcd")
        assert (line.running, len(line.waiting)) == (0, 0)

    asyncio.run(run())


def test_who_comes_to_a_full_line_is_told_at_once() -> None:
    async def run() -> None:
        line, work = Line(1, waiting=1), Work()
        tasks = [asyncio.create_task(line.run(work.named(name))) for name in "ab"]
        await turn()
        with pytest.raises(Busy):
            await line.run(work.named("c"))
        assert "c" not in work.begun
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == ["a", "b"]
        assert line.running == 0

    asyncio.run(run())


def test_who_would_wait_too_long_is_told_at_once_and_when_to_come_again() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=1.0), Work()
        line.usual["long"] = 5.0
        held = asyncio.create_task(line.run(work.named("a"), "long"))
        await turn()
        with pytest.raises(Busy) as busy:
            await line.run(work.named("b"), "short")
        assert busy.value.seconds == 5
        work.ends["a"].set()
        await held
        # With a place free, nobody asks how long it usually takes; work that is quick again shortens the wait.
        for name in map(str, range(40)):
            task = asyncio.create_task(line.run(work.named(name), "long"))
            await turn()
            work.ends[name].set()
            await task
        assert line.usual["long"] < 0.5

    asyncio.run(run())


def test_what_each_kind_of_work_took_tells_how_long_the_line_is() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=1.0), Work()
        line.usual.update(quick=0.001, slow=0.2)
        tasks = [asyncio.create_task(line.run(work.named("first"), "quick"))]
        await turn()
        # A hundred that are quick are soon done; of those that are slow no more wait than fill half a second.
        names = [f"quick {number}" for number in range(100)]
        tasks += [asyncio.create_task(line.run(work.named(name), "quick")) for name in names]
        await turn()
        for number in range(2):
            tasks.append(asyncio.create_task(line.run(work.named(f"slow {number}"), "slow")))
            await turn()
        with pytest.raises(Busy):
            await line.run(work.named("slow 2"), "slow")
        assert len(line.waiting) == 102
        for end in work.ends.values():
            end.set()
        await asyncio.gather(*tasks)
        assert not line.kinds

    asyncio.run(run())


@pytest.mark.parametrize("known", [True, False])
def test_what_runs_longer_than_expected_is_taken_to_run_as_long_again(known: bool) -> None:
    async def run() -> None:
        line, work = Line(1, seconds=0.2), Work()
        line.unseen = 0.001
        if known:
            line.usual["quick"] = 0.001
        tasks = [asyncio.create_task(line.run(work.named("a"), "quick"))]
        await turn()
        tasks.append(asyncio.create_task(line.run(work.named("b"), "quick")))
        await asyncio.sleep(0.11)
        with pytest.raises(Busy):
            await line.run(work.named("c"), "quick")
        for end in work.ends.values():
            end.set()
        await asyncio.gather(*tasks)

    asyncio.run(run())


def test_those_at_the_end_of_the_line_hear_as_soon_as_it_is_known_that_they_wait_in_vain() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=0.25), Work()
        line.usual["known"] = 0.001
        tasks = [asyncio.create_task(line.run(work.named("a"), "known"))]
        await turn()
        tasks += [asyncio.create_task(line.run(work.named(name), "known")) for name in "bcdefgh"]
        await turn()
        assert len(line.waiting) == 7
        line.usual["known"] = 0.125  # what is known now: 0.1 when `a`, which took nothing, has ended
        work.ends["a"].set()
        await turn()
        # One has the place, and three have theirs within the time that is left.
        assert [len(line.waiting), *map(asyncio.Task.done, tasks)] == [3, True, *[False] * 4, *[True] * 3]
        for end in work.ends.values():
            end.set()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert [each if isinstance(each, str) else type(each) for each in ended] == [*"abcde", *[Busy] * 3]
        assert (line.running, len(line.waiting), len(line.pieces), len(line.kinds)) == (0, 0, 0, 0)

    asyncio.run(run())


def test_work_that_is_broken_off_never_makes_its_kind_look_quick() -> None:
    async def run() -> None:
        line, work = Line(1), Work()
        line.usual["slow"] = 0.5
        for _ in range(5):
            task = asyncio.create_task(line.run(work.named("a"), "slow"))
            await turn()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert (line.usual["slow"], line.running, len(line.pieces)) == (0.5, 0, 0)

    asyncio.run(run())


def test_who_has_waited_long_enough_is_told_so() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=0.05), Work()
        held = asyncio.create_task(line.run(work.named("a")))
        await turn()
        with pytest.raises(Busy):
            await asyncio.wait_for(line.run(work.named("b")), 5)
        assert (work.begun, len(line.waiting)) == (["a"], 0)
        held.cancel()
        await asyncio.gather(held, return_exceptions=True)
        assert line.running == 0

    asyncio.run(run())


@pytest.mark.parametrize("moment", ["while waiting", "when its turn came"])
def test_who_leaves_the_line_gives_the_place_to_the_next(moment: str) -> None:
    async def run() -> None:
        line, work = Line(1), Work()
        held, gone, last = (asyncio.create_task(line.run(work.named(name))) for name in "abc")
        await turn()
        if moment == "when its turn came":
            work.ends["a"].set()
            await asyncio.sleep(0)
            assert len(line.waiting) == 1  # `b` has the place, and has not heard of it
        gone.cancel()
        work.ends["a"].set()
        work.ends["c"].set()
        assert await last == "c"
        await asyncio.gather(held, gone, return_exceptions=True)
        assert "b" not in work.begun
        assert len(line.waiting) == 0

    asyncio.run(run())


def test_ten_thousand_who_come_and_leave_leave_nothing_behind() -> None:
    async def run() -> None:
        line, work = Line(1, waiting=100), Work()
        held = asyncio.create_task(line.run(work.named("a")))
        await turn()
        for _ in range(100):
            tasks = [asyncio.create_task(line.run(work.named("b"))) for _ in range(100)]
            await turn()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        assert (len(line.waiting), line.running) == (0, 1)
        work.ends["a"].set()
        await held
        assert line.running == 0

    asyncio.run(run())


def test_work_that_fails_leaves_its_place() -> None:
    async def fail() -> None:
        raise ValueError("nothing")

    async def run() -> None:
        line = Line(1)
        for _ in range(3):
            with pytest.raises(ValueError, match="nothing"):
                await line.run(fail)
        assert line.running == 0

    asyncio.run(run())


def test_what_has_begun_already_comes_again_until_there_is_a_place() -> None:
    async def run() -> None:
        tries = 0

        async def work(answer: int) -> int:
            nonlocal tries
            tries += 1
            if tries < 3:
                raise Busy(0)
            return answer

        assert await patiently(work, 42) == 42
        assert tries == 3

    asyncio.run(run())
