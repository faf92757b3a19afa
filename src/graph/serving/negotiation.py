"""Which media type a response has, by the Accept header.

In: the header. Out: a media type, or None where the client takes none that is served.
"""

from dataclasses import dataclass
from functools import lru_cache

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
HTML = "text/html"
EVENTS = "text/event-stream"
CSV = "text/csv"
LINES = "application/x-ndjson"
SERVED = (GRAPHQL, JSON, EVENTS, CSV, LINES)
# How many headers are remembered with what they mean: clients send the same ones.
KEPT = 64
# How many characters of a header are looked at, and remembered.
LOOKED_AT = 1_000


@dataclass(frozen=True)
class Accepted:
    """The media type to answer with; `by_name` where the client named it, not a wildcard."""

    media_type: str
    by_name: bool

    @property
    def by_body(self) -> bool:
        """Whether the client reads in the body what happened, and takes a status for the server's."""
        return self.by_name and self.media_type == JSON

    @property
    def of_refusals(self) -> str:
        """The media type of an answer that is but one."""
        return self.media_type if self.media_type in (JSON, GRAPHQL) else JSON


def quality_of(given: str) -> float:
    """The quality that a number means: from 0 to 1, and 0 where it is none."""
    try:
        found = float(given)
    except ValueError:
        return 0.0
    return min(found, 1.0) if found > 0 else 0.0


def ranges(accept: str) -> dict[str, float]:
    """The media ranges of a header with their quality: of one that is named twice, the better."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        given = [each.removeprefix("q=") for each in parameters if each.startswith("q=")]
        quality = quality_of(given[-1]) if given else 1.0
        if name:
            found[name] = max(quality, found.get(name, 0.0))
    return found


def negotiate(accept: str | None) -> Accepted | None:
    """The media type to answer with: application/json where the client leaves the choice.

    Of those that a client likes equally, JSON before events and files: some name events in every request. Of the
    two kinds of JSON, the one that is named, and where both are, the one whose statuses tell what happened.
    """
    return negotiate_short(accept and accept[:LOOKED_AT])


@lru_cache(maxsize=KEPT)
def negotiate_short(accept: str | None) -> Accepted | None:
    """Negotiate a header of bounded length."""
    if accept is None or not accept.strip():
        return Accepted(JSON, by_name=False)
    given = ranges(accept)
    # A range decides only for types that no other names more closely; none but JSON is meant by a wildcard.
    others = given.get("application/*", given.get("*/*", 0.0))
    json = [
        ((given.get(each, others), each in given, (each == GRAPHQL) == (each in given)), each)
        for each in (GRAPHQL, JSON)
    ]
    (liked, *_), chosen = max(json)
    named = [each for each in given if each in (EVENTS, CSV, LINES)]
    other = max(named, key=given.__getitem__, default=None)
    if other is not None and given[other] > liked:
        return Accepted(other, by_name=True)
    return Accepted(chosen, by_name=chosen in given) if liked > 0 else None


def wants_html(accept: str | None) -> bool:
    """Whether this is a browser that would rather see a page."""
    return wants_html_short(accept and accept[:LOOKED_AT])


@lru_cache(maxsize=KEPT)
def wants_html_short(accept: str | None) -> bool:
    """Read a header of bounded length."""
    if accept is None or JSON in accept or GRAPHQL in accept:
        return False
    return ranges(accept).get(HTML, 0.0) > 0
