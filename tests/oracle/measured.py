"""Objects that answer the fields of aggregates and groups.

In: rows. Out: what graphql-core's default resolver is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from tests.oracle.aggregates import measure, shown_mean, sum_of_values
from tests.oracle.described import Described
from tests.oracle.groups import Group
from tests.oracle.ordering import Path
from tests.oracle.scalars import shown
from tests.oracle.worlds import Tie


@dataclass(eq=False)
class Aggregate:
    """Aggregates of rows."""

    described: Described
    ties: Sequence[Tie]

    def answer(self, name: str, _: Any) -> Any:
        """The count, or a function."""
        return len(self.ties) if name == "count" else Measured(self.described, self.ties, name, ())


@dataclass(eq=False)
class Measured:
    """One function of rows, or of one of their values."""

    described: Described
    ties: Sequence[Tie]
    function: str
    path: Path

    def answer(self, name: str, _: Any) -> Any:
        """The function of one column."""
        composite = self.described.composites.get(self.path[0] if self.path else name)
        if composite is not None and not self.path:
            if self.function == "sum" and composite.sums:
                found = sum_of_values(self.described, self.ties, name)
                return None if found is None else Members(found)
            return Measured(self.described, self.ties, self.function, (name,))
        value = measure(self.function, self.ties, (*self.path, name))
        column = composite.members[name] if composite is not None else self.described.columns[name]
        return shown_measure(value, column)


def shown_measure(value: Any, column: sa.Column[Any]) -> Any:
    """A measure as it is shown: means of decimals are rounded."""
    return shown_mean(value, column) if isinstance(value, Fraction) else shown(value)


@dataclass(eq=False)
class Members:
    """A value made of members."""

    members: Mapping[str, Any]

    def answer(self, name: str, _: Any) -> Any:
        """A member."""
        return shown(self.members[name])


@dataclass(eq=False)
class GroupAnswer:
    """A group."""

    described: Described
    group: Group

    def answer(self, name: str, _: Any) -> Any:
        """The keys or the aggregates."""
        return Keys(self.group, ()) if name == "keys" else Aggregate(self.described, self.group.ties)


@dataclass(eq=False)
class Keys:
    """The keys of a group, in the shape of `by`."""

    group: Group
    path: Path

    def answer(self, name: str, _: Any) -> Any:
        """A key, or the keys inside one; null for what is not grouped by."""
        path = (*self.path, name)
        if path in self.group.keys:
            return shown(self.group.keys[path])
        inside = any(each[: len(path)] == path for each in self.group.keys)
        return Keys(self.group, path) if inside else None
