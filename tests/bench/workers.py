"""Two worker processes against one: requests per second, and the processor time that each request takes.

In: words of a command line. Out: a table. Never: a verdict: on two processors the load generator takes its part
of them, so that the ratio of rates is less than what two workers would do with the machine to themselves.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from statistics import median

from tests.bench import options
from tests.bench.contenders import ours_of
from tests.bench.load import Load, choose
from tests.bench.overhttp import Effort, check, load
from tests.bench.preparing import prepared
from tests.bench.processes import family, processor_seconds_of
from tests.bench.questions import QUESTIONS, Question
from tests.bench.servers import Server, serving
from tests.bench.voice import say, show

WORKERS = (1, 2)


@dataclass(frozen=True)
class Measured:
    """One load: what came of it, and the processor seconds of each process of the server meanwhile."""

    load: Load
    seconds: float
    processes: tuple[float, ...]

    @property
    def per_request(self) -> float:
        """The server's processor time of a request."""
        return sum(self.processes) / max(self.load.requests, 1)

    @property
    def busy(self) -> float:
        """How many processors the server kept busy."""
        return sum(self.processes) / self.seconds

    @property
    def generating(self) -> float:
        """How many processors the generator kept busy."""
        return self.load.generating / self.seconds

    @property
    def share(self) -> float:
        """The part of the work that the busiest process did."""
        return max(self.processes) / (sum(self.processes) or 1)


def main(words: Sequence[str]) -> None:
    """Start one of each, load them in turn."""
    made = options.parser("workers", "Measure two worker processes against one, without the answer cache.")
    options.add_load(made, rounds=3, seconds=3.0, connections=32)
    given = made.parse_args(words)
    name, generator = choose(given.load)
    effort = Effort(given.rounds, given.seconds, given.connections, generator)
    with ExitStack() as stack:
        setting = stack.enter_context(prepared(given.companies))
        servers = [stack.enter_context(serving(ours_of(count), setting)) for count in WORKERS]
        for server in servers:
            check(server, list(QUESTIONS.values()), setting.answers)
        found = {each.name: measure(servers, each, effort) for each in QUESTIONS.values()}
    show(
        [
            f"Workers: {given.connections} connections by {name}, {given.companies:,} companies, no answer cache"
        ]
    )
    for question, measured in found.items():
        show(lines(question, measured))
    options.write(given.json, {"load": name, "workers": {key: as_json(each) for key, each in found.items()}})


def measure(servers: Sequence[Server], question: Question, effort: Effort) -> list[list[Measured]]:
    """The rounds of each server."""
    rounds: list[list[Measured]] = [[] for _ in servers]
    for number in range(effort.rounds):
        say(f"round {number + 1} of {effort.rounds}, {question.name}")
        for server, into in zip(servers, rounds, strict=True):
            if number == 0:
                load(server, question, replace(effort, seconds=1.0), first=False)
            into.append(measure_once(server, question, effort))
    return rounds


def measure_once(server: Server, question: Question, effort: Effort) -> Measured:
    """One load of one server."""
    pids = list(family(server.process.pid))
    before = [processor_seconds_of(pid) for pid in pids]
    found = load(server, question, effort, first=False)
    after = [processor_seconds_of(pid) for pid in pids]
    used = tuple(late - early for early, late in zip(before, after, strict=True))
    return Measured(found, found.requests / found.rate if found.rate else effort.seconds, used)


def lines(question: str, measured: Sequence[Sequence[Measured]]) -> list[str]:
    """Medians of the rounds."""
    one = [each.load.rate for each in measured[0]]
    shown = []
    for count, rounds in zip(WORKERS, measured, strict=True):
        ratio = median(each.load.rate / base for each, base in zip(rounds, one, strict=True))
        shown.append(
            f"  {question:4} {count} worker{'s' if count > 1 else ' '}"
            f" {median(each.load.rate for each in rounds):9,.0f}/s {ratio:5.2f} x"
            f"   {median(each.per_request for each in rounds) * 1e3:7.3f} ms of processor a request"
            f"   busy: server {median(each.busy for each in rounds):.2f}"
            f" (busiest process {median(each.share for each in rounds):.0%}),"
            f" generator {median(each.generating for each in rounds):.2f}"
        )
    return shown


def as_json(measured: Sequence[Sequence[Measured]]) -> dict[str, list[dict[str, object]]]:
    """All rounds."""
    return {
        str(count): [asdict(each) for each in rounds] for count, rounds in zip(WORKERS, measured, strict=True)
    }
