"""Moments in which none of some threads works."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from graph.engine.resting import Rests


class Works:
    """Blocks of work on threads, each until it is told to end."""

    def __init__(self, rests: Rests) -> None:
        self.rests = rests
        self.threads = ThreadPoolExecutor(4)
        self.begun: list[str] = []

    def begin(self, name: str) -> tuple["Future[None]", threading.Event]:
        end = threading.Event()

        def work() -> None:
            with self.rests.work():
                self.begun.append(name)
                assert end.wait(20)

        return self.threads.submit(work), end

    def has_begun(self, name: str, seconds: float = 20) -> bool:
        until = time.monotonic() + seconds
        while name not in self.begun and time.monotonic() < until:
            time.sleep(0.005)
        return name in self.begun


def test_a_rest_waits_for_what_runs_and_what_comes_waits_for_the_rest() -> None:
    rests = Rests()
    works = Works(rests)
    first, end = works.begin("first")
    assert works.has_begun("first")
    timer = threading.Timer(0.1, end.set)
    timer.start()
    with rests.rest(20) as resting:
        assert resting
        assert first.result(20) is None
        second, last = works.begin("second")
        assert not works.has_begun("second", 0.1)
        assert rests.working == 0
    assert works.has_begun("second")
    last.set()
    assert second.result(20) is None
    assert rests.working == 0


def test_who_waits_for_a_rest_in_vain_is_told_so_and_work_goes_on() -> None:
    rests = Rests()
    works = Works(rests)
    first, end = works.begin("first")
    assert works.has_begun("first")
    with rests.rest(0.05) as resting:
        assert not resting
    second, last = works.begin("second")
    assert works.has_begun("second")
    end.set()
    last.set()
    assert [first.result(20), second.result(20)] == [None, None]


def test_work_goes_on_after_a_rest_and_a_rest_after_work_that_failed() -> None:
    rests = Rests()
    with pytest.raises(ValueError, match="in vain"), rests.rest(20):
        raise ValueError("in vain")
    with pytest.raises(ValueError, match="in vain"), rests.work():
        raise ValueError("in vain")
    with rests.rest(20) as resting:
        assert resting
