"""What is known of one request beside what it asks: its id, when it came, what it turned out to be.

In: headers. Out: an `Exchange`, filled in on the way. Never: told to anybody whole: text and variables may be private.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from secrets import token_hex
from time import perf_counter
from typing import Any

from graphql import GraphQLError
from starlette.datastructures import Headers

from graph.engine.timings import Timings
from graph.serving.caching import digest_of

REQUEST_ID = re.compile(r"[A-Za-z0-9._~+/=-]{1,128}")
TRACE = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}")

LONGEST = 200  # characters of a name


@dataclass(slots=True)
class Exchange:
    """One request and its answer."""

    id: str
    trace: str | None = None
    # "http", "sse", "file" or "websocket".
    transport: str = "http"
    timings: Timings = field(default_factory=Timings)
    # The operation's name and kind ("query"), its text and the hash of that.
    operation: str | None = None
    kind: str | None = None
    text: str | None = None
    document: str | None = None
    variables: Mapping[str, Any] | None = None
    # How many answers a stream gave.
    answers: int | None = None
    # Why it was refused, where it was.
    refused: tuple[str, ...] = ()
    # What traces know of it, where there are any.
    traced: Any = None

    @classmethod
    def begin(cls, headers: Headers, transport: str = "http") -> "Exchange":
        """Take the id that the client or a proxy gave, else that of its trace, else a new one."""
        trace = None
        if given := headers.get("traceparent"):
            found = TRACE.fullmatch(given)
            trace = found.group(1) if found else None
        asked = headers.get("x-request-id")
        if asked and REQUEST_ID.fullmatch(asked):
            return cls(asked, trace, transport)
        return cls(trace or token_hex(8), trace, transport)

    def asks(self, text: str, name: str | None, variables: Mapping[str, Any]) -> None:
        """Note which document it is, which of its operations was named, and what it is asked with."""
        self.operation, self.text, self.variables = name and name[:LONGEST], text, variables
        self.document = digest_of(text)[:8].hex()

    def refuses(self, errors: Iterable[GraphQLError]) -> None:
        """Note why it cannot run, where the engine did not note that itself."""
        if not self.timings.errors:
            self.refused = codes_of(errors)

    def settle(self) -> None:
        """Take what was learned of the operation while it was run."""
        found = self.timings.operation
        if found is not None:
            self.operation = found.name.value[:LONGEST] if found.name else None
            self.kind = found.operation.value

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return perf_counter() - self.timings.began

    @property
    def cost(self) -> int:
        """How many rows it could have read, at most."""
        return self.timings.cost

    @property
    def rows(self) -> int | None:
        """How many rows it was given, in all answers together, where somebody counts them and can tell."""
        return self.timings.rows

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each error."""
        return (*self.refused, *codes_of(self.timings.errors))

    def timed(self) -> str:
        """The value of `Server-Timing`: `read;dur=0.021, …, total;dur=0.43, cache;desc=miss, prepared;desc=hit`."""
        timings = self.timings
        stages = timings.stages
        made = template(tuple(stages), timings.kept, timings.prepared)
        return made % (*(seconds * 1000 for seconds in stages.values()), self.seconds * 1000)


def codes_of(errors: Iterable[GraphQLError]) -> tuple[str, ...]:
    """The code of each error."""
    return tuple(str((each.extensions or {}).get("code")) for each in errors)


@lru_cache(maxsize=256)
def template(stages: tuple[str, ...], kept: bool | None, prepared: bool | None) -> str:  # noqa: FBT001 - as timed
    """`Server-Timing` without its figures: there are few, and every response has one."""
    named = {True: "hit", False: "miss", None: "off"}
    parts = [f"{name};dur=%.3f" for name in (*stages, "total")]
    parts.append(f"cache;desc={named[kept]}")
    if prepared is not None:
        parts.append(f"prepared;desc={named[prepared]}")
    return ", ".join(parts)
