"""A world: rows in Python, and the links between them.

In: classes, and rows as dicts by column name for each table. Out: `Row` objects that know their type and neighbours.
Never: a database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty
from sqlmodel import SQLModel

from tests.oracle.described import Composite, Described, describe
from tests.oracle.joins import linked
from tests.oracle.scalars import key_text, sortable

Table = dict[str, Any]


@dataclass(eq=False)
class Row:
    """One row as one concrete type."""

    described: Described
    values: Mapping[str, Any]

    @cached_property
    def id(self) -> str:
        """The id: the class of the table, and the key."""
        texts = [key_text(self.values[column.name]) for column in self.described.key]
        if len(texts) > 1:
            texts = [text.replace("~", "~0").replace(",", "~1") for text in texts]
        return f"{self.described.base_name}:{','.join(texts)}"

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """What ends every ordering."""
        return tuple(sortable(self.values[column.name]) for column in self.described.key)

    def value(self, column: sa.Column[Any]) -> Any:
        """The value of a column."""
        return self.values[column.name]

    def has(self, composite: Composite) -> bool:
        """Whether a value is there: one of the members that it cannot be without is."""
        return any(self.value(composite.members[name]) is not None for name in composite.required)


@dataclass(eq=False)
class Tie:
    """A linked row, with the row of the link table between."""

    row: Row
    edge: Row | None = None


@dataclass(eq=False)
class World:
    """Every row of every table, under the classes given."""

    models: tuple[type[SQLModel], ...]
    tables: Mapping[str, list[Table]]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    ties: dict[tuple[int, str], list[Tie]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.described = describe(self.models)
        self.forget()

    def forget(self) -> None:
        """Look at the tables anew."""
        self.ties.clear()
        self.by_values: dict[int, Row] = {}
        self.rows = {name: [] for name in self.described}
        for name, each in self.described.items():
            if each.mapper.polymorphic_abstract:
                continue
            for values in self.tables.get(each.table.name, ()):
                if each.only_kind is None or values[kind_column(each)] == each.only_kind:
                    row = self.by_values[id(values)] = self.by_values.get(id(values)) or Row(each, values)
                    for owner in (name, *(one for one in self.described if self.is_parent(one, each))):
                        self.rows[owner].append(row)

    def is_parent(self, name: str, described: Described) -> bool:
        """Whether a class is one that another inherits from."""
        mapper = self.described[name].mapper
        return mapper is not described.mapper and described.mapper.isa(mapper)

    def linked(self, row: Row, name: str) -> list[Tie]:
        """The rows that a link leads to."""
        found = self.ties.get((id(row), name))
        if found is None:
            found = self.ties[id(row), name] = list(self.find(row, name))
        return found

    def find(self, row: Row, name: str) -> Iterable[Tie]:
        """Walk a link over all rows of its target."""
        relationship = row.described.links[name]
        target = self.target(relationship)
        secondary = relationship.secondary
        between = self.tables.get(secondary.name, ()) if isinstance(secondary, sa.Table) else ()
        targets = [each.values for each in self.rows[target.name]]
        for values, tie in linked(relationship, row.values, targets, between):
            edge = self.edge_row(secondary, tie) if tie is not None else None
            yield Tie(self.by_values[id(values)], edge)

    def target(self, relationship: RelationshipProperty[Any]) -> Described:
        """The class that a link leads to."""
        return next(each for each in self.described.values() if each.mapper is relationship.mapper)

    def edge_row(self, table: Any, values: Mapping[str, Any]) -> Row | None:
        """A row of a link table as an object, where one of the classes is mapped to it."""
        described = next((each for each in self.described.values() if each.table is table), None)
        if described is None:
            return None
        return self.by_values.get(id(values)) or Row(described, values)

    def one(self, row: Row, name: str) -> Row | None:
        """The row that a to-one link leads to."""
        ties = sorted(self.linked(row, name), key=lambda tie: tie.row.key)
        return ties[0].row if ties else None


def kind_column(described: Described) -> str:
    """The column that tells kinds of a table apart."""
    column = described.mapper.polymorphic_on
    assert isinstance(column, sa.Column)
    return column.name
