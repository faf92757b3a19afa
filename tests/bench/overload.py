"""More than can be answered: how much is answered all the same, how soon the rest is refused, and what comes after.

In: words of a command line. Out: a table. Never: the same request twice: those would be answered together.

The peak is what clients get who ask again when they are answered, at that number of them which gets the most. Then
there are ten times as many as were tried, who ask again at once when they are refused. Then requests come at a multiple
of the peak's rate, whatever becomes of them. The generator shares the processors, and what it takes is told.
"""

import json
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count

from tests.bench import options
from tests.bench.arriving import Answered, at_rate, by_clients
from tests.bench.contenders import CONTENDERS
from tests.bench.preparing import prepared
from tests.bench.servers import serving
from tests.bench.voice import say, show

QUERY = "query Named($text: String!) { companies(where: { name: { contains: $text } }) { totalCount } }"
CLIENTS = (2, 4, 8, 16)
TIMES = (2.0, 5.0, 10.0)
MORE = 10
# What is called prompt (seconds).
PROMPT = 0.02


def main(words: Sequence[str]) -> None:
    """Find the peak, then ask for more."""
    made = options.parser("overload", "Ask for more than can be answered.", companies=100_000)
    made.add_argument("--seconds", type=float, default=5.0, help="seconds of each load (5)")
    given = made.parse_args(words)
    bodies = asked()
    with prepared(given.companies) as setting, serving(CONTENDERS["ours"], setting) as server:
        url = f"{server.address}/graphql"
        peak, clients, usual = 0.0, 0, 0.0
        for number in CLIENTS:
            say(f"{number} clients")
            answers = by_clients(url, bodies, given.seconds, number)
            rate = goodput(answers)
            if rate > peak:
                peak, clients, usual = rate, number, at([each.took for each in answers], 0.5)
        show([f"Peak: {peak:,.0f} a second, of {clients} clients, half of them in {usual * 1e3:.1f} ms"])
        loads = {
            f"{MORE * CLIENTS[-1]} clients": partial(
                by_clients, url, bodies, given.seconds, MORE * CLIENTS[-1]
            ),
            **{
                f"{n * peak:,.0f} a second": partial(at_rate, url, bodies, given.seconds, n * peak)
                for n in TIMES
            },
        }
        found = {}
        for name, load in loads.items():
            say(name)
            before = time.process_time()
            answers = load()
            generating = (time.process_time() - before) / given.seconds
            after = by_clients(url, bodies, 2.0, 1)
            found[name] = {**told(answers, after, peak), "generating": generating}
            show([line(name, found[name])])
    options.write(given.json, {"peak": peak, "clients": clients, "overload": found})


def asked() -> Iterator[bytes]:
    """Requests, each for another part of a name."""
    for number in count():
        yield json.dumps({"query": QUERY, "variables": {"text": f"y {number}"}}).encode()


def goodput(answers: Sequence[Answered]) -> float:
    """How many good answers came in a second."""
    good = [each.at for each in answers if each.status == 200]
    first = min(each.at - each.took for each in answers)
    return len(good) / (max(good) - first) if good else 0.0


def at(times: Sequence[float], part: float) -> float:
    """The time within which so large a part of them lie; 0 where there are none."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] if times else 0.0


def told(answers: Sequence[Answered], after: Sequence[Answered], peak: float) -> dict[str, float]:
    """What an overload came to."""
    refused = [each.took for each in answers if each.status == 503]
    good = [each.took for each in answers if each.status == 200]
    usual = at([each.took for each in after], 0.5)
    last = max(each.at for each in answers)
    return {
        "goodput": goodput(answers) / peak,
        "answered": len(good),
        "refused": len(refused),
        "other": len(answers) - len(good) - len(refused),
        "answered late": at(good, 0.99),
        "refused median": at(refused, 0.5),
        "refused late": at(refused, 0.99),
        "refused most": max(refused, default=0.0),
        "refused slowly": sum(each > PROMPT for each in refused) / max(len(refused), 1),
        "recovered": min(
            (each.at - last for each in after if each.status == 200 and each.took < 2 * usual), default=-1.0
        ),
    }


def line(name: str, found: dict[str, float]) -> str:
    """One overload."""
    return (
        f"  {name:>15}: goodput {found['goodput']:4.0%} of the peak; {found['answered']:,} answered"
        f" (99 % in {found['answered late']:.2f} s), {found['refused']:,} refused"
        f" (half in {found['refused median'] * 1e3:.1f} ms, 99 % in {found['refused late'] * 1e3:.1f},"
        f" all in {found['refused most'] * 1e3:.0f}; {found['refused slowly']:.2%} after 20 ms),"
        f" {found['other']:,} other; as quick as ever after {found['recovered']:.2f} s;"
        f" the generator took {found['generating']:.2f} processors"
    )
