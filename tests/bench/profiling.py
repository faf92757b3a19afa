"""Where the time of a request goes on the prepared path: each stage, as the server's own clock tells.

In: words of a command line. Out: a table. Never: a profiler, which would slow some stages more than others.

Every answer names its stages in `Server-Timing`. What is left of the server's processor time is HTTP: sockets, parsing
of the request, headers, routing, writing of the response.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench import options
from tests.bench.asking import Connection
from tests.bench.contenders import CONTENDERS
from tests.bench.load import choose
from tests.bench.overhttp import check
from tests.bench.preparing import prepared
from tests.bench.questions import QUESTIONS, Question
from tests.bench.servers import Server, serving
from tests.bench.voice import say, show

WARM_UP = 20
WHAT = {
    "read": "read the request: body, JSON, limits",
    "lookup": "look for a kept answer",
    "document": "find the document (parsed, validated)",
    "variables": "coerce variables, find the cost",
    "prepare": "find the plan and its SQL",
    "sql": "run the statement",
    "splice": "splice the answer",
    "pack": "headers, no compression",
}


@dataclass(frozen=True)
class Profile:
    """Seconds of each stage, inside the application, of the server's processors, and as a client waits."""

    stages: dict[str, float]
    inside: float
    processor: float
    waited: float


def main(words: Sequence[str]) -> None:
    """Ask each question over and over on one connection."""
    made = options.parser("profile", "Say where the time of a request goes, without the answer cache.")
    made.add_argument("--requests", type=int, default=500, help="how many requests of each question (500)")
    made.add_argument("--seconds", type=float, default=3.0, help="seconds of each load (3)")
    given = made.parse_args(words)
    with prepared(given.companies) as setting, serving(CONTENDERS["ours"], setting) as server:
        check(server, list(QUESTIONS.values()), setting.answers)
        found = {}
        for each in QUESTIONS.values():
            say(each.name)
            found[each.name] = profile(server, each, given.requests, given.seconds)
    show(lines(found))
    shown = {
        name: {**each.stages, "inside": each.inside, "processor": each.processor}
        for name, each in found.items()
    }
    options.write(given.json, {"profile seconds": shown})


def profile(server: Server, question: Question, requests: int, seconds: float) -> Profile:
    """Medians over many requests; processor time over a load of one connection."""
    with Connection(server) as connection:
        told = [connection.ask(question) for _ in range(WARM_UP + requests)][WARM_UP:]
    names = dict.fromkeys(name for each in told for name in each.stages)
    stages = {name: median(each.stages.get(name, 0.0) for each in told) for name in names}
    inside = stages.pop("total")
    before = server.processor_seconds()
    load = choose("auto")[1](server.url(question), question.body, server.sizes[question.name], seconds, 1)
    processor = (server.processor_seconds() - before) / load.requests
    return Profile(stages, inside, processor, load.median)


def lines(found: dict[str, Profile]) -> list[str]:
    """Microseconds, and the part of the whole."""
    names = list(dict.fromkeys(name for each in found.values() for name in each.stages))
    shown = [
        "A request's time on the prepared path: microseconds, and the part of the server's processor time"
    ]
    shown.append(f"  {'':46}" + "".join(f"{question:>18}" for question in found))
    for name in names:
        cells = [cell(each.stages.get(name, 0.0), each) for each in found.values()]
        shown.append(f"  {name:10} {WHAT.get(name, ''):40}" + "".join(cells))
    unnamed = [cell(each.inside - sum(each.stages.values()), each) for each in found.values()]
    shown.append(f"  {'the rest':10} {'of the application':40}" + "".join(unnamed))
    shown.append(
        f"  {'HTTP':10} {'sockets, parsing, routing, writing':40}"
        + "".join(cell(each.processor - each.inside, each) for each in found.values())
    )
    shown.append(
        f"  {'all':10} {'processor time of the server':40}"
        + "".join(cell(each.processor, each) for each in found.values())
    )
    waits = "".join(f"{each.waited * 1e6:10,.0f}        " for each in found.values())
    return [*shown, f"  {'':10} {'as one connection waits':40}{waits}"]


def cell(seconds: float, whole: Profile) -> str:
    """`123  45 %`."""
    return f"{seconds * 1e6:10,.0f} {seconds / whole.processor:6.0%} "
