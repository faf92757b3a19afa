"""A server process is made without looking for garbage, and what it is made of is left alone afterwards."""

import gc
import time

import pytest

from graph.memory import search_in_pauses, startup, wait_for_pause


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


class EnoughError(Exception):
    """The end of a search that has none."""


def test_old_objects_are_searched_in_a_pause_and_not_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    before = gc.get_threshold()
    slept: list[float] = []
    searched: list[list[float]] = []
    monkeypatch.setattr(gc, "collect", lambda: searched.append(list(slept)))

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(searched) == 2:
            raise EnoughError

    try:
        with pytest.raises(EnoughError):
            search_in_pauses(every=7.0, sleep=sleep)
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > 10**6
    finally:
        gc.set_threshold(*before)
    assert [each.count(7.0) for each in searched] == [1, 2]


def test_a_process_at_work_is_waited_for_but_not_for_ever() -> None:
    pauses: list[float] = []

    def work(seconds: float) -> None:
        pauses.append(seconds)
        end = time.process_time() + 0.05
        while time.process_time() < end:
            pass

    wait_for_pause(0.2, work)
    assert len(pauses) > 1
    pauses.clear()
    wait_for_pause(60.0, pauses.append)
    assert len(pauses) == 1
