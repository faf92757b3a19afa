"""Where an event loop stands: a thread that looks at the loop's thread whenever the loop has not turned for long.

In: a clock that turns with the loop. Out: the innermost places of the server's code, counted. Never: a place of what
was asked.
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
PAUSE = 0.01  # seconds
ELSEWHERE = "outside of graph"


class Sampler(threading.Thread):
    """Looks every hundredth of a second, as long as the process lives."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(name="sampler", daemon=True)
        self.clock = clock
        self.loop = threading.get_ident()
        self.places: Counter[str] = Counter()

    def run(self) -> None:
        """Look, again and again."""
        while True:
            time.sleep(PAUSE)
            if self.clock.last and time.perf_counter() - self.clock.last > LONG + TICK:
                self.places[place_of(sys._current_frames().get(self.loop))] += 1

    def tell(self) -> dict[str, int]:
        """What was seen since this was asked last."""
        told, self.places = self.places, Counter()
        return told


def place_of(frame: FrameType | None) -> str:
    """The innermost place inside the server's own code: `engine/limits.py:count`."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(SOURCE):
            return f"{code.co_filename.removeprefix(SOURCE)}:{code.co_name}"
        frame = frame.f_back
    return ELSEWHERE
