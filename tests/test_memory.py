"""A server process is made without looking for garbage, and what it is made of is left alone afterwards."""

import gc

import pytest

from graph.memory import startup


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
