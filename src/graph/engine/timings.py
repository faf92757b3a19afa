"""How long each stage of a request took, by the clock of this process.

In: the end of each stage, as it comes. Out: seconds by stage, in the order in which stages first ended.
Never: a stage that did not run. This is filled in by every request, and costs each stage one look at the clock.
"""

from time import perf_counter


class Timings:
    """The stages of one request: each goes from where the one before ended."""

    __slots__ = ("began", "kept", "last", "prepared", "stages")

    def __init__(self) -> None:
        self.began = self.last = perf_counter()
        self.stages: dict[str, float] = {}
        # Whether the operation had been prepared and its answer been kept; None where nobody looked.
        self.prepared: bool | None = None
        self.kept: bool | None = None

    def mark(self, stage: str) -> None:
        """A stage ends now; what runs again, as an export's pages do, adds to what it took before."""
        now = perf_counter()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self.last
        self.last = now

    def resume(self) -> None:
        """A stage begins now: what passed since the one before belongs to none, such as the wait of a stream."""
        self.last = perf_counter()
