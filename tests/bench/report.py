"""What was measured, as a table to read and as JSON to keep.

In: times in process, standings over HTTP. Out: lines of text, a JSON document. Never: a verdict.
"""

import platform
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import apsw

from tests.bench.contenders import REFERENCE, REFERENCE_POSTGRESQL
from tests.bench.load import Load
from tests.bench.overhttp import Standing
from tests.bench.timing import Spread, ratios

InProcess = Mapping[str, Mapping[str, Spread]]


def machine() -> dict[str, str]:
    """What ran it."""
    return {
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "sqlite of ours": apsw.sqlite_lib_version(),
        "sqlite of the interpreter": sqlite3.sqlite_version,
    }


def in_process_lines(found: InProcess) -> Iterator[str]:
    """Milliseconds, and how many times as long as the statement written by hand on the same SQLite."""
    yield "In process: milliseconds, and time relative to SQL written by hand on the same SQLite (below 1 is faster)"
    for question, times in found.items():
        for name, spread in times.items():
            ratio = ratios(spread.values, times["by hand"].values)
            yield (
                f"  {question:4} {name:18} {spread.middle * 1e3:9.3f} ms"
                f"   {ratio.middle:5.2f} x ({ratio.least:.2f}-{ratio.most:.2f})"
            )


def http_lines(standings: Sequence[Standing], questions: Sequence[str]) -> Iterator[str]:
    """Requests per second with their ratio to the reference, memory, start time."""
    yield f"Over HTTP: requests per second, ratio to {REFERENCE} (least-most), milliseconds of all but 1 %"
    head = "".join(f"{question:>40}" for question in questions)
    yield f"  {'':15}{head}{'memory':>9}{'private':>9}{'start':>8}"
    for standing in standings:
        cells = "".join(f"{cell(standing, standings, question):>40}" for question in questions)
        taken = f"{standing.memory.resident:6.0f} MB{standing.memory.private:6.0f} MB"
        yield f"  {standing.contender.name:15}{cells}{taken}{standing.start_seconds:6.2f} s"
    for standing in standings:
        if standing.contender.name.endswith("-postgresql"):
            found = [ratio_of(standing, standings, question, REFERENCE_POSTGRESQL) for question in questions]
            shown = "  ".join(f"{name} {written(each)}" for name, each in zip(questions, found, strict=True))
            yield f"  {standing.contender.name} to {REFERENCE_POSTGRESQL}: {shown}"


def cell(standing: Standing, standings: Sequence[Standing], question: str) -> str:
    """One contender on one question: `1,234  1.10 (1.05-1.12)  9.8`."""
    own = standing.loads[question]
    late = Spread(tuple(load.late for load in own)).middle * 1e3
    return f"{rate(own).middle:,.0f}  {written(ratio_of(standing, standings, question))}  {late:.1f}"


def written(ratio: Spread | None) -> str:
    """A ratio with its spread: `1.10 (1.05-1.12)`."""
    return f"{ratio.middle:.2f} ({ratio.least:.2f}-{ratio.most:.2f})" if ratio else "-"


def rate(loads: Sequence[Load]) -> Spread:
    """Requests per second."""
    return Spread(tuple(load.rate for load in loads))


def ratio_of(
    standing: Standing, standings: Sequence[Standing], question: str, reference: str = REFERENCE
) -> Spread | None:
    """Rates against the reference's, round by round; None where the reference did not run."""
    for each in standings:
        if each.contender.name == reference:
            return ratios(rate(standing.loads[question]).values, rate(each.loads[question]).values)
    return None


def medians(standing: Standing, standings: Sequence[Standing], reference: str) -> dict[str, float | None]:
    """The median ratio of each question."""
    found = {name: ratio_of(standing, standings, name, reference) for name in standing.loads}
    return {name: ratio.middle if ratio else None for name, ratio in found.items()}


def document(
    in_process: InProcess, standings: Sequence[Standing], about: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that was measured."""
    return {
        **about,
        "machine": machine(),
        "seconds in process": {
            question: {name: list(spread.values) for name, spread in times.items()}
            for question, times in in_process.items()
        },
        "over http": {
            each.contender.name: {
                "what": each.contender.what,
                "start seconds": each.start_seconds,
                "memory MB": asdict(each.memory),
                "ratios": {
                    reference: medians(each, standings, reference)
                    for reference in (REFERENCE, REFERENCE_POSTGRESQL)
                },
                "rates": {question: [load.rate for load in loads] for question, loads in each.loads.items()},
                "late seconds": {
                    question: [load.late for load in loads] for question, loads in each.loads.items()
                },
            }
            for each in standings
        },
    }
