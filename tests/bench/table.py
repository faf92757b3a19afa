"""Contenders side by side: the engine in process, then every server over HTTP.

In: words of a command line. Out: two tables, and everything as JSON with `--json`. Never: a verdict.
"""

import argparse
import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from tests.bench import inprocess, overhttp, postgresql
from tests.bench.contenders import CONTENDERS, no_postgresql
from tests.bench.load import choose
from tests.bench.preparing import prepared
from tests.bench.questions import QUESTIONS
from tests.bench.report import document, http_lines, in_process_lines
from tests.bench.servers import Contender, Setting
from tests.bench.voice import say, show


def main(words: Sequence[str] | None = None) -> None:
    """Generate, check, measure, print."""
    options = parser().parse_args(words)
    name, generator = choose(options.load)
    chosen = [CONTENDERS[each] for each in options.contenders]
    with ExitStack() as stack:
        setting = stack.enter_context(prepared(options.companies))
        if any(each.missing is no_postgresql for each in chosen):
            setting = with_postgresql(stack, setting)
        questions = [QUESTIONS[each] for each in options.questions]
        show([f"{options.companies:,} companies, {os.cpu_count()} processors"])
        found = inprocess.measure(setting.database, questions, options.in_process_rounds)
        show(in_process_lines(found))
        effort = overhttp.Effort(options.rounds, options.seconds, options.connections, generator)
        contenders = able(chosen, setting)
        standings = overhttp.measure(contenders, questions, setting, effort) if contenders else []
        if standings:
            show(http_lines(standings, options.questions))
        if options.json:
            about = {"companies": options.companies, "load": name, "connections": options.connections}
            options.json.write_text(json.dumps(document(found, standings, about), indent=2) + "\n")


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure the engine and its peers."
    )
    add = made.add_argument
    add(
        "--companies",
        type=int,
        default=1000,
        help="how large the generated data is; universities have 50 each",
    )
    add("--rounds", type=int, default=5, help="rounds over HTTP")
    add("--in-process-rounds", type=int, default=30, help="rounds in process")
    add("--seconds", type=float, default=3.0, help="seconds of each load; wrk counts whole ones")
    add("--connections", type=int, default=8, help="connections of each load")
    add(
        "--questions",
        nargs="*",
        choices=QUESTIONS,
        default=list(QUESTIONS),
        metavar="NAME",
        help=f"of {', '.join(QUESTIONS)}",
    )
    add(
        "--contenders",
        nargs="*",
        choices=CONTENDERS,
        default=list(CONTENDERS),
        metavar="NAME",
        help=f"of {', '.join(CONTENDERS)}",
    )
    add(
        "--load",
        choices=("auto", "wrk", "asyncio"),
        default="auto",
        help="the load generator; wrk where there is one",
    )
    add("--json", type=Path, help="write everything measured into this file")
    return made


def with_postgresql(stack: ExitStack, setting: Setting) -> Setting:
    """The setting with a PostgreSQL that runs until the stack ends, or with the reason why none does."""
    try:
        return replace(setting, postgresql=stack.enter_context(postgresql.running(setting.database)))
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        return replace(setting, no_postgresql=f"PostgreSQL cannot start: {error}")


def able(contenders: list[Contender], setting: Setting) -> list[Contender]:
    """Those that can run here; each of the others is named with its reason."""
    found: list[Contender] = []
    for each in contenders:
        reason = each.missing(setting)
        if reason is None:
            found.append(each)
        else:
            say(f"{each.name} is left out: {reason}")
    return found
