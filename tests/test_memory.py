"""A server process is made without looking for garbage, and what it is made of is left alone afterwards."""

import asyncio
import gc
import time
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from graph.app import build_engine
from graph.engine.pipeline import Request
from graph.memory import ENOUGH, MANY, MOMENT, PAUSE, Searching, startup
from graph.settings import read_settings
from tests.serving.apps import database


def test_no_garbage_is_looked_for_while_an_application_is_made() -> None:
    with startup():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()


def test_what_an_application_is_made_of_is_not_looked_through_again() -> None:
    with startup():
        kept = [[number] for number in range(1000)]
    try:
        assert gc.get_freeze_count() >= len(kept)
        assert not any(each is kept for each in gc.get_objects())
    finally:
        gc.unfreeze()


def test_garbage_is_looked_for_again_where_an_application_could_not_be_made() -> None:
    with pytest.raises(ValueError, match="no"), startup():
        raise ValueError("no")
    assert gc.isenabled()
    gc.unfreeze()


class Collector:
    """Stands for Python's own: what was done, and what it says of the objects there are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self.middle = 0
        self.frozen = 1_000
        for name in ("collect", "freeze", "unfreeze"):
            monkeypatch.setattr(gc, name, lambda name=name: self.done.append(name))
        monkeypatch.setattr(gc, "get_count", lambda: (0, 0, self.middle))
        monkeypatch.setattr(gc, "get_freeze_count", lambda: self.frozen)


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Collector:
    return Collector(monkeypatch)


def nothing(_: float) -> None:
    """No sleep."""


@contextmanager
def resting(_: float) -> Iterator[bool]:
    """A moment in which nothing is prepared."""
    yield True


@contextmanager
def never_resting(_: float) -> Iterator[bool]:
    """A moment that does not come."""
    yield False


def test_old_objects_are_searched_when_there_are_some_and_left_alone_afterwards(collector: Collector) -> None:
    searching = Searching(resting, nothing)
    searching.step(pause=False)
    assert collector.done == []
    collector.middle = ENOUGH
    searching.step(pause=False)
    assert collector.done == ["collect", "freeze"]


def test_operations_rest_while_a_search_goes_on(collector: Collector) -> None:
    @contextmanager
    def rest(seconds: float) -> Iterator[bool]:
        collector.done.append(f"rest within {seconds}")
        yield True
        collector.done.append("go on")

    collector.middle = ENOUGH
    Searching(rest, nothing).step(pause=False)
    assert collector.done == [f"rest within {MOMENT}", "collect", "freeze", "go on"]


def test_where_operations_are_always_being_prepared_nothing_is_left_alone(collector: Collector) -> None:
    collector.middle = ENOUGH
    Searching(never_resting, nothing).step(pause=False)
    assert collector.done == ["collect"]


def test_all_is_looked_through_in_a_pause_when_much_has_been_left_alone(collector: Collector) -> None:
    searching = Searching(resting, nothing)
    searching.search()
    collector.done.clear()
    collector.frozen += MANY + 1
    searching.step(pause=False)
    assert collector.done == []
    searching.step(pause=True)
    assert collector.done == ["unfreeze", "collect", "freeze"]
    searching.step(pause=True)
    assert len(collector.done) == 3


def test_a_process_that_does_nothing_counts_nothing_again_and_again(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []

    def counting() -> int:
        counts.append(collector.frozen)
        return counts[-1]

    monkeypatch.setattr(gc, "get_freeze_count", counting)
    searching = Searching(resting, nothing)
    counts.clear()
    for searches in range(3):
        for _ in range(5):
            searching.step(pause=True)
        assert len(counts) == searches
        searching.search()


def test_python_begins_no_search_of_old_objects_of_its_own(collector: Collector) -> None:
    before = gc.get_threshold()
    rounds: list[float] = []

    class EnoughError(Exception):
        """The end of a search that has none."""

    def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 3:
            raise EnoughError

    try:
        with pytest.raises(EnoughError):
            Searching(resting, sleep).run()
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > 10**6
    finally:
        gc.set_threshold(*before)
    assert collector.done == []


def test_a_process_that_does_nothing_for_a_while_is_in_a_pause_until_it_does_something() -> None:
    busy = False

    def work(_: float) -> None:
        end = time.process_time() + (0.05 if busy else 0.0)
        while time.process_time() < end:
            pass

    searching = Searching(resting, work)

    def pauses(times: int) -> bool:
        for _ in range(times):
            searching.watch()
        return searching.pauses

    assert not pauses(PAUSE - 1)
    assert pauses(1)
    busy = True
    assert not pauses(1)
    busy = False
    assert not pauses(PAUSE - 1)
    assert pauses(1)


def test_what_is_left_alone_still_goes_when_nobody_holds_it() -> None:
    class Held:
        """Anything."""

    held = Held()
    gone = weakref.ref(held)
    gc.freeze()
    try:
        del held
        assert gone() is None
    finally:
        gc.unfreeze()


def test_documents_that_are_forgotten_need_no_search() -> None:
    _, engine = build_engine(database=f"sqlite:///{database()}", settings=read_settings())

    def text(number: int) -> str:
        return f"{{ companies(first: 1) {{ nodes {{ a{number}: name fundingRounds {{ nodes {{ label }} }} }} }} }}"

    async def ask(numbers: Iterable[int]) -> None:
        for number in numbers:
            assert (await engine.answer(Request(text(number)))).executed

    async def story() -> None:
        await ask(range(10))
        documents = [weakref.ref(engine.documents.find(text(number))) for number in range(10)]
        assert all(each() is not None for each in documents)
        gc.disable()
        try:
            await ask(range(100, 100 + engine.documents.entries))
            assert [each() for each in documents] == [None] * 10
        finally:
            gc.enable()
        await engine.database.close()

    asyncio.run(story())
