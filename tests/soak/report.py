"""What came of a soak, as a table, and whether it is what was promised.

In: `Findings`. Out: lines, an exit code. Never: a judgement on how fast the machine is.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tests.soak.tally import PHASES, Tally
from tests.soak.watching import Measure, Monitor

# How long before and after a worker is killed a connection may be lost, in seconds.
BEFORE, AFTER = 1.0, 5.0
# What one worker may have more of in the end than when it was warm: its caches fill in the attack, the answers' alone
# with 34 MB; and than in the middle of the attack, when they are full.
MORE_MEMORY = 120.0  # MB
LATE_MEMORY = 40.0  # MB
MORE_DESCRIPTORS = 12
LONGEST_STOP = 5.0
# How long an event loop may work in one turn: twice what is promised, since attackers share its processors and caches.
LONGEST_TURN = 0.1
PROMPT = 0.02
MOST_PLACES = 5


@dataclass(frozen=True)
class Findings:
    """All that was seen."""

    tally: Tally
    monitor: Monitor
    after: Measure
    swaps: int
    killed_builds: int
    kills: list[float]
    # What the server itself counted: requests cut off, and clients that left.
    deadlines: int
    departures: int
    stopped: float
    log: str

    @property
    def lost(self) -> list[str]:
        """Connections that were lost while no worker was killed."""
        return [
            what
            for moment, what in self.tally.lost
            if not any(-BEFORE < moment - kill < AFTER for kill in self.kills)
        ]


def show(minutes: float, found: Findings) -> int:
    """Print the table; 1 where something happened that must not, else 0."""
    faults = list(wrong(found))
    for line in (*table(minutes, found), *(f"MUST NOT: {each}" for each in faults)):
        sys.stdout.write(f"{line}\n")
    return 1 if faults else 0


def table(minutes: float, found: Findings) -> Iterator[str]:
    """The lines of the table."""
    counts = found.tally.counts
    yield f"{minutes:g} minutes, two workers"
    yield ""
    yield f"{'honest requests':<34}{'before':>12}{'attack':>12}{'after':>12}"
    kinds = sorted({kind for each in counts for phase, kind in [each.split(": ", 1)] if kind[:3].isdigit()})
    for kind in kinds:
        yield row(kind, [f"{counts[f'{phase}: {kind}']:,}" for phase in PHASES])
    times = {phase: sorted(found.tally.times.get(phase, [0.0])) for phase in PHASES}
    for share in (0.5, 0.99):
        yield row(f"p{share * 100:g}, ms", [f"{at(times[phase], share) * 1000:.1f}" for phase in PHASES])
    yield row("worst stall of an event loop, ms", [ms(found.monitor.worst, phase) for phase in PHASES])
    yield row("  of that, its own work, ms", [ms(found.monitor.own, phase) for phase in PHASES])
    for does, places in (("stood", found.monitor.places), ("worked", found.monitor.hard)):
        for place, times_seen in places.most_common(MOST_PLACES):
            yield row(f"  it {does} in {place}", [f"{times_seen:,}"])
    yield ""
    for each in sorted(counts):
        phase, kind = each.split(": ", 1)
        if phase == "attack" and not kind[:3].isdigit():
            yield row(f"attack: {kind}", ["", f"{counts[each]:,}", ""])
    refused = sorted(found.tally.times.get("refused", []))
    if refused:
        yield row("refused for overload", ["", f"{len(refused):,}", ""])
        yield row(
            "  p50 / p99, ms", ["", f"{at(refused, 0.5) * 1000:.1f} / {at(refused, 0.99) * 1000:.1f}", ""]
        )
        yield row(
            "  after 20 ms / half a second", ["", f"{late(refused, PROMPT)} / {late(refused, 0.5)}", ""]
        )
    yield row(
        "deadlines / departures, by the server", ["", f"{found.deadlines:,} / {found.departures:,}", ""]
    )
    yield row("builds swapped / killed", ["", f"{found.swaps} / {found.killed_builds}", ""])
    yield row("workers killed", ["", str(len(found.kills)), ""])
    yield row("connections lost to kills", ["", str(len(found.tally.lost) - len(found.lost)), ""])
    yield row("connections lost otherwise", ["", str(len(found.lost)), ""])
    yield ""
    calm = found.monitor.calm or found.after
    middle = found.monitor.middle or calm
    yield f"{'one worker':<34}{'warm':>12}{'half-way':>12}{'end':>12}"
    yield row("memory, MB", [f"{each.memory:.0f}" for each in (calm, middle, found.after)])
    yield row("descriptors", [str(each.descriptors) for each in (calm, middle, found.after)])
    yield row("threads", [str(each.threads) for each in (calm, middle, found.after)])
    yield row("most memory, MB", ["", f"{found.monitor.peak:.0f}", ""])
    yield f"stopped in {found.stopped:.1f} s"


def wrong(found: Findings) -> Iterator[str]:
    """What happened and must not."""
    yield from found.tally.wrong
    yield from found.lost
    for trace in found.log.split("Traceback (most recent call last)")[1:4]:
        yield f"a traceback in the log: …{trace[:12_000].partition('INFO: ')[0][-1_500:]}"
    calm = found.monitor.calm or found.after
    middle = found.monitor.middle or calm
    for when, before, more in (("warm", calm, MORE_MEMORY), ("half-way", middle, LATE_MEMORY)):
        if found.after.memory > before.memory + more:
            yield f"memory grew from {before.memory:.0f} ({when}) to {found.after.memory:.0f} MB"
    for phase, seconds in found.monitor.own.items():
        if seconds > LONGEST_TURN:
            yield f"an event loop worked for {seconds * 1000:.0f} ms in one turn ({phase})"
    if found.after.descriptors > calm.descriptors + MORE_DESCRIPTORS:
        yield f"descriptors grew from {calm.descriptors} to {found.after.descriptors}"
    if found.stopped > LONGEST_STOP:
        yield f"it took {found.stopped:.1f} s to stop"
    if not found.tally.counts["after: 200"]:
        yield "no honest client was answered after the attack"


def at(times: list[float], share: float) -> float:
    """The duration that a share of all stays below."""
    return times[min(int(len(times) * share), len(times) - 1)]


def late(times: list[float], limit: float) -> str:
    """How many of all took longer."""
    return f"{sum(each > limit for each in times) / len(times):.1%}"


def ms(times: dict[str, float], phase: str) -> str:
    """A phase's seconds as milliseconds."""
    return f"{times.get(phase, 0.0) * 1000:.1f}"


def row(name: str, cells: list[str]) -> str:
    """A line with three cells."""
    return f"{name:<34}" + "".join(f"{cell:>12}" for cell in cells)
