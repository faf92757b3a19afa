"""How long `serve` takes to start from a database that is there, where that goes, and how much memory it holds then.

In: words of a command line. Out: tables. Never: a build: the generated database passes for the shipped data's.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from statistics import median

from tests.bench import options
from tests.bench.contenders import CONTENDERS
from tests.bench.load import choose
from tests.bench.overhttp import check
from tests.bench.preparing import prepared
from tests.bench.processes import Memory
from tests.bench.questions import QUESTIONS
from tests.bench.servers import ROOT, Setting, serving
from tests.bench.timing import Spread
from tests.bench.voice import say, show

SHOWN = 14
IMPORT = re.compile(r"import time: +(\d+) \| +\d+ \| +(\S+)")

# What `serve` does before it listens, timed step by step in an interpreter of its own.
STEPS = """
import json, os, sys, time
began = time.perf_counter()
steps = {}
def step(name):
    global began
    now = time.perf_counter()
    steps[name] = now - began
    began = now
import graph.cli
step("import of the commands")
import graph.app
step("import of the application")
import uvicorn, uvicorn.loops.auto, uvicorn.protocols.http.auto, uvicorn.lifespan.on
step("import of uvicorn")
from graph.dataset import version_of
from graph.packaged import data_folder
version_of(data_folder())
step("version of the data")
from graph.settings import Settings
settings = Settings(database=sys.argv[1])
step("settings")
from graph.catalogue import read_catalogue
from graph.models import MODELS
catalogue = read_catalogue(MODELS)
step("catalogue")
from graph import api
schema = api.build_schema(catalogue)
step("schema")
from graph.api.schema import core_schema
core_schema(schema)
step("core schema")
from graph.app import build_app
build_app(MODELS, sys.argv[1], schema=schema, settings=settings)
step("engine and routes")
print(json.dumps(steps))
"""


def main(words: Sequence[str]) -> None:
    """Start it over and over."""
    made = options.parser("start", "Time the start of `serve`, and see what memory it takes.")
    made.add_argument("--starts", type=int, default=5, help="how many starts (5)")
    made.add_argument(
        "--seconds", type=float, default=3.0, help="seconds of each load before memory is read (3)"
    )
    given = made.parse_args(words)
    with prepared(given.companies) as setting:
        ready = Spread(
            tuple(start(setting, number, given.starts, asking=False) for number in range(given.starts))
        )
        asked = Spread(
            tuple(start(setting, number, given.starts, asking=True) for number in range(given.starts))
        )
        steps = median_steps(setting, given.starts)
        imports = imported()
        memory = memory_of(setting, given.seconds)
    show([f"Start of `serve`: seconds, median of {given.starts}"])
    show([f"  {'until /health/ready':40} {ready.middle:6.2f} ({ready.least:.2f}-{ready.most:.2f})"])
    show([f"  {'until B is answered':40} {asked.middle:6.2f} ({asked.least:.2f}-{asked.most:.2f})"])
    show(["Where it goes: seconds of each step, one after the other"])
    show(f"  {name:40} {seconds:6.3f}" for name, seconds in steps.items())
    show(
        [f"Imports: seconds of the {SHOWN} largest packages without what they import, slowed by being timed"]
    )
    show(f"  {name:40} {seconds:6.3f}" for name, seconds in list(imports.items())[:SHOWN])
    show(["Memory, one worker: MB resident, proportional, private"])
    show(
        f"  {name:40} {each.resident:6.0f} {each.proportional:6.0f} {each.private:6.0f}"
        for name, each in memory.items()
    )
    found = {"ready": ready.values, "asked": asked.values, "steps": steps, "imports": imports}
    options.write(
        given.json,
        {"start seconds": found, "memory MB": {name: asdict(each) for name, each in memory.items()}},
    )


def start(setting: Setting, number: int, starts: int, *, asking: bool) -> float:
    """Seconds of one start."""
    say(f"start {number + 1} of {starts}")
    with serving(CONTENDERS["ours-cached"], setting, asking=asking) as server:
        return server.start_seconds


def median_steps(setting: Setting, times: int) -> dict[str, float]:
    """Seconds of each step, in an interpreter of their own."""
    runs = []
    for _ in range(times):
        words = [sys.executable, "-c", STEPS, f"sqlite:///{setting.database}"]
        ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        runs.append(json.loads(ran.stdout))
    return {name: median(run[name] for run in runs) for name in runs[0]}


def imported() -> dict[str, float]:
    """Seconds of each package's own modules, the largest first."""
    words = [sys.executable, "-X", "importtime", "-c", "import graph.app, graph.cli, uvicorn"]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = defaultdict(float)
    for microseconds, name in IMPORT.findall(ran.stderr):
        found[name.partition(".")[0]] += int(microseconds) / 1e6
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def memory_of(setting: Setting, seconds: float) -> dict[str, Memory]:
    """What a server holds: started, and after each question was asked for so long on 8 connections."""
    with serving(CONTENDERS["ours-cached"], setting, asking=False) as server:
        found = {"started": server.memory()}
        check(server, list(QUESTIONS.values()), setting.answers)
        for question in sorted(QUESTIONS.values(), key=lambda each: server.sizes[each.name]):
            choose("auto")[1](server.url(question), question.body, server.sizes[question.name], seconds, 8)
            found[f"after {question.name}"] = server.memory()
        return found
