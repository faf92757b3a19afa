"""The memory of a server process, which lives long and answers with large texts.

In: nothing. Out: nothing; the garbage collector and the allocator do less. Never: anything of the answers.
"""

import ctypes
import gc
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

# Parameters of glibc's `mallopt`: blocks of more bytes than the one are asked of the system each time, and
# more free bytes than the other at the end of the heap are given back at once.
MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8
BLOCK = 4 * 1024 * 1024
ARENAS = 2
# How often it is looked whether there is something to search (seconds); in how many such times together a process does
# next to nothing in a pause, and how much that is at the most (seconds of a processor).
EVERY = 0.1
PAUSE = 10
LITTLE = 0.02
# So many searches of middle-aged objects leave enough to search: each leaves 8,000 old ones at the most.
ENOUGH = 2
# How long a moment is waited for in which no operation is prepared (seconds).
MOMENT = 0.5
# So many more objects than at the beginning may be left alone before all are looked through.
MANY = 300_000
# A number of searches after which Python begins none of its own.
NEVER = 1_000_000_000


@contextmanager
def startup() -> Iterator[None]:
    """Let no garbage be looked for while an application is made, nor ever among what it is made of.

    Nearly all of that stays as long as the process does: to look through it later would stop every request for
    a tenth of a second now and then.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def keep_freed_blocks() -> None:
    """Let freed memory of an answer serve the next one.

    The allocator of glibc gives blocks of an answer's size back to the system and asks for them again, each time
    page by page: a quarter of the time of an answer of 400 kB. Other allocators need no telling.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for parameter, value in ((MMAP_THRESHOLD, BLOCK), (TRIM_THRESHOLD, 2 * BLOCK), (ARENA_MAX, ARENAS)):
            mallopt(parameter, value)


class Searching:
    """Searches what has grown old for garbage, a little at a time.

    A search stops everything for as long as it takes to look through what it may search: a third of a second where the
    cache of documents is full. Python begins one whenever the old objects have grown by a quarter. Here one begins when
    some ten thousand have grown old; and what it leaves is alive, and is left alone from then on, as what was there at
    the start. It goes when nobody holds it any more, as nearly everything does. Only objects in circles do not, which
    are made while operations are prepared: for a search they rest. For what may be left all the same, everything is
    looked through in a pause, when much has been left alone.

    `rest` is a block in which no operation is being prepared, after a wait of so many seconds at the most; it gives
    whether that is so. Young objects are searched as ever.
    """

    def __init__(
        self,
        rest: Callable[[float], AbstractContextManager[bool]],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.rest = rest
        self.sleep = sleep
        self.known = gc.get_freeze_count()
        # Whether anything was left alone since it was counted last: to count takes some milliseconds.
        self.uncounted = False
        # How much the process did in the last times (seconds of a processor).
        self.done: deque[float] = deque(maxlen=PAUSE)

    def run(self) -> None:
        """Search for ever."""
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, NEVER)
        while True:
            self.watch()
            self.step(pause=self.pauses)

    def watch(self) -> None:
        """See for a while whether the process does anything."""
        before = time.process_time()
        self.sleep(EVERY)
        self.done.append(time.process_time() - before)

    @property
    def pauses(self) -> bool:
        """Whether the process has done next to nothing for a while."""
        return len(self.done) == PAUSE and sum(self.done) < LITTLE

    def step(self, *, pause: bool) -> None:
        """Search, if there is enough to search; in a pause, everything that has been left alone for long."""
        if gc.get_count()[2] >= ENOUGH:
            self.search()
        elif pause and self.uncounted:
            self.uncounted = False
            if gc.get_freeze_count() > self.known + MANY:
                gc.unfreeze()
                self.search()
                self.known = gc.get_freeze_count()

    def search(self) -> None:
        """Search for garbage, and leave alone what stays: but not where something is being prepared all the time."""
        with self.rest(MOMENT) as resting:
            gc.collect()
            if resting:
                gc.freeze()
                self.uncounted = True


def start_searching(rest: Callable[[float], AbstractContextManager[bool]]) -> None:
    """Begin that in a thread of its own."""
    threading.Thread(target=Searching(rest).run, name="garbage", daemon=True).start()
