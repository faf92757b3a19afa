"""What a request took: seconds by stage, rows at most and in its answer, and what went wrong on the way.

In: the end of each stage, as it comes. Out: seconds by stage, in the order in which stages first ended.
Never: a stage that did not run. This is filled in by every request, and costs each stage one look at the clock.
"""

from collections.abc import Iterable
from time import perf_counter

from graphql import GraphQLError, OperationDefinitionNode

KEPT = 100


class Timings:
    """The stages of one request: each goes from where the one before ended."""

    __slots__ = (
        "began",
        "cost",
        "counting",
        "errors",
        "kept",
        "last",
        "operation",
        "prepared",
        "rows",
        "stages",
    )

    def __init__(self) -> None:
        self.began = self.last = perf_counter()
        self.stages: dict[str, float] = {}
        # Whether the operation had been prepared and its answer been kept; None where nobody looked.
        self.prepared: bool | None = None
        self.kept: bool | None = None
        self.operation: OperationDefinitionNode | None = None
        # Of what was asked again, as a stream asks, all together.
        self.cost = 0
        self.errors: tuple[GraphQLError, ...] = ()
        # Whether somebody wants to know how many rows were given; and how many, where that can be told.
        self.counting = False
        self.rows: int | None = None

    def fails(self, errors: Iterable[GraphQLError]) -> None:
        """Note errors, of a stream that goes on failing the first ones."""
        if len(self.errors) < KEPT:
            self.errors += tuple(errors)

    def gives(self, rows: int | None) -> None:
        """Note how many rows an answer has."""
        if rows is not None:
            self.rows = (self.rows or 0) + rows

    def mark(self, stage: str) -> None:
        """A stage ends now; what runs again, as an export's pages do, adds to what it took before."""
        now = perf_counter()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self.last
        self.last = now

    def resume(self) -> None:
        """A stage begins now: what passed since the one before belongs to none, such as the wait of a stream."""
        self.last = perf_counter()
