"""Which media type a response has, by the Accept header.

In: the header. Out: a media type, or None where the client takes none that is served.
"""

from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
HTML = "text/html"
EVENTS = "text/event-stream"
CSV = "text/csv"
LINES = "application/x-ndjson"
# How many headers are remembered with what they mean: clients send the same ones.
KEPT = 64


@dataclass(frozen=True)
class Accepted:
    """The media type to answer with; `by_name` where the client named it, not a wildcard."""

    media_type: str
    by_name: bool

    @property
    def of_refusals(self) -> str:
        """The media type of an answer that is but one."""
        return self.media_type if self.media_type in (JSON, GRAPHQL) else JSON


def ranges(accept: str) -> list[tuple[float, int, str]]:
    """The media ranges of a header with their quality and how specific they are."""
    found: list[tuple[float, int, str]] = []
    for part in accept.split(",")[:50]:
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            found.append((quality, name.count("*"), name))
    return found


@lru_cache(maxsize=KEPT)
def negotiate(accept: str | None) -> Accepted | None:
    """The media type to answer with: application/json where the client leaves the choice.

    Of the two that a client likes equally, the one whose statuses tell what happened; events and files only
    for a client that takes neither: some name events in every request.
    """
    if accept is None or not accept.strip():
        return Accepted(JSON, by_name=False)
    offers = {GRAPHQL: (GRAPHQL,), JSON: (JSON, "application/*", "*/*")}
    found = [
        ((quality, -stars, offer == GRAPHQL), Accepted(offer, by_name=stars == 0))
        for quality, stars, name in ranges(accept)
        for offer, names in offers.items()
        if quality > 0 and name in names
    ]
    if found:
        return max(found, key=itemgetter(0))[1]
    others = (name for quality, _, name in ranges(accept) if quality > 0 and name in (EVENTS, CSV, LINES))
    other = next(others, None)
    return Accepted(other, by_name=True) if other else None


@lru_cache(maxsize=KEPT)
def wants_html(accept: str | None) -> bool:
    """Whether this is a browser that would rather see a page."""
    if accept is None or JSON in accept or GRAPHQL in accept:
        return False
    return any(name == HTML and quality > 0 for quality, _, name in ranges(accept))
