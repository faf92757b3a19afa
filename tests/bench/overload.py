"""More than can be answered: how much is answered all the same, how soon the rest is refused, and what comes after.

In: words of a command line. Out: a table. Never: the same request twice: those would be answered together.

The peak is what clients get who ask again when they are answered, at that number of them which gets the most. Then
there are a hundred and sixty of them, who ask again at once when they are refused. Then requests come at a multiple
of the peak's rate, whatever becomes of them. A machine is not as fast in one minute as in the next: so the peak is
taken again before and after each load, which is at a multiple of the one and compared with the mean of both, and there
are several rounds.
The generator shares the processors, and what it takes is told; or it has one for itself (`--apart`), and the server has
the others at its peak and beyond it. With `--proxy` HAProxy stands before the server, at the peak and beyond it. It has
the server's processors, too, and the server is nicer.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from statistics import median

from tests.bench import options
from tests.bench.arriving import Answered, at_rate, by_clients
from tests.bench.contenders import ours_behind_haproxy, ours_of
from tests.bench.preparing import prepared
from tests.bench.servers import serving
from tests.bench.voice import say, show
from tests.haproxy import proxy

# Answered by a thread that looks at every row, and by the event loop in next to no time.
QUERIES = {
    "heavy": "query Named($text: String!) { companies(where: { name: { contains: $text } }) { totalCount } }",
    "light": "query One($text: String!) { company(slug: $text) { name fundingRounds { nodes { id } } } }",
}
CLIENTS = (2, 4, 8, 16, 32)
MANY = 160
TIMES = (2, 5, 10)
# How many queries a worker has at once where HAProxy stands before it, which keeps as many more.
RUNNING = 32
# What is called prompt, and how long one client asks to see whether all is as before (seconds).
PROMPT = 0.02
AFTER = 1.0

# What comes of a load, given the peak at the moment (answers a second).
Load = Callable[[float], list[Answered]]


@dataclass
class Overload:
    """What became of one kind of load, in all rounds: shares of the peak, times in seconds."""

    load: Load
    goodput: list[float] = field(default_factory=list)
    good: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    other: int = 0
    recovered: list[float] = field(default_factory=list)
    generating: list[float] = field(default_factory=list)

    def add(self, answers: Sequence[Answered], peak: float) -> None:
        """Add a round's answers."""
        self.goodput.append(goodput(answers) / peak)
        self.good += [each.took for each in answers if each.status == 200]
        self.refused += [each.took for each in answers if each.status == 503]
        self.other += sum(each.status not in (200, 503) for each in answers)

    def follow(self, last: float, after: Sequence[Answered]) -> None:
        """Add how soon after a load's last answer one client was answered as quickly as usual."""
        usual = at([each.took for each in after], 0.5)
        quick = (each.at - last for each in after if each.status == 200 and each.took < 2 * usual)
        self.recovered.append(min(quick, default=-1.0))

    def told(self) -> dict[str, object]:
        """All figures."""
        return {
            "goodput": self.goodput,
            "answered": len(self.good),
            "refused": len(self.refused),
            "other": self.other,
            "answered late": at(self.good, 0.99),
            "refused median": at(self.refused, 0.5),
            "refused late": at(self.refused, 0.99),
            "refused most": max(self.refused, default=0.0),
            "refused slowly": self.slowly,
            "recovered": self.recovered,
            "generating": self.generating,
        }

    @property
    def slowly(self) -> float:
        """The part of refusals that were not prompt."""
        return sum(each > PROMPT for each in self.refused) / max(len(self.refused), 1)


def main(words: Sequence[str]) -> None:
    """Find the peak, then ask for more."""
    made = options.parser("overload", "Ask for more than can be answered.", companies=100_000)
    made.add_argument("--rounds", type=int, default=5, help="rounds of all loads (5)")
    made.add_argument("--seconds", type=float, default=4.0, help="seconds of each load (4)")
    made.add_argument("--query", choices=QUERIES, default="heavy", help="what is asked (heavy)")
    made.add_argument("--workers", type=int, default=1, help="processes that answer (1)")
    made.add_argument(
        "--apart", action="store_true", help="the generator has a processor, the server the others"
    )
    made.add_argument("--proxy", action="store_true", help="HAProxy stands before the server, as it ships")
    given = made.parse_args(words)
    bodies = asked(QUERIES[given.query])
    with ExitStack() as stack:
        setting = stack.enter_context(prepared(given.companies))
        stack.callback(keep_to, os.sched_getaffinity(0))
        own, others = shares() if given.apart else (None, None)
        keep_to(others)
        contender = ours_behind_haproxy if given.proxy else ours_of
        address = stack.enter_context(serving(contender(given.workers), setting)).address
        if given.proxy:
            most = RUNNING * given.workers
            address = stack.enter_context(proxy(address, running=most, waiting=most)).address
        keep_to(own)
        url, seconds = f"{address}/graphql", given.seconds
        found = {number: by_clients(url, bodies, seconds, number) for number in CLIENTS}
        clients = max(found, key=lambda number: goodput(found[number]))
        rate = goodput(found[clients])
        usual = at([each.took for each in found[clients]], 0.5)
        show([f"Peak: {rate:,.0f} a second, of {clients} clients, half of them in {usual * 1e3:.1f} ms"])

        def at_peak() -> float:
            return goodput(by_clients(url, bodies, seconds, clients))

        overloads = {f"{MANY} clients": Overload(lambda _: by_clients(url, bodies, seconds, MANY))}
        for times in TIMES:
            overloads[f"{times} x"] = Overload(partial(at_times, times, url, bodies, seconds))
        peaks = [at_peak()]
        for number in range(given.rounds):
            for name, overload in overloads.items():
                say(f"round {number + 1}: {name}")
                before = time.process_time()
                answers = overload.load(peaks[-1])
                overload.generating.append((time.process_time() - before) / seconds)
                overload.follow(max(each.at for each in answers), by_clients(url, bodies, AFTER, 1))
                peaks.append(at_peak())
                overload.add(answers, (peaks[-2] + peaks[-1]) / 2)
    show([f"Its peaks: {min(peaks):,.0f} to {max(peaks):,.0f} a second"])
    show([line(name, overload) for name, overload in overloads.items()])
    told = {name: overload.told() for name, overload in overloads.items()}
    options.write(given.json, {"peaks": peaks, "clients": clients, "overload": told})


def at_times(times: int, url: str, bodies: Iterator[bytes], seconds: float, peak: float) -> list[Answered]:
    """Requests at a multiple of the peak's rate."""
    return at_rate(url, bodies, seconds, times * peak)


def shares() -> tuple[set[int], set[int]]:
    """A processor for the generator, and all others for the server."""
    *others, own = sorted(os.sched_getaffinity(0))
    if not others:
        raise SystemExit("--apart asks for two processors")
    return {own}, set(others)


def keep_to(processors: set[int] | None) -> None:
    """Have this process, and those it begins, run on these processors alone; on any, where none are named."""
    if processors is not None:
        os.sched_setaffinity(0, processors)


def asked(query: str) -> Iterator[bytes]:
    """Requests, each with another text."""
    for number in count():
        yield json.dumps({"query": query, "variables": {"text": f"y {number}"}}).encode()


def goodput(answers: Sequence[Answered]) -> float:
    """How many good answers came in a second."""
    good = [each.at for each in answers if each.status == 200]
    first = min(each.at - each.took for each in answers)
    return len(good) / (max(good) - first) if good else 0.0


def at(times: Sequence[float], part: float) -> float:
    """The time within which so large a part of them lie; 0 where there are none."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] if times else 0.0


def line(name: str, found: Overload) -> str:
    """One overload."""
    shares = " ".join(f"{each:.0%}" for each in sorted(found.goodput))
    return (
        f"  {name:>20}: goodput {median(found.goodput):4.0%} of the peak ({shares}); {len(found.good):,} answered"
        f" (99 % in {at(found.good, 0.99):.2f} s), {len(found.refused):,} refused"
        f" (half in {at(found.refused, 0.5) * 1e3:.1f} ms, 99 % in {at(found.refused, 0.99) * 1e3:.1f},"
        f" all in {max(found.refused, default=0.0) * 1e3:.0f}; {found.slowly:.2%} after 20 ms),"
        f" {found.other:,} other; as quick as ever after {max(found.recovered):.2f} s;"
        f" the generator took {median(found.generating):.2f} processors"
    )
