"""What happened to requests, counted by kind and phase; written down by each process that asks.

In: events. Out: a file, and what is read of several. Never: more than a few of each kind in full.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import orjson

PHASES = ("before", "attack", "after")
KEPT = 20


@dataclass
class Phases:
    """When each phase ends, in seconds since 1970."""

    ends: tuple[float, float, float]

    def now(self) -> str | None:
        """The phase of now; None when all is over."""
        moment = time.time()
        return next((name for name, end in zip(PHASES, self.ends, strict=True) if moment < end), None)


@dataclass
class Tally:
    """Counts by phase and kind, durations by phase, and when something was lost."""

    counts: Counter[str] = field(default_factory=Counter)
    times: dict[str, list[float]] = field(default_factory=dict)
    lost: list[tuple[float, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, phase: str | None, kind: str) -> None:
        """Count an event."""
        with self.lock:
            self.counts[f"{phase or 'after'}: {kind}"] += 1

    def took(self, what: str | None, seconds: float) -> None:
        """Note how long something took."""
        with self.lock:
            self.times.setdefault(what or "after", []).append(seconds)

    def lose(self, what: str) -> None:
        """A connection was lost: allowed only when its worker was killed."""
        with self.lock:
            self.lost.append((time.time(), what))

    def fault(self, what: str) -> None:
        """Something that must never happen."""
        with self.lock:
            self.counts["must not: all"] += 1
            if len(self.wrong) < KEPT:
                self.wrong.append(what)

    def write(self, path: Path) -> None:
        """Write everything down."""
        with self.lock:
            kept = {
                "counts": self.counts,
                "times": self.times,
                "lost": self.lost,
                "wrong": self.wrong,
            }
            path.write_bytes(orjson.dumps(kept))


def read(paths: Iterable[Path]) -> Tally:
    """What several processes wrote, together."""
    whole = Tally()
    for path in paths:
        found = orjson.loads(path.read_bytes())
        whole.counts.update(found["counts"])
        for name, times in found["times"].items():
            whole.times.setdefault(name, []).extend(times)
        whole.lost += [(moment, what) for moment, what in found["lost"]]
        whole.wrong += found["wrong"]
    return whole
