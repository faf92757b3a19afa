"""A small request beside large answers: how long it waits while 3.9 MB are asked for without a pause.

In: words of a command line. Out: a table. Never: a generator in this process: the small request is timed here alone.
"""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from multiprocessing import get_context

from tests.bench import options
from tests.bench.contenders import CONTENDERS
from tests.bench.inprocess import ask_apsw
from tests.bench.load import choose
from tests.bench.preparing import prepared
from tests.bench.questions import QUESTIONS, Question
from tests.bench.servers import Contender, Server, Setting, serving
from tests.bench.streaming import stream
from tests.bench.voice import say, show

SMALL = QUESTIONS["B"]
LARGE = replace(QUESTIONS["A20"], what="200 universities", variables={"first": 200})
HEAD_START = 1.0
MEASURED = ("raw", "ours", "ours-cached")


def main(words: Sequence[str]) -> None:
    """Load each server with large answers, and time small ones."""
    made = options.parser("beside", "Time small requests beside large answers.", companies=10_000)
    options.add_load(made, rounds=1, seconds=8.0, connections=2)
    given = made.parse_args(words)
    name, _ = choose(given.load)
    show(
        [
            f"A small request (B) beside {given.connections} connections that ask for {LARGE.what} (load: {name})"
        ]
    )
    found: dict[str, dict[str, object]] = {}
    with prepared(given.companies) as setting:
        for each in MEASURED:
            say(each)
            found[each] = measure(CONTENDERS[each], setting, name, given.seconds, given.connections)
            show([line(each, found[each])])
    options.write(given.json, {"load": name, "beside": found})


def measure(
    contender: Contender, setting: Setting, load: str, seconds: float, connections: int
) -> dict[str, object]:
    """Times of the small request alone and beside the large ones, in seconds, and how many large ones there were."""
    with ExitStack() as stack:
        server = stack.enter_context(serving(contender, setting))
        size = check(server, LARGE, setting)
        alone = small(server, min(2.0, seconds))
        pool = stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
        pool.submit(int).result()  # the process is there before anything is timed
        asked = (load, server.url(LARGE), LARGE.body, size, seconds + 2 * HEAD_START, connections)
        others = pool.submit(generate, *asked)
        small(server, HEAD_START)
        beside = small(server, seconds)
        return {
            "bytes": size,
            "large per second": others.result(),
            "alone": places(alone),
            "beside": places(beside),
            "memory MB": server.memory().resident,
        }


def check(server: Server, question: Question, setting: Setting) -> int:
    """Hold that an answer is as it should be; give its size."""
    body = server.ask(question)
    expected = json.loads(ask_apsw(setting.database, question)(1))
    if json.dumps(json.loads(body)) != json.dumps(expected):
        raise AssertionError(f"{server.contender.name} answers {question.name} with {body[:200]!r}")
    return len(body)


def generate(load: str, url: str, body: bytes, size: int, seconds: float, connections: int) -> float:
    """Ask for large answers; how many came in a second."""
    return choose(load)[1](url, body, size, seconds, connections).rate


def small(server: Server, seconds: float) -> list[float]:
    """Ask the small question on one connection; how long each time."""
    done = stream(server.url(SMALL), SMALL.body, seconds, 1)
    if done.failed:
        raise AssertionError(f"{done.failed} small requests failed")
    return sorted(done.times)


def places(times: list[float]) -> dict[str, float]:
    """Where times lie: the middle, all but 1 %, the longest; and how many there were."""
    return {
        "median": times[len(times) // 2],
        "late": times[int(len(times) * 0.99)],
        "most": times[-1],
        "count": len(times),
    }


def line(name: str, found: dict[str, object]) -> str:
    """One contender."""

    def shown(key: str) -> str:
        at = found[key]
        assert isinstance(at, dict)
        return (
            f"{key} {at['median'] * 1e3:6.2f} median {at['late'] * 1e3:7.2f} all but 1 %"
            f" {at['most'] * 1e3:7.2f} longest ms ({at['count']:,.0f})"
        )

    rate, size = found["large per second"], found["bytes"]
    return f"  {name:12} {shown('alone')}   {shown('beside')}   {rate:.1f} of {size:,} bytes a second"
