"""Where an event loop stands: a thread that looks at the loop's thread whenever the loop has not turned for long.

In: a clock that turns with the loop. Out: the innermost places of the server's code, counted: where it stood, and where
it worked meanwhile. Never: a place of what was asked.
"""

import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

import graph
from tests.timed import TICK, Clock

SOURCE = f"{Path(graph.__file__).parent}/"
LONG = 0.05  # seconds
HARD = 0.03  # seconds of its own
PAUSE = 0.01  # seconds
ELSEWHERE = "outside of graph"


class Sampler(threading.Thread):
    """Looks every hundredth of a second, as long as the process lives."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(name="sampler", daemon=True)
        self.clock = clock
        self.loop = threading.get_ident()
        self.time_of_loop = time.pthread_getcpuclockid(self.loop)
        self.places: Counter[str] = Counter()
        self.hard: Counter[str] = Counter()

    def run(self) -> None:
        """Look, again and again."""
        while True:
            time.sleep(PAUSE)
            if not self.clock.last:
                continue
            frame = sys._current_frames().get(self.loop)
            if time.perf_counter() - self.clock.last > LONG + TICK:
                self.places[place_of(frame)] += 1
            if time.clock_gettime(self.time_of_loop) - self.clock.worked > HARD:
                self.hard[place_of(frame)] += 1

    def tell(self) -> dict[str, dict[str, int]]:
        """What was seen since this was asked last."""
        told = {"places": self.places, "hard": self.hard}
        self.places, self.hard = Counter(), Counter()
        return {name: dict(found) for name, found in told.items()}


def place_of(frame: FrameType | None) -> str:
    """The innermost place inside the server's own code: `engine/limits.py:count`."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(SOURCE):
            return f"{code.co_filename.removeprefix(SOURCE)}:{code.co_name}"
        frame = frame.f_back
    return ELSEWHERE
