"""The memory of a server process, which lives long and answers with large texts.

In: nothing. Out: nothing; the garbage collector and the allocator do less. Never: anything of the answers.
"""

import ctypes
import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Parameters of glibc's `mallopt`: blocks of more bytes than the one are asked of the system each time, and
# more free bytes than the other at the end of the heap are given back at once.
MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8
BLOCK = 4 * 1024 * 1024
ARENAS = 2
# Seconds without work that are a pause; and a number of searches after which there is none.
PAUSE = 0.5
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


def search_in_pauses(
    every: float = 60.0, longest: float = 600.0, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Let what has grown old be searched for garbage while no request runs.

    Such a search stops everything for a third of a second when the cache of documents is full. Python begins one
    whenever the old objects have grown by a quarter, which is in the middle of the work; here it waits for `every`
    seconds and then for a pause, `longest` seconds at the most. Young objects are searched as ever.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)
    while True:
        sleep(every)
        wait_for_pause(longest - every, sleep)
        gc.collect()


def wait_for_pause(longest: float, sleep: Callable[[float], None]) -> None:
    """Wait until the process does next to nothing for half a second, or for so many seconds at the most."""
    until = time.monotonic() + longest
    while time.monotonic() < until:
        before = time.process_time()
        sleep(PAUSE)
        if time.process_time() - before < PAUSE / 50:
            return


def start_searching_in_pauses() -> None:
    """Begin that in a thread of its own."""
    threading.Thread(target=search_in_pauses, name="garbage", daemon=True).start()
