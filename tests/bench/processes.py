"""What a process and those that it started take: memory and processor time, as Linux tells them.

In: a process id. Out: `Memory` in MB of 10⁶ bytes, seconds. Never: other processes.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Memory of one process or several, in MB.

    `resident` counts every page in memory, those of files too; `proportional` gives each process its part of what
    several share; `private` is what would be free without it.
    """

    resident: float = 0.0
    proportional: float = 0.0
    private: float = 0.0


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in (PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


def memory(pid: int) -> Memory:
    """The memory of a process and all below it."""
    found = [sizes(each) for each in family(pid)]
    private = sum(each["Private_Dirty"] + each["Private_Clean"] for each in found)
    return Memory(sum(each["Rss"] for each in found), sum(each["Pss"] for each in found), private)


def sizes(pid: int) -> dict[str, float]:
    """The sums of a process's memory, in MB."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    return {
        name: int(rest.split()[0]) * 1024 / 1e6 for name, _, rest in (line.partition(":") for line in lines)
    }


def processor_seconds(pid: int) -> float:
    """The processor time that a process and all below it have taken, of all threads, in Python and in the kernel."""
    return sum(processor_seconds_of(each) for each in family(pid))


def processor_seconds_of(pid: int) -> float:
    """The processor time of one process."""
    words = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS
