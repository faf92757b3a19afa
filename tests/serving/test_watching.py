"""Who waits for another build is told of it, and of no other; nobody looks while nobody waits."""

import asyncio
from collections.abc import Awaitable, Callable

from graph.engine.execute import Description, Unavailable
from graph.engine.together import TURN
from graph.serving.watching import Watch


class Versions:
    """A database of which only the version is of interest; "" where it cannot be read."""

    def __init__(self) -> None:
        self.version = "1"
        self.looks = 0

    async def describe(self) -> Description:
        self.looks += 1
        if not self.version:
            raise Unavailable("away")
        return Description(self.version)


def watching(story: Callable[[Versions, Watch], Awaitable[None]], seconds: float = 0.005) -> None:
    """Let a story happen to a watch."""
    versions = Versions()
    watch = Watch(versions, seconds)  # type: ignore[arg-type] # no more of a database is asked for
    asyncio.run(story(versions, watch))  # type: ignore[arg-type] # any awaitable will do


def test_all_who_wait_are_told_once_the_version_is_another() -> None:
    async def story(versions: Versions, watch: Watch) -> None:
        first = (await watch.now()).version
        waiting = [asyncio.create_task(watch.after(first)) for _ in range(3 * TURN)]
        await asyncio.sleep(0.02)
        versions.version = ""
        await asyncio.sleep(0.02)
        assert not any(each.done() for each in waiting)
        versions.version = "2"
        assert {each.version for each in await asyncio.gather(*waiting)} == {"2"}

    watching(story)


def test_who_comes_after_a_build_is_not_told_of_the_one_before() -> None:
    async def story(versions: Versions, watch: Watch) -> None:
        early = asyncio.create_task(watch.after((await watch.now()).version))
        await asyncio.sleep(0)
        versions.version = "2"
        late = asyncio.create_task(watch.after((await watch.now()).version))
        assert (await early).version == "2"
        await asyncio.sleep(0.02)
        assert not late.done()
        versions.version = "3"
        assert (await late).version == "3"

    watching(story)


def test_only_a_few_are_woken_in_each_turn_of_the_event_loop() -> None:
    async def story(versions: Versions, watch: Watch) -> None:
        turn, told = 0, []

        async def wait() -> None:
            await watch.after("1")
            told.append(turn)

        await watch.now()
        waiting = [asyncio.create_task(wait()) for _ in range(10 * TURN)]
        await asyncio.sleep(0)
        versions.version = "2"
        while not all(each.done() for each in waiting):
            await asyncio.sleep(0)
            turn += 1
        assert max(map(told.count, told)) <= TURN

    watching(story, 0.0)


def test_nobody_looks_once_all_have_left() -> None:
    async def story(versions: Versions, watch: Watch) -> None:
        waiting = [asyncio.create_task(watch.after((await watch.now()).version)) for _ in range(3)]
        await asyncio.sleep(0.02)
        for each in waiting:
            each.cancel()
        await asyncio.sleep(0.02)
        assert (len(watch.waiting), watch.task and watch.task.done()) == (0, True)
        before = versions.looks
        await asyncio.sleep(0.03)
        assert versions.looks == before

    watching(story)
