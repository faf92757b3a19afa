"""Threads that work, and moments in which none of them does.

In: blocks of work, on any threads; who wants a moment. Out: the moment, when what runs has ended; or word that it never
came. Never: work begun within a moment, nor a moment waited for without end.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Rests:
    """What works now, and whether somebody wants it to rest."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.working = 0
        self.wanted = False

    @contextmanager
    def work(self) -> Iterator[None]:
        """A block of work: it begins when nobody wants a rest."""
        with self.changed:
            self.changed.wait_for(lambda: not self.wanted)
            self.working += 1
        try:
            yield
        finally:
            with self.changed:
                self.working -= 1
                self.changed.notify_all()

    @contextmanager
    def rest(self, seconds: float) -> Iterator[bool]:
        """A block in which no work begins, after a wait of so long at the most; gives whether none goes on."""
        with self.changed:
            self.wanted = True
        try:
            with self.changed:
                resting = self.changed.wait_for(lambda: not self.working, seconds)
            yield resting
        finally:
            with self.changed:
                self.wanted = False
                self.changed.notify_all()
