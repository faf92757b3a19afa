"""Pages in SQL: keyset bounds, limits, and what a page knows of its neighbours.

In: the rows of a connection, its `Page`, the texts wanted of each row. Out: a derived table of those texts.
Never: an offset, nor more rows read than the page and one more.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from graph.catalogue import Field, Kind
from graph.engine.dialects.base import Dialect, Expression, Piece, Sql
from graph.engine.plan import Connection, Cursor, Edges, Nodes, OrderKey, Page, PageInfo
from graph.engine.sql_rows import Rows, operand_values

if TYPE_CHECKING:
    from graph.engine.sql import Writer

# The connection's rows once more, under aliases of their own.
Fresh = Callable[[], Rows]


@dataclass(frozen=True)
class SortTerm:
    """One expression of an ordering, as it sorts in the direction of reading."""

    value: Expression
    kind: Kind
    field: Field | None
    descending: bool
    nulls_first: bool
    nullable: bool


@dataclass(frozen=True)
class PagedRows:
    """A page as a derived table, and the texts of the parts that are written over it."""

    rows: sa.FromClause
    texts: dict[str, Piece]

    def part(self, part: Nodes | Edges | PageInfo) -> Piece:
        """The text of one part."""
        return self.texts[part.key]


def sort_terms(writer: "Writer", rows: Rows, order: tuple[OrderKey, ...], *, backward: bool) -> list[SortTerm]:
    """The terms of an ordering; all turned round when reading from the end."""
    return [
        SortTerm(value, kind, field, key.descending is not backward, key.nulls_first is not backward, key.nullable)
        for key in order
        for value, kind, field in operand_values(writer, rows.scope, key.operand)
    ]


def write_page(
    writer: "Writer",
    connection: Connection,
    rows: Rows,
    fresh: Fresh,
    texts: dict[str, Expression],
    names: dict[str, str],
    infos: list[PageInfo],
) -> PagedRows:
    """The page of a connection: its rows' texts, numbered where order or flags need it."""
    page, dialect = connection.page, writer.dialect
    wanted = {name for info in infos for _, name in info.fields}
    more = bool(wanted & {"hasNextPage" if not page.backward else "hasPreviousPage"})
    cursors = bool(wanted & {"startCursor", "endCursor"})
    bounded = rows.where(*bounds(writer, rows, page))
    terms = sort_terms(writer, rows, page.order, backward=page.backward)
    columns = [text.label(name) for name, text in texts.items()]
    if cursors:
        columns.append(rows.scope.cursor(writer, page).label("c"))
    numbered = more or cursors or page.backward
    if numbered:
        columns += [term.value.label(f"k{number}") for number, term in enumerate(terms)]
    limit = writer.bind(page.limit)
    inner = (
        bounded.select(*(columns or [Sql("1").label("one")]))
        .order_by(*(ordered(dialect, term, term.value) for term in terms))
        .limit(Sql("{}+1", limit) if more else limit)
    )
    derived = inner.subquery(writer.name("page"))
    if not numbered:
        return PagedRows(derived, {part.key: dialect.collect(derived.c[names[part.key]]) for part in parts_of(connection)})
    return number_page(writer, connection, fresh, derived, terms, names, more=more)


def parts_of(connection: Connection) -> list[Nodes | Edges]:
    """The parts that list rows."""
    return [part for part in connection.parts if isinstance(part, Nodes | Edges)]


def ordered(dialect: Dialect, term: SortTerm, value: Expression) -> Expression:
    """A term of ORDER BY."""
    return dialect.order(
        value, descending=term.descending, nulls_first=term.nulls_first, nullable=term.nullable
    )


def number_page(
    writer: "Writer",
    connection: Connection,
    fresh: Fresh,
    derived: sa.FromClause,
    terms: list[SortTerm],
    names: dict[str, str],
    *,
    more: bool,
) -> PagedRows:
    """Number the rows of a page, so that they can be turned round and the one too many left out."""
    dialect, page = writer.dialect, connection.page
    keys = [ordered(dialect, term, derived.c[f"k{number}"]) for number, term in enumerate(terms)]
    number = Sql(f"row_number() OVER (ORDER BY {','.join(['{}'] * len(keys))})", *keys)
    kept = [column for column in derived.c if not column.name.startswith("k")]
    total = Sql("count(*) OVER ()").label("t")
    numbered = sa.select(*kept, number.label("n"), total).select_from(derived).subquery(writer.name("numbered"))
    limit = writer.bind(page.limit)
    inside = Sql("{}<={}", numbered.c.n, limit) if more else None
    order = Sql("{} DESC" if page.backward else "{}", numbered.c.n)
    texts: dict[str, Piece] = {
        part.key: dialect.collect(numbered.c[names[part.key]], order, inside) for part in parts_of(connection)
    }
    for part in connection.parts:
        if isinstance(part, PageInfo):
            texts[part.key] = page_info(writer, page, fresh, numbered, part, limit)
    return PagedRows(numbered, texts)


def page_info(
    writer: "Writer", page: Page, fresh: Fresh, numbered: sa.FromClause, part: PageInfo, limit: Expression
) -> Expression:
    """The page's flags and cursors as JSON."""
    pieces: list[Piece] = []
    for key, name in part.fields:
        value = info_value(writer, page, fresh, numbered, name, limit)
        pieces += [f'{"," if pieces else "{"}"{key}":', value]
    return writer.dialect.join([*pieces, "}"])


def info_value(
    writer: "Writer", page: Page, fresh: Fresh, numbered: sa.FromClause, name: str, limit: Expression
) -> Piece:
    """One field of `pageInfo`: whether rows follow or precede the page, and the cursors of its ends."""
    number = numbered.c.n
    match name:
        case "__typename":
            return '"PageInfo"'
        case "startCursor" | "endCursor":
            first = (name == "startCursor") is not page.backward
            last = Sql("CASE WHEN {0}>{1} THEN {1} ELSE {0} END", numbered.c.t, limit) if not first else Sql("1")
            return Sql("coalesce(max({}) FILTER (WHERE {}={}),'null')", numbered.c.c, number, last)
        case "hasNextPage":
            other = beyond(writer, fresh, page, page.before, backward=True)
        case _:
            other = beyond(writer, fresh, page, page.after, backward=False)
    if (name == "hasNextPage") is page.backward:
        return truth(other)
    return truth(Sql("coalesce(max({}),0)>{} OR {}", number, limit, other))


def truth(condition: Expression) -> Expression:
    """A condition as JSON."""
    return Sql("CASE WHEN {} THEN 'true' ELSE 'false' END", condition)


def beyond(writer: "Writer", fresh: Fresh, page: Page, cursor: Cursor | None, *, backward: bool) -> Expression:
    """Whether there are rows on the near side of a cursor: the page begins after it; none without a cursor."""
    if cursor is None:
        return Sql("false")
    rows = fresh()
    near = Sql("NOT coalesce({},false)", after(writer, rows, page, cursor, backward=backward))
    return rows.where(near).select(Sql("1")).exists()


def bounds(writer: "Writer", rows: Rows, page: Page) -> list[Expression]:
    """The conditions that a page's cursors make."""
    found: list[Expression] = []
    if page.after is not None:
        found.append(after(writer, rows, page, page.after, backward=False))
    if page.before is not None:
        found.append(after(writer, rows, page, page.before, backward=True))
    return found


def after(writer: "Writer", rows: Rows, page: Page, cursor: Cursor, *, backward: bool) -> Expression:
    """That a row comes after a cursor: it is equal in some first keys and beyond in the next."""
    terms = sort_terms(writer, rows, page.order, backward=backward)
    alternatives: list[Expression] = []
    equal: list[Expression] = []
    for term, param in zip(terms, cursor.keys, strict=True):
        bound = writer.bind(replace(param, field=term.field, detail=(param.detail, term.kind))) if param is not None else None
        further = beyond_key(term, bound)
        if further is not None:
            alternatives.append(sa.and_(*equal, further))
        equal.append(Sql("{} IS NULL", term.value) if bound is None else Sql("{}={}", term.value, bound))
    return sa.or_(*alternatives).self_group() if alternatives else Sql("1=0")


def beyond_key(term: SortTerm, bound: Expression | None) -> Expression | None:
    """That a row's key comes after a cursor's; None where nothing can."""
    if bound is None:
        return Sql("{} IS NOT NULL", term.value) if term.nulls_first else None
    further = Sql("{}<{}" if term.descending else "{}>{}", term.value, bound)
    if term.nullable and not term.nulls_first:
        return Sql("({} OR {} IS NULL)", further, term.value)
    return further

