"""Functions that SQLite lacks, which every connection is given.

In: values as SQLite has them. Out: values as SQLite takes them; null of null. Never: state.
"""

import base64
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from graph.columns import plain
from graph.engine.binding import fold
from graph.engine.dialects.sqlite import mean_key
from graph.search_text import folded


def graph_fold(text: Any) -> Any:
    """Text with case folded, of every script."""
    return fold(text) if isinstance(text, str) else text


def graph_base64(value: Any) -> str | None:
    """Bytes as Base64 text."""
    if value is None:
        return None
    return base64.b64encode(value if isinstance(value, bytes) else str(value).encode()).decode()


def graph_decimal(value: Any) -> str | None:
    """A number as SQLite stores NUMERIC, in plain decimal notation without trailing zeros."""
    if value is None:
        return None
    return format(plain(Decimal(repr(value) if isinstance(value, float) else value)), "f")


def graph_sum(high: Any, low: Any, scale: Any) -> str | None:
    """A sum out of the sums of its upper and lower 32 bits, in units of 10⁻ˢᶜᵃˡᵉ, in plain notation."""
    if high is None:
        return None
    with localcontext(prec=60):
        return format(plain(Decimal((high << 32) + low).scaleb(-scale)), "f")


def graph_mean(high: Any, low: Any, count: Any, scale: Any) -> str | None:
    """Such a sum divided by how many were summed, with four digits more than the units have."""
    if high is None or not count:
        return None
    with localcontext(prec=60):
        exact = Decimal((high << 32) + low).scaleb(-scale) / count
        return format(plain(exact.quantize(Decimal(1).scaleb(-scale - 4), ROUND_HALF_UP)), "f")


def graph_mean_key(high: Any, low: Any, count: Any) -> str | None:
    """Such a sum divided by how many were summed, as text that sorts like it."""
    return mean_key((high << 32) + low, count) if count else None


def graph_average(high: Any, low: Any, count: Any) -> float | None:
    """Such a sum of whole numbers divided by how many were summed, as the nearest binary float."""
    return ((high << 32) + low) / count if count else None


def graph_words(text: Any) -> str:
    """A text as its folded words."""
    return folded(str(text or ""))


# Name, function, number of arguments.
FUNCTIONS: tuple[tuple[str, Any, int], ...] = (
    ("graph_words", graph_words, 1),
    ("graph_fold", graph_fold, 1),
    ("graph_base64", graph_base64, 1),
    ("graph_decimal", graph_decimal, 1),
    ("graph_sum", graph_sum, 3),
    ("graph_mean", graph_mean, 4),
    ("graph_mean_key", graph_mean_key, 3),
    ("graph_average", graph_average, 3),
)
