"""Numbers as Prometheus reads them.

In: tallies, what is being served. Out: the text of `/metrics`. Never: loaded before somebody asks for it.
"""

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, choose_encoder, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from graph.engine.execute import Description
from graph.serving.tallies import Gauges, Numbers, Tallies

COUNTERS = {
    "graph_requests": ("Requests, and operations of sockets, that ended.", ("status", "transport")),
    "graph_errors": ("Errors in answers.", ("code",)),
    "graph_cost": ("Rows that operations could read at most.", ()),
    "graph_answer_cache": ("Looks for an answer that was kept.", ("result",)),
    "graph_prepared": ("Looks for an operation that was prepared.", ("result",)),
}
HISTOGRAMS = {
    "graph_seconds": ("How long requests took; streams, as long as they were open.", ("transport",)),
    "graph_stage_seconds": ("How long each stage took.", ("stage",)),
}
GENERATION = "graph_generation_info"


def metrics_text(tallies: Tallies, served: Description | None, accept: str | None) -> tuple[bytes, str]:
    """All numbers in the format that is asked for, and its media type; `served` is what can be read now."""
    registry = CollectorRegistry()
    registry.register(Told(tallies.all(), tallies.gauges, served))
    if tallies.folder is None:
        ProcessCollector(registry=registry)
    try:
        write, media_type = choose_encoder(accept or "")
    except (ValueError, IndexError, TypeError):  # of what a client asks for
        write, media_type = generate_latest, CONTENT_TYPE_LATEST
    return write(registry), media_type


class Told(Collector):
    """Numbers as the metrics of Prometheus's library."""

    def __init__(self, numbers: Numbers, gauges: Gauges, served: Description | None) -> None:
        self.numbers = numbers
        self.gauges = gauges
        self.served = served

    def collect(self) -> Iterator[Metric]:
        """Every metric."""
        yield from self.counters()
        yield from self.histograms()
        for name, (meaning, _) in self.gauges.items():
            yield GaugeMetricFamily(name, meaning, self.numbers.gauges[name])
        yield self.generation()

    def counters(self) -> Iterator[Metric]:
        """What only grows."""
        for name, (meaning, labels) in COUNTERS.items():
            made = CounterMetricFamily(name, meaning, labels=labels)
            for key, number in sorted(self.numbers.counts.items()):
                if key[0] == name:
                    made.add_metric(key[1:], number)
            yield made

    def histograms(self) -> Iterator[Metric]:
        """How values are spread."""
        for name, (meaning, labels) in HISTOGRAMS.items():
            made = HistogramMetricFamily(name, meaning, labels=labels)
            for key, spread in sorted(self.numbers.spreads.items()):
                if key[0] == name:
                    bounds = (*map(str, spread.bounds), "+Inf")
                    buckets = list(zip(bounds, accumulate(spread.numbers), strict=True))
                    made.add_metric(key[1:], buckets, spread.total)
            yield made

    def generation(self) -> Metric:
        """Which data is served; without a sample where none can be read."""
        made = GaugeMetricFamily(GENERATION, "The data that is served.", labels=("version", "built_at"))
        if self.served is not None:
            when = self.served.built_at.isoformat() if self.served.built_at else ""
            made.add_metric((self.served.version, when), 1)
        return made
