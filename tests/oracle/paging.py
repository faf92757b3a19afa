"""Relay's connections in Python: a list of rows, a window on it, and what is known of the window.

In: ordered rows, `first`, `after`, `last`, `before`. Out: `Page`. Never: a window found by counting from a cursor's
number: a cursor is a place in the ordering, whether or not its row is still there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from tests.oracle.filters import passes
from tests.oracle.ordering import Term, sort_key, terms_of
from tests.oracle.worlds import Tie, World

DEFAULT, LARGEST = 50, 500


@dataclass(eq=False)
class Place:
    """A cursor of the oracle: a place in one ordering."""

    order: tuple[Term, ...]
    key: tuple[Any, ...]


@dataclass(eq=False)
class Page:
    """A page, and the rows on all pages."""

    all: list[Tie]
    shown: list[Tie]
    order: tuple[Term, ...]
    has_next: bool
    has_previous: bool


def make_page(
    world: World, ties: Sequence[Tie], arguments: Mapping[str, Any], cursors: Mapping[str, Place]
) -> Page:
    """Filter, sort and cut out the page."""
    order = tuple(term for item in arguments.get("orderBy") or () for term in terms_of(item))
    kept = [tie for tie in ties if passes(world, tie, arguments.get("where"))]
    kept.sort(key=lambda tie: sort_key(world, tie, order))
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise GraphQLError("both ends")
    size = next((each for each in (last, first) if each is not None), DEFAULT)
    if not 0 <= size <= LARGEST:
        raise GraphQLError("size")
    after, before = (place(cursors, arguments.get(name), order) for name in ("after", "before"))
    keys = [sort_key(world, tie, order) for tie in kept]
    inside = [
        number
        for number, key in enumerate(keys)
        if (after is None or key > after.key) and (before is None or key < before.key)
    ]
    chosen = inside[len(inside) - min(size, len(inside)) :] if last is not None else inside[:size]
    left_before = after is not None and any(key <= after.key for key in keys)
    left_after = before is not None and any(key >= before.key for key in keys)
    more = len(chosen) < len(inside)
    return Page(
        all=kept,
        shown=[kept[number] for number in chosen],
        order=order,
        has_next=left_after or (more and last is None),
        has_previous=left_before or (more and last is not None),
    )


def place(cursors: Mapping[str, Place], text: str | None, order: tuple[Term, ...]) -> Place | None:
    """The place that a cursor names; an error for one of another ordering."""
    if text is None:
        return None
    found = cursors.get(text)
    if found is None or found.order != order:
        raise GraphQLError("cursor")
    return found
