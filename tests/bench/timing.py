"""Interleaved timing: every candidate once a round, so that a change of the machine's pace meets all alike.

In: functions, or numbers measured. Out: medians and spreads. Never: a verdict.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """Numbers of several rounds."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    @property
    def least(self) -> float:
        """The smallest."""
        return min(self.values)

    @property
    def most(self) -> float:
        """The largest."""
        return max(self.values)


def ratios(measured: Sequence[float], reference: Sequence[float]) -> Spread:
    """Ratios round by round."""
    return Spread(tuple(one / other for one, other in zip(measured, reference, strict=True)))


def interleave(
    candidates: Mapping[str, Callable[[int], object]], rounds: int, calls: int = 1
) -> dict[str, Spread]:
    """Time candidates in turn; seconds per call of the calls that each makes, the first round left out as a warm-up."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds + 1):
        for name, candidate in candidates.items():
            began = time.perf_counter()
            candidate(calls)
            times[name].append((time.perf_counter() - began) / calls)
    return {name: Spread(tuple(found[1:])) for name, found in times.items()}
