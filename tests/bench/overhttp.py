"""Every contender over HTTP: answers checked equal, then load in interleaved rounds.

In: contenders, questions, a database. Out: a `Standing` for each contender. Never: a verdict.
"""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.load import Generator, Load
from tests.bench.processes import Memory
from tests.bench.questions import Question
from tests.bench.servers import Contender, Server, Setting, serving
from tests.bench.voice import say

WARM_UP = 0.3


@dataclass
class Standing:
    """What was measured of one contender: its load by question and round, MB after the run, seconds to start."""

    contender: Contender
    start_seconds: float
    memory: Memory = field(default_factory=Memory)
    loads: dict[str, list[Load]] = field(default_factory=dict)


@dataclass(frozen=True)
class Effort:
    """How hard to measure."""

    rounds: int
    seconds: float
    connections: int
    generate: Generator


def measure(
    contenders: Sequence[Contender], questions: Sequence[Question], setting: Setting, effort: Effort
) -> list[Standing]:
    """Start every contender, check what it answers, load each in turn."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(each, setting)) for each in contenders]
        for server in servers:
            check(server, questions, setting.answers)
        standings = [Standing(server.contender, server.start_seconds) for server in servers]
        for number in range(effort.rounds):
            for question in questions:
                say(f"round {number + 1} of {effort.rounds}, {question.name}")
                for server, standing in zip(servers, standings, strict=True):
                    found = load(server, question, effort, first=number == 0)
                    standing.loads.setdefault(question.name, []).append(found)
        for server, standing in zip(servers, standings, strict=True):
            standing.memory = server.memory()
        return standings


def check(server: Server, questions: Sequence[Question], answers: Path) -> None:
    """Hold that a server answers as it should, keys in order; remember the size of what it sends."""
    for question in questions:
        body = server.ask(question)
        found = json.dumps({"data": json.loads(body).get("data")})
        expected = json.dumps(json.loads((answers / f"{question.name}.json").read_bytes()))
        if found != expected:
            raise AssertionError(
                f"{server.contender.name} answers {question.name} with {body[:200]!r}, not {expected[:200]}"
            )
        server.sizes[question.name] = len(body)


def load(server: Server, question: Question, effort: Effort, *, first: bool) -> Load:
    """Load one server with one question; before the first time, warm it up."""
    wanted = (server.url(question), question.body, server.sizes[question.name])
    if first:
        effort.generate(*wanted, min(WARM_UP, effort.seconds), effort.connections)
    return effort.generate(*wanted, effort.seconds, effort.connections)
