"""Counts of what happened: plain numbers, since every request adds to a dozen of them.

In: exchanges that ended. Out: numbers by name and labels. Never: a label whose values clients choose.

Processes that serve together leave their numbers in one folder, each in a file of its own, a moment after they
changed: any of them can add up all.
"""

import asyncio
import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

import orjson

from graph.engine.errors import Code
from graph.serving.exchange import Exchange

# The bounds of histograms, in seconds: of whole requests, and of their stages.
WHOLE = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
STAGE = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 10.0)
CODES = frozenset(each.value for each in Code)
HIT = {True: "hit", False: "miss"}
MOMENT = 1.0  # seconds

# What is asked for its value each time: by name, what it means, how to find it.
Gauges = Mapping[str, tuple[str, Callable[[], int]]]
# A metric's name and the values of its labels.
Key = tuple[str, ...]


class Spread:
    """A histogram: how many values lie between its bounds, and their sum."""

    __slots__ = ("bounds", "numbers", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.numbers = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count a value."""
        self.numbers[bisect_left(self.bounds, value)] += 1
        self.total += value

    def merge(self, numbers: list[int], total: float) -> None:
        """Count what another process counted."""
        self.numbers = [one + other for one, other in zip(self.numbers, numbers, strict=True)]
        self.total += total


@dataclass
class Numbers:
    """What was counted, and what is so now."""

    counts: Counter[Key] = field(default_factory=Counter)
    spreads: dict[Key, Spread] = field(default_factory=dict)
    gauges: Counter[str] = field(default_factory=Counter)

    def written(self) -> bytes:
        """All numbers as JSON."""
        spreads = [(key, each.numbers, each.total) for key, each in list(self.spreads.items())]
        return orjson.dumps([list(self.counts.items()), spreads, self.gauges])

    @classmethod
    def read(cls, written: bytes) -> "Numbers":
        """The numbers of another process; ValueError where they are none, or cut off."""
        found = cls()
        try:
            counts, spreads, gauges = orjson.loads(written)
            found.counts.update({tuple(key): int(number) for key, number in counts})
            for key, numbers, total in spreads:
                found.spread(tuple(key)).merge(numbers, total)
            found.gauges.update({str(name): int(value) for name, value in gauges.items()})
        except (TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"no numbers: {error}") from None
        return found

    def add(self, other: "Numbers", *, alive: bool) -> None:
        """Add the numbers of another process; those of one that ended are of the past alone."""
        self.counts.update(other.counts)
        for key, spread in other.spreads.items():
            self.spread(key).merge(spread.numbers, spread.total)
        if alive:
            self.gauges.update(other.gauges)

    def spread(self, key: Key) -> Spread:
        """The histogram of a key."""
        found = self.spreads.get(key)
        if found is None:
            found = self.spreads[key] = Spread(STAGE if key[0] == "graph_stage_seconds" else WHOLE)
        return found


class Tallies:
    """The numbers of one application."""

    def __init__(self, gauges: Gauges, folder: Path | None = None) -> None:
        self.gauges = gauges
        self.folder = folder
        self.own = Numbers()
        self.timer: asyncio.TimerHandle | None = None
        # How many were refused for want of room and not looked at, of whom the other numbers do not tell yet.
        self.refused = 0

    def count(self, exchange: Exchange, status: int | str, seconds: float) -> None:
        """Count an exchange that ended."""
        counts, spread, timings = self.own.counts, self.own.spread, exchange.timings
        counts[
            "graph_requests", str(int(status)) if isinstance(status, int) else status, exchange.transport
        ] += 1
        spread(("graph_seconds", exchange.transport)).add(seconds)
        for name, taken in timings.stages.items():
            spread(("graph_stage_seconds", name)).add(taken)
        for code in exchange.codes:
            counts["graph_errors", code if code in CODES else "OTHER"] += 1
        if timings.cost:
            counts["graph_cost",] += timings.cost
        if timings.kept is not None:
            counts["graph_answer_cache", HIT[timings.kept]] += 1
        if timings.prepared is not None:
            counts["graph_prepared", HIT[timings.prepared]] += 1
        self.share_soon()

    def refuse(self) -> None:
        """Count a request that was refused for want of room and not looked at, which took next to no time."""
        self.refused += 1
        if self.timer is None:
            self.share_soon()

    def count_refused(self) -> None:
        """Have all numbers tell of those, too."""
        refused, self.refused = self.refused, 0
        if refused:
            self.own.counts["graph_requests", "503", "http"] += refused
            self.own.counts["graph_errors", Code.UNAVAILABLE.value] += refused
            self.own.spread(("graph_seconds", "http")).numbers[0] += refused

    def share_soon(self) -> None:
        """Share the numbers in a moment, where there is somebody to share them with."""
        if self.folder is not None and self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(MOMENT, self.share)

    def share(self) -> None:
        """Leave the numbers where other processes find them; again a moment later, as long as something goes on."""
        self.timer = None
        if self.folder is None:
            return
        self.measure()
        path = self.folder / f"{os.getpid()}.json"
        beside = path.with_suffix(".new")
        try:
            beside.write_bytes(self.own.written())
            beside.replace(path)
        except OSError:
            return
        if any(self.own.gauges.values()):
            self.timer = asyncio.get_running_loop().call_later(MOMENT, self.share)

    def measure(self) -> None:
        """Count what was not counted, and ask each gauge for its value."""
        self.count_refused()
        self.own.gauges = Counter({name: value() for name, (_, value) in self.gauges.items()})

    def all(self) -> Numbers:
        """The numbers of this process and of those beside it."""
        self.measure()
        found = Numbers.read(self.own.written())
        for pid, path in files_in(self.folder) if self.folder else ():
            if pid != os.getpid():
                # One that vanishes meanwhile, or that nobody can read, is no reason to tell nothing of the others.
                with suppress(OSError, ValueError):
                    found.add(Numbers.read(path.read_bytes()), alive=is_running(pid))
        return found

    def close(self) -> None:
        """Leave what was counted last, when nothing is counted any more."""
        if self.timer is not None:
            self.timer.cancel()
            self.share()
        if self.timer is not None:
            self.timer.cancel()


def files_in(folder: Path) -> Iterator[tuple[int, Path]]:
    """What processes left in a folder, those that ended among them: of which process, and where."""
    for path in sorted(folder.glob("*.json")):
        if path.stem.isdecimal() and path.is_file():
            yield int(path.stem), path


def open_folder(folder: Path) -> None:
    """Make the folder where processes leave their numbers; ValueError where they could not.

    What an earlier process of the same number left there goes.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{os.getpid()}.json").unlink(missing_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ValueError(f"no file can be made in {folder}: {error.strerror}") from None


def forget_ended(folder: Path) -> None:
    """Remove what processes left that have ended: the counts of a server begin with it."""
    for pid, path in files_in(folder):
        if not is_running(pid):
            path.unlink(missing_ok=True)


def is_running(pid: int) -> bool:
    """Whether a process still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
