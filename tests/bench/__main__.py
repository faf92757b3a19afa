"""`python -m tests.bench [MEASURE]`: the benchmark's parts by name; without a name, the table of contenders.

In: words of a command line. Out: what the part prints. Never: a verdict.
"""

import sys
from collections.abc import Callable, Sequence

from tests.bench import beside, overload, planning, profiling, scale, starting, table, workers
from tests.bench.voice import show

MEASURES: dict[str, tuple[Callable[[Sequence[str]], None], str]] = {
    "table": (table.main, "contenders side by side: requests per second, memory, start"),
    "scale": (scale.main, "the same answers out of more and more data"),
    "workers": (workers.main, "two worker processes against one"),
    "beside": (beside.main, "a small request beside large answers"),
    "overload": (overload.main, "ten times more requests than can be answered"),
    "planning": (planning.main, "the first request of an operation"),
    "start": (starting.main, "how long `serve` takes to start, where that goes, and memory"),
    "profile": (profiling.main, "where the time of a request goes"),
}


def main(words: Sequence[str] | None = None) -> None:
    """Run a part."""
    given = list(sys.argv[1:] if words is None else words)
    if given[:1] in (["help"], ["--help"], ["-h"]):
        show(f"python -m tests.bench {name:9} [--help]  {what}" for name, (_, what) in MEASURES.items())
        return
    name = given.pop(0) if given and given[0] in MEASURES else "table"
    MEASURES[name][0](given)


if __name__ == "__main__":
    main()
