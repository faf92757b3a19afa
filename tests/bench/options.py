"""The words that several parts of the benchmark share.

In: a part's name and purpose. Out: an `ArgumentParser` with `--json`, and those options that the part names.
Never: a part's own options.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from tests.bench.report import machine


def parser(name: str, what: str, companies: int = 1000) -> argparse.ArgumentParser:
    """The options of a part."""
    made = argparse.ArgumentParser(prog=f"python -m tests.bench {name}".rstrip(), description=what)
    made.add_argument(
        "--companies",
        type=int,
        default=companies,
        help=f"how large the generated data is; universities have 50 each ({companies})",
    )
    made.add_argument("--json", type=Path, help="write everything measured into this file")
    return made


def add_load(made: argparse.ArgumentParser, rounds: int, seconds: float, connections: int) -> None:
    """The options of a part that loads servers."""
    add = made.add_argument
    add("--rounds", type=int, default=rounds, help=f"rounds over HTTP ({rounds})")
    add(
        "--seconds",
        type=float,
        default=seconds,
        help=f"seconds of each load; wrk counts whole ones ({seconds})",
    )
    add("--connections", type=int, default=connections, help=f"connections of each load ({connections})")
    add(
        "--load",
        choices=("auto", "wrk", "asyncio"),
        default="auto",
        help="the load generator; wrk where there is one",
    )


def write(path: Path | None, found: dict[str, Any]) -> None:
    """Write what was measured, where that is wanted."""
    if path is not None:
        path.write_text(json.dumps({"machine": machine(), **found}, indent=2) + "\n")
