"""The memory of a server process, which lives long and answers with large texts.

In: nothing. Out: nothing; the garbage collector and the allocator do less. Never: anything of the answers.
"""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Parameters of glibc's `mallopt`: blocks of more bytes than the one are asked of the system each time, and
# more free bytes than the other at the end of the heap are given back at once.
MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8
BLOCK = 4 * 1024 * 1024
ARENAS = 2


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
