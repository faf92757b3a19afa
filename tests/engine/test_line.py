"""A line before a few places: who runs, who waits, and who is told to come again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from graph.engine.line import WEIGHT, Busy, Line, patiently


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


def known(line: Line, **usual: float) -> None:
    """Have a line know how long pieces of each kind take."""
    line.usual.update(usual)
    line.seen.update(dict.fromkeys(usual, 1000))


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
        known(line, quick=0.001, slow=0.25)
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
        # What is known now: 0.1 when `a`, which took nothing, has ended.
        line.usual["known"], line.seen["known"] = 0.1 / (1 - WEIGHT), 100
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


def test_one_piece_that_took_long_says_little_of_those_that_come_after_many_quick_ones() -> None:
    async def run() -> None:
        line, work = Line(1), Work()
        for number in range(50):
            task = asyncio.create_task(line.run(work.named("a"), "quick"))
            await turn()
            if number == 49:
                await asyncio.sleep(0.1)
            work.ends["a"].set()
            await task
        assert 0.1 * WEIGHT <= line.usual["quick"] < 0.1 * WEIGHT + 0.01

    asyncio.run(run())


def test_the_first_pieces_of_a_kind_say_as_much_as_each_other() -> None:
    line = Line(1)
    for took, mean in ((0.2, 0.2), (0.4, 0.3), (0.9, 0.5)):
        line.usual["kind"] = line.learnt("kind", took)
        line.seen["kind"] += 1
        assert line.usual["kind"] == pytest.approx(mean)


def test_those_who_are_on_their_way_to_a_line_are_counted_until_they_come_or_somebody_leaves() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=1.0), Work()
        line.usual["known"], line.seen["known"] = 0.2, 1000
        tasks = [asyncio.create_task(line.run(work.named(name), "known")) for name in "abc"]
        await turn()
        # One runs and two wait, which takes 0.6 s; half a second is the most.
        assert line.full() == 1
        work.ends["a"].set()
        await turn()
        assert line.full() == 0
        line.announce()
        assert line.full() == 1
        tasks.append(asyncio.create_task(line.run(work.named("d"), "known")))
        await turn()
        assert (line.coming, len(line.waiting)) == (0, 2)
        line.announce()
        work.ends["b"].set()
        await turn()
        assert line.coming == 0
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("abcd")
        assert line.full() == 0

    asyncio.run(run())


def test_those_before_whom_somebody_sets_out_are_counted_for_him_and_not_for_who_is_ahead_of_them() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=1.0), Work()
        line.usual["known"], line.seen["known"] = 0.2, 1000
        assert line.full(99) == 0  # nobody is here: it is not known that they would stay
        tasks = [asyncio.create_task(line.run(work.named(name), "known")) for name in "ab"]
        await turn()
        # That is 0.4 s; half a second is the most.
        assert (line.full(1), line.full(), line.full(1)) == (1, 0, 1)
        # Of those, the line was told of one.
        line.announce()
        assert (line.full(), line.full(1)) == (1, 1)
        assert line.come == 2
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("ab")
        assert line.full(99) == 0

    asyncio.run(run())


def test_those_who_are_on_their_way_fill_a_line_that_has_a_bound() -> None:
    async def run() -> None:
        line, work = Line(1, waiting=3), Work()
        tasks = [asyncio.create_task(line.run(work.named(name))) for name in "ab"]
        await turn()
        assert [line.full(before) for before in range(4)] == [0, 0, 1, 1]
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("ab")

    asyncio.run(run())


def test_who_was_told_to_come_is_let_in_where_the_wait_has_become_a_little_longer_meanwhile() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=1.0), Work()
        line.usual["known"], line.seen["known"] = 0.24, 1000
        tasks = [asyncio.create_task(line.run(work.named(name), "known")) for name in "ab"]
        await turn()
        assert line.full() == 0
        line.announce()
        line.usual["known"] = 0.27
        # Who sets out now is to come again; who is here stays, but not where the wait is much longer than was told.
        assert line.full() == 1
        tasks.append(asyncio.create_task(line.run(work.named("c"), "known")))
        await turn()
        assert len(line.waiting) == 2
        with pytest.raises(Busy):
            await line.run(work.named("d"), "known")
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("abc")

    asyncio.run(run())


def test_no_more_are_told_to_come_than_there_are_places_in_the_line() -> None:
    async def run() -> None:
        line, work = Line(1, waiting=2, seconds=1_000.0), Work()
        tasks = [asyncio.create_task(line.run(work.named(name))) for name in "ab"]
        await turn()
        assert (line.full(), len(line.waiting)) == (0, 1)
        line.announce()
        assert line.full()
        tasks.append(asyncio.create_task(line.run(work.named("c"))))
        await turn()
        work.ends["a"].set()
        await turn()
        assert line.full() == 0
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("abc")

    asyncio.run(run())


def test_who_was_told_that_a_line_is_full_hears_nothing_else_until_its_wait_may_be_short_enough() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=0.4), Work()
        line.usual["known"] = 0.125
        tasks = [asyncio.create_task(line.run(work.named(name), "known")) for name in "ab"]
        await turn()
        assert line.full() == 1
        # It is a quarter of a second, of which a fifth is the most; time alone makes room for one more.
        asked: list[float] = []

        def expected(now: float) -> float:
            asked.append(now)
            return 0.0

        line.expected = expected  # type: ignore[method-assign] # to see when it is asked
        assert (line.full(), len(asked)) == (1, 0)
        await asyncio.sleep(0.06)
        assert (line.full(), len(asked)) == (0, 1)
        for end in work.ends.values():
            end.set()
        await asyncio.gather(*tasks)

    asyncio.run(run())


def test_a_short_piece_is_handed_on_ahead_of_its_time_and_counts_from_when_one_before_it_ends() -> None:
    async def run() -> None:
        line, work = Line(2, ahead=1), Work()
        known(line, short=0.001)
        tasks = [asyncio.create_task(line.run(work.named(name), "short")) for name in "abcd"]
        await turn()
        assert (work.begun, line.running, line.taken, len(line.waiting)) == (list("abc"), 2, 3, 1)
        await asyncio.sleep(0.2)
        work.ends["b"].set()
        await turn()
        assert (work.begun, line.running, line.taken, len(line.waiting)) == (list("abcd"), 2, 3, 0)
        before = line.usual["short"]
        work.ends["c"].set()
        await turn()
        # It had waited for 0.2 s, and then was done at once.
        assert line.usual["short"] < before
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("abcd")
        assert (line.running, line.taken, len(line.pieces)) == (0, 0, 0)

    asyncio.run(run())


@pytest.mark.parametrize(
    "kinds, begun",
    [
        ("sss", "abc"),
        ("ssl", "ab"),
        ("lss", "ab"),
        ("ssu", "ab"),
        ("uss", "ab"),
    ],
)
def test_only_what_is_known_to_be_short_is_handed_on_ahead_and_only_behind_such(
    kinds: str, begun: str
) -> None:
    async def run() -> None:
        line, work = Line(2, ahead=1), Work()
        known(line, s=0.001, l=0.1)
        tasks = [
            asyncio.create_task(line.run(work.named(name), kind))
            for name, kind in zip("abc", kinds, strict=True)
        ]
        await turn()
        assert "".join(work.begun) == begun
        for end in work.ends.values():
            end.set()
        assert await asyncio.gather(*tasks) == list("abc")

    asyncio.run(run())


def test_who_was_handed_on_behind_pieces_that_take_longer_than_anybody_may_wait_is_told_so() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=0.1, ahead=1), Work()
        known(line, short=0.001)
        held = asyncio.create_task(line.run(work.named("a"), "short"))
        await turn()
        ahead = asyncio.create_task(line.run(work.named("b"), "short"))
        await turn()
        assert work.begun == ["a", "b"]
        with pytest.raises(Busy):
            await asyncio.wait_for(ahead, 5)
        assert (line.taken, len(line.pieces)) == (1, 1)
        # Nothing was learned of what never began.
        assert line.usual["short"] == 0.001
        work.ends["a"].set()
        assert await held == "a"
        assert line.taken == 0

    asyncio.run(run())


def test_who_has_begun_in_time_may_take_longer_than_anybody_may_wait() -> None:
    async def run() -> None:
        line, work = Line(1, seconds=0.1, ahead=1), Work()
        known(line, short=0.001)
        tasks = [asyncio.create_task(line.run(work.named(name), "short")) for name in "ab"]
        await turn()
        work.ends["a"].set()
        await asyncio.sleep(0.3)
        work.ends["b"].set()
        assert await asyncio.gather(*tasks) == ["a", "b"]

    asyncio.run(run())


def test_a_timeout_of_the_work_itself_is_no_wait_that_was_too_long() -> None:
    async def fail() -> None:
        raise TimeoutError("its own")

    async def run() -> None:
        line, work = Line(1, ahead=1), Work()
        known(line, short=0.001)
        held = asyncio.create_task(line.run(work.named("a"), "short"))
        await turn()
        with pytest.raises(TimeoutError, match="its own"):
            await line.run(fail, "short")
        work.ends["a"].set()
        await held
        assert line.taken == 0

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


@pytest.mark.parametrize("ahead", [0, 1])
def test_whoever_comes_and_leaves_whenever_leaves_no_place_taken(ahead: int) -> None:
    async def run() -> None:
        chance = random.Random(7)
        line = Line(2, waiting=20, ahead=ahead)
        known(line, short=0.001)
        running = most = 0

        async def work(turns: int) -> None:
            nonlocal running, most
            running += 1
            most = max(most, running)
            try:
                for _ in range(turns):
                    await asyncio.sleep(0)
            finally:
                running -= 1

        tasks = []
        for _ in range(3_000):
            tasks.append(asyncio.create_task(line.run(partial(work, chance.randrange(6)), "short")))
            for _ in range(chance.randrange(3)):
                await asyncio.sleep(0)
            chance.choice(tasks[-8:]).cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert most == 2 + ahead
        assert (line.taken, line.running) == (0, 0)
        assert not any((line.pieces, line.waiting, line.kinds))

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
