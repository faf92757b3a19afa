"""Rows in SQL: an entity's table under an alias, and the joins that links make.

In: entities, links. Out: scopes to take columns of, rows to select from.
Never: a column of a row that the join condition does not name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from graph.catalogue import Entity, Field, Kind, Link
from graph.engine.dialects.base import Dialect, Expression, Named, Piece, Sql, stored_literal
from graph.engine.ids import key_kind

if TYPE_CHECKING:
    from graph.engine.sql.writer import Writer


@dataclass(frozen=True)
class Scope:
    """One row that expressions speak of: its entity, its table's alias, and the link table's row beside it."""

    entity: Entity
    row: sa.FromClause
    edge: "Scope | None" = None
    # Columns of the link table that equal key columns of the row: its index has the rows in their order.
    same: Mapping[str, Expression] = field(default_factory=dict)

    def column(self, each: Field) -> Expression:
        """A field's column."""
        return Named(self.row, each.column.name)


@dataclass(frozen=True)
class Rows:
    """What can be selected from: a scope's row, joined to what it needs, under conditions."""

    scope: Scope
    source: sa.FromClause
    conditions: tuple[Expression, ...]

    def where(self, *conditions: Expression) -> "Rows":
        """The same rows under further conditions."""
        return replace(self, conditions=(*self.conditions, *conditions))

    def select(self, *columns: Any) -> sa.Select[Any]:
        """A query over the rows, correlated with everything around it."""
        own = [self.scope.row] + ([self.scope.edge.row] if self.scope.edge else [])
        query = sa.select(*columns).select_from(self.source).where(*self.conditions)
        return query.correlate_except(*own, self.source)


def of_kind(scope: Scope, kind: Entity | None = None) -> list[Expression]:
    """The condition that a row is of a kind of its table: none where the table holds one kind."""
    entity = kind or scope.entity
    if entity.parent is None or entity.discriminator is None:
        return []
    literal = stored_literal(entity.discriminator.type, entity.identity)
    return [Sql("{}={}", Named(scope.row, entity.discriminator.name), literal)]


def key_of(scope: Scope) -> list[Expression]:
    """The primary key's columns of a row."""
    return [Named(scope.row, column.name) for column in scope.entity.key]


def write_id(dialect: Dialect, scope: Scope) -> Expression:
    """A row's id as a JSON string."""
    texts = [dialect.id_text(field, scope.column(field)) for field in map(key_field, scope.entity.key)]
    if len(texts) > 1:
        texts = [Sql("replace(replace({},'~','~0'),',','~1')", text) for text in texts]
    pieces: list[Piece] = [f"{scope.entity.id_prefix}:"]
    for number, text in enumerate(texts):
        pieces += [","] * (number > 0) + [text]
    return dialect.json(Kind.STRING, dialect.join(pieces))


def joined_rows(writer: "Writer", parent: Scope, link: Link) -> Rows:
    """The rows that a link leads to from a parent's row."""
    rows = far_rows(writer, link)
    near = rows.scope.edge.row if rows.scope.edge is not None else rows.scope.row
    if link.secondary is None:
        join = adapted(link.prop.primaryjoin, lambda _, remote: near if remote else parent.row)
    else:
        join = adapted(
            link.prop.primaryjoin, lambda column, _: near if column.table is link.secondary else parent.row
        )
    return replace(rows, conditions=(join, *rows.conditions))


def far_rows(writer: "Writer", link: Link) -> Rows:
    """The rows that a link leads to from any row, with the link table's beside them."""
    target = writer.catalogue.entities[link.target]
    row = writer.alias(target.table, link.name)
    secondary = link.secondary
    if secondary is None:
        scope = Scope(target, row)
        return Rows(scope, row, tuple(of_kind(scope)))
    between = writer.alias(secondary, f"{link.name}_link")
    same = {far.name: Named(between, near.name) for far, near in link.prop.secondary_synchronize_pairs or ()}
    scope = Scope(target, row, Scope(link.edge or target, between), same)
    join = adapted(link.prop.secondaryjoin, lambda column, _: between if column.table is secondary else row)
    return Rows(scope, between.join(row, join), tuple(of_kind(scope)))


def adapted(join: Any, alias_of: Callable[[sa.Column[Any], bool], sa.FromClause]) -> Expression:
    """A relationship's join condition with each column taken from the alias it belongs to here."""

    def replaced(element: Any, **_: Any) -> Any:
        if isinstance(element, sa.Column) or (hasattr(element, "table") and hasattr(element, "_annotations")):
            remote = "remote" in element._annotations  # noqa: SLF001 - how SQLAlchemy marks the far side
            plain = element._deannotate() if element._annotations else element  # noqa: SLF001
            return Named(alias_of(plain, remote), plain.name)
        if isinstance(element, sa.BindParameter):
            return stored_literal(element.type, element.value)
        return None

    made: Expression = visitors.replacement_traverse(join, {}, replaced)
    return made


def key_field(column: Any) -> Field:
    """A key column as a field."""
    return Field(column.name, key_kind(column), nullable=False, column=column)
