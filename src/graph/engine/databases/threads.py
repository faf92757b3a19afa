"""A few threads that work, and that nobody has to wait for: the process can end while one of them is stuck.

In: work. Out: futures. Never: a thread that keeps the interpreter from ending, as those of Python's own pools do.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

# By how much threads that give way are nicer than the process: they have a tenth of the claim to a processor.
NICE = 10
Given = ParamSpec("Given")
Made = TypeVar("Made")
# Work and where its outcome goes; None for a thread that is to end.
Piece = tuple["Future[Any]", Callable[[], Any]] | None


class Threads(Executor):
    """So many threads at the most, each begun when it is needed.

    `yielding` they give way to whoever has more to do at once: see `give_way`.
    """

    def __init__(self, most: int, name: str, *, yielding: bool = False) -> None:
        self.most = most
        self.name = name
        self.yielding = yielding
        self.pieces: SimpleQueue[Piece] = SimpleQueue()
        self.threads: list[threading.Thread] = []
        # How many threads have nothing to do.
        self.free = threading.Semaphore(0)
        self.beginning = threading.Lock()
        self.stopped = False

    def submit(
        self, work: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Made]:
        """Have a thread do a piece of work; RuntimeError after the end."""
        future: Future[Made] = Future()
        with self.beginning:
            if self.stopped:
                raise RuntimeError("no work is taken any more")
            self.pieces.put((future, partial(work, *args, **kwargs)))
            if not self.free.acquire(blocking=False) and len(self.threads) < self.most:
                name = f"{self.name}-{len(self.threads)}"
                self.threads.append(threading.Thread(target=self.work, name=name, daemon=True))
                self.threads[-1].start()
        return future

    def work(self) -> None:
        """Do one piece of work after the other."""
        if self.yielding:
            give_way()
        while (piece := self.pieces.get()) is not None:
            do(*piece)
            del piece  # and with it what it holds
            self.free.release()

    def stop(self) -> None:
        """Take no more work; forget what has not begun."""
        with self.beginning:
            self.stopped = True
            with suppress(Empty):
                while True:
                    piece = self.pieces.get_nowait()
                    if piece is not None:
                        piece[0].cancel()
            for _ in self.threads:
                self.pieces.put(None)

    def end(self, seconds: float) -> bool:
        """Wait so long for what runs; gives whether all threads have ended."""
        until = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self.threads)


def give_way() -> None:
    """Have this thread give way to the event loop where both want the same processor.

    The loop has to do little at a time, and everybody waits for it. Linux alone has priorities of threads.
    """
    if sys.platform == "linux":
        own = threading.get_native_id()
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + NICE)


def do(future: "Future[Any]", work: Callable[[], Any]) -> None:
    """Do a piece of work, unless nobody waits for it any more."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        made = work()
    except BaseException as error:  # noqa: BLE001 - told to who waits
        future.set_exception(error)
    else:
        future.set_result(made)
