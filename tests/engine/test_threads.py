"""Threads that work aside: how they give way to the event loop."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.engine.databases.threads import NICE, Threads

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="no other system has priorities of threads")
NICEST = 19


@contextmanager
def threads(*, yielding: bool) -> Iterator[Threads]:
    """Two of them."""
    made = Threads(2, "testing", yielding=yielding)
    try:
        yield made
    finally:
        made.stop()
        assert made.end(5)


def niceness() -> int:
    """That of this thread."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@LINUX
@pytest.mark.parametrize("yielding", [True, False])
def test_threads_that_give_way_are_nicer_than_the_one_that_began_them_and_no_others_are(
    yielding: bool,
) -> None:
    before = niceness()
    with threads(yielding=yielding) as made:
        found = [each.result(5) for each in [made.submit(niceness) for _ in range(4)]]
    assert found == [min(before + NICE, NICEST) if yielding else before] * 4
    assert niceness() == before


def test_threads_work_where_priorities_may_not_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refuse)
    with threads(yielding=True) as made:
        assert made.submit(lambda: 1).result(5) == 1
