"""Counts of what happened, as Prometheus reads them.

In: statuses, codes, durations. Out: the text of `/metrics`. Never: a label whose values clients choose.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

MEDIA_TYPE = "text/plain; version=0.0.4"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counts of one process."""

    def __init__(self, gauges: dict[str, tuple[str, Callable[[], int]]]) -> None:
        """Take what is asked for its value each time: a name, what it means, how to find it."""
        self.gauges = gauges
        self.requests: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.cost = 0
        self.seconds = 0.0
        self.buckets = [0] * (len(BUCKETS) + 1)

    def count(self, status: int, codes: Iterable[str], cost: int, seconds: float) -> None:
        """Count an answer."""
        self.requests[str(status)] += 1
        self.errors.update(codes)
        self.cost += cost
        self.seconds += seconds
        self.buckets[bisect_left(BUCKETS, seconds)] += 1

    def text(self) -> str:
        """All counts in Prometheus's text format."""
        return "\n".join(self.lines()) + "\n"

    def lines(self) -> Iterator[str]:
        """The lines of that text."""
        yield from heading("graph_requests_total", "counter", "Requests to /graphql.")
        yield from (
            f'graph_requests_total{{status="{each}"}} {n}' for each, n in sorted(self.requests.items())
        )
        yield from heading("graph_errors_total", "counter", "Errors in answers.")
        yield from (f'graph_errors_total{{code="{each}"}} {n}' for each, n in sorted(self.errors.items()))
        yield from heading("graph_cost_total", "counter", "Rows that operations could read at most.")
        yield f"graph_cost_total {self.cost}"
        yield from heading("graph_seconds", "histogram", "How long requests took.")
        total = 0
        for bound, number in zip((*BUCKETS, "+Inf"), self.buckets, strict=True):
            total += number
            yield f'graph_seconds_bucket{{le="{bound}"}} {total}'
        yield f"graph_seconds_sum {self.seconds}"
        yield f"graph_seconds_count {total}"
        for name, (meaning, value) in self.gauges.items():
            yield from heading(name, "gauge", meaning)
            yield f"{name} {value()}"


def heading(name: str, kind: str, meaning: str) -> Iterator[str]:
    """What a metric is."""
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
