"""What the server's processes are like while it is asked.

In: a `Running`. Out: the worst stalls of event loops by phase and where they stood, memory and descriptors. Never: a
worker's own words for its memory: the system's.
"""

import http.client
import os
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import orjson

from tests.serving.running import Running
from tests.soak.tally import Phases

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Measure:
    """What a process holds: resident memory in MB, descriptors, threads."""

    memory: float
    descriptors: int
    threads: int


def measure(pid: int) -> Measure:
    """Measure a process."""
    folder = Path(f"/proc/{pid}")
    pages = int((folder / "statm").read_text().split()[1])
    return Measure(
        pages * PAGE / 1e6, len(list((folder / "fd").iterdir())), len(list((folder / "task").iterdir()))
    )


def counted(running: Running) -> tuple[int, int]:
    """How many requests the server cut off, and how many clients left it, by its own metrics."""
    with urlopen(f"{running.address}/metrics", timeout=20) as answer:
        text = answer.read().decode()
    return sum_of(r'graph_errors_total\{code="TIMEOUT"\}', text), sum_of(
        r'graph_requests_total\{status="(?:499|left)",[^}]*\}', text
    )


def sum_of(name: str, text: str) -> int:
    """The sum of a metric's samples."""
    return int(sum(map(float, re.findall(rf"^{name} (\S+)$", text, re.MULTILINE))))


class Monitor:
    """Asks every worker for its clock, again and again."""

    def __init__(self, running: Running, phases: Phases) -> None:
        self.running = running
        self.phases = phases
        self.steady = running.children()[0]
        self.worst: dict[str, float] = {}
        self.own: dict[str, float] = {}
        # Where event loops stood, and where they worked for long, as often as somebody looked.
        self.places: Counter[str] = Counter()
        self.hard: Counter[str] = Counter()
        self.start: Measure | None = None
        self.calm: Measure | None = None
        self.peak = 0.0
        # In the middle of the attack, when every cache is full of it.
        self.middle: Measure | None = None

    def run(self) -> None:
        """Look twice a second until all is over."""
        while (phase := self.phases.now()) is not None:
            for _ in range(4):
                self.look(phase)
            found = measure(self.steady)
            self.start = self.start or found
            self.peak = max(self.peak, found.memory)
            if phase == "before":
                self.calm = found
            if phase == "attack" and time.time() < sum(self.phases.ends[:2]) / 2:
                self.middle = found
            time.sleep(0.5)

    def look(self, phase: str) -> None:
        """Ask one worker, whichever takes the connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
        try:
            connection.request("GET", "/stall", headers={"Connection": "close"})
            told = orjson.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, orjson.JSONDecodeError):
            return  # the worker was killed
        finally:
            connection.close()
        self.worst[phase] = max(self.worst.get(phase, 0.0), told["worst"])
        self.own[phase] = max(self.own.get(phase, 0.0), told["own"])
        self.places.update(told["places"])
        self.hard.update(told["hard"])
