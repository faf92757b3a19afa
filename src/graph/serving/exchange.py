"""What is known of one request beside what it asks: its id, when it came, what it turned out to be.

In: headers. Out: an `Exchange`, filled in on the way. Never: variables, nor anything else that is private.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from secrets import token_hex
from time import perf_counter

from starlette.datastructures import Headers

from graph.engine.timings import Timings

REQUEST_ID = re.compile(r"[A-Za-z0-9._~+/=-]{1,128}")
TRACE = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}")


@dataclass(slots=True)
class Exchange:
    """One request and its answer."""

    id: str
    trace: str | None = None
    timings: Timings = field(default_factory=Timings)
    operation: str | None = None
    document: str | None = None
    cost: int = 0
    codes: tuple[str, ...] = ()

    @classmethod
    def begin(cls, headers: Headers) -> "Exchange":
        """Take the id that the client or a proxy gave, else that of its trace, else a new one."""
        trace = None
        if given := headers.get("traceparent"):
            found = TRACE.fullmatch(given)
            trace = found.group(1) if found else None
        asked = headers.get("x-request-id")
        if asked and REQUEST_ID.fullmatch(asked):
            return cls(asked, trace)
        return cls(trace or token_hex(8), trace)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return perf_counter() - self.timings.began

    def timed(self) -> str:
        """The value of `Server-Timing`: `read;dur=0.021, …, total;dur=0.43, cache;desc=miss, prepared;desc=hit`."""
        timings = self.timings
        stages = timings.stages
        made = template(tuple(stages), timings.kept, timings.prepared)
        return made % (*(seconds * 1000 for seconds in stages.values()), self.seconds * 1000)


@lru_cache(maxsize=256)
def template(stages: tuple[str, ...], kept: bool | None, prepared: bool | None) -> str:  # noqa: FBT001 - as timed
    """`Server-Timing` without its figures: there are few, and every response has one."""
    named = {True: "hit", False: "miss", None: "off"}
    parts = [f"{name};dur=%.3f" for name in (*stages, "total")]
    parts.append(f"cache;desc={named[kept]}")
    if prepared is not None:
        parts.append(f"prepared;desc={named[prepared]}")
    return ", ".join(parts)
