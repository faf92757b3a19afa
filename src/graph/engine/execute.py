"""Statements → bytes: what every database promises, whichever driver speaks to it.

In: SQL text and parameters. Out: the bytes of each statement's one value, or why there are none.
Never: GraphQL. `databases/` has one module for each database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from graph.engine.line import Line


class DeadlineExceeded(Exception):  # noqa: N818 - what happened, in the words of the contract
    """A statement ran longer than it may."""


class TooLarge(Exception):  # noqa: N818 - what happened, in the words of the contract
    """The answers of an operation have more bytes than they may."""


class Unavailable(Exception):  # noqa: N818 - what happened, in the words of the contract
    """The database cannot be read."""


@dataclass(frozen=True)
class Job:
    """One statement with its parameters; `positions` names them by position, where the driver takes them so."""

    sql: str
    values: Mapping[str, Any]
    positions: tuple[str, ...] = ()


def kind_of(jobs: Sequence[Job]) -> int:
    """A number that is the same for the same statements: they take about as long each time, whatever is given."""
    return hash(tuple(job.sql for job in jobs))


Outcome = bytes | Exception
# How many bytes the answers of one operation may have together, where nothing else is said.
LARGEST = 33_554_432


class Allowance:
    """The bytes that the answers of one operation may have together."""

    def __init__(self, largest: int) -> None:
        self.left = largest

    def take(self, outcome: Outcome) -> Outcome:
        """An answer, or that it is too large beside those before it."""
        self.left -= len(outcome) if isinstance(outcome, bytes) else 0
        return outcome if self.left >= 0 else TooLarge()


@dataclass(frozen=True)
class Description:
    """What a database says of its data: the version, when it was published, how many rows of each type."""

    version: str
    built_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


class Database(Protocol):
    """What runs statements."""

    line: Line

    async def run(self, jobs: Sequence[Job], seconds: float) -> list[Outcome]:
        """Run the statements of one operation on one snapshot; each gives its bytes or why it failed.

        Busy where too many wait for the database already.
        """

    async def describe(self) -> Description:
        """What the database says of its data; Unavailable where it cannot be read."""

    async def explain(self, job: Job) -> list[str]:
        """The database's own plan of a statement, line by line."""

    async def size(self, table: str) -> int:
        """About how many rows a table has."""

    async def close(self) -> None:
        """Let go of every connection."""
