"""Pages in SQL: keyset bounds, limits, and what a page knows of its neighbours.

In: the rows of a connection, its `Page`, what is wanted of each row. Out: a derived table of those texts.
Never: an offset, nor the JSON of a row that is not on the page or next to it.

Rows in the order of their key are written as they are found. In any other order the keys of the page are
found first, and its rows are read again by key, so that sorting never carries their JSON along:

    (SELECT concat(…) AS j0 FROM (SELECT id AS p0, name AS k0 … ORDER BY k0 LIMIT :p1) AS keyed_3
     JOIN organization AS companies_4 ON companies_4.id = keyed_3.p0)
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from graph.catalogue import Field, Kind
from graph.engine.dialects.base import Dialect, Expression, Named, Piece, Sql
from graph.engine.operands import Cursor, Key, OrderKey, Page
from graph.engine.plan import Connection, Edges, Nodes, PageInfo
from graph.engine.sql.expressions import operand_values
from graph.engine.sql.rows import Rows, Scope

if TYPE_CHECKING:
    from graph.engine.sql.writer import Writer

# The connection's rows once more, under aliases of their own.
Fresh = Callable[[], Rows]
# The texts of a row, by the key of the part that wants them, given its scope and its cursor.
Texts = Callable[[Scope, Expression], dict[str, Expression]]


@dataclass(frozen=True)
class SortTerm:
    """One expression of an ordering, as it sorts in the direction of reading."""

    value: Expression
    kind: Kind
    field: Field | None
    descending: bool
    nulls_first: bool
    nullable: bool

    def ordered(self, dialect: Dialect, value: Expression | None = None) -> Expression:
        """A term of ORDER BY, of the expression or of the column that holds its value."""
        return dialect.order(
            self.value if value is None else value,
            descending=self.descending,
            nulls_first=self.nulls_first,
            nullable=self.nullable,
        )


@dataclass(frozen=True)
class PagedRows:
    """A page as a derived table, and the texts of the parts that are written over it."""

    rows: sa.FromClause
    texts: dict[str, Piece]
    # Whether the texts aggregate the rows; where nothing does, there is no page to read.
    aggregated: bool


def sort_terms(
    writer: "Writer", rows: Rows, order: tuple[OrderKey, ...], *, backward: bool
) -> list[SortTerm]:
    """The terms of an ordering; all turned round when reading from the end."""
    return [
        SortTerm(
            value, kind, field, key.descending is not backward, key.nulls_first is not backward, key.nullable
        )
        for key in order
        for value, kind, field in operand_values(writer, rows.scope, key.operand)
    ]


class PageWriter:
    """Writes one page: which levels it needs depends on what is asked of it."""

    def __init__(self, writer: "Writer", connection: Connection, fresh: Fresh, texts: Texts) -> None:
        self.writer = writer
        self.dialect = writer.dialect
        self.page = connection.page
        self.fresh = fresh
        self.texts = texts
        self.infos = [part for part in connection.parts if isinstance(part, PageInfo)]
        self.lists = [part for part in connection.parts if isinstance(part, Nodes | Edges)]
        # Columns are named by place: a client may call a part by any name, also by that of another column.
        self.names = {part.key: f"j{number}" for number, part in enumerate(self.lists)}
        asked = {name for info in self.infos for _, name in info.fields}
        # One row more than the page tells whether there are any beyond it.
        self.more = ("hasPreviousPage" if self.page.backward else "hasNextPage") in asked
        self.flags = bool(asked & {"hasNextPage", "hasPreviousPage"})
        self.ends = bool(asked & {"startCursor", "endCursor"})
        self.rows = fresh()
        self.terms = sort_terms(writer, self.rows, self.page.order, backward=self.page.backward)
        self.limit = writer.bind(self.page.limit)

    def write(self) -> PagedRows:
        """The page, with the text of each part that is written over it."""
        by_key = self.page.order[0].operand == Key()
        derived = self.direct() if by_key else self.keyed()
        if self.flags or self.ends or self.page.backward:
            return self.numbered(derived)
        order = None if by_key else Sql(",".join(["{}"] * len(self.terms)), *self.term_columns(derived))
        texts: dict[str, Piece] = {
            key: self.dialect.collect(Named(derived, name), order) for key, name in self.names.items()
        }
        # Without flags and cursors there is nothing to know of the page but its type's name.
        for info in self.infos:
            texts[info.key] = self.dialect.object((key, '"PageInfo"') for key, _ in info.fields)
        return PagedRows(derived, texts, aggregated=bool(self.lists))

    def bounded(self, *columns: Expression) -> sa.Select[tuple[object, ...]]:
        """The rows of the page, and one more where that tells something."""
        return (
            self.rows.where(*bounds(self.writer, self.rows, self.page))
            .select(*columns)
            .order_by(*(term.ordered(self.dialect) for term in self.terms))
            .limit(Sql("{}+1", self.limit) if self.more else self.limit)
        )

    def direct(self) -> sa.FromClause:
        """Rows written as they are found."""
        values = [term.value for term in self.terms]
        return self.bounded(*self.columns(self.rows.scope, values)).subquery(self.writer.name("page"))

    def keyed(self) -> sa.FromClause:
        """The keys of the page's rows in their order, and the rows read again by key."""
        scope = self.rows.scope
        keys = [*key_columns(scope, "p"), *(key_columns(scope.edge, "q") if scope.edge else [])]
        sorted_by = [term.value.label(f"k{number}") for number, term in enumerate(self.terms)]
        keyed = self.bounded(*keys, *sorted_by).subquery(self.writer.name("keyed"))
        again = Scope(scope.entity, self.writer.alias(scope.entity.table, scope.entity.plural))
        source: sa.FromClause = keyed.join(again.row, same_key(again, keyed, "p"))
        if scope.edge is not None and scope.edge.entity.is_edge:
            edge = Scope(scope.edge.entity, self.writer.alias(scope.edge.entity.table, "link"))
            again = replace(again, edge=edge)
            source = source.join(edge.row, same_key(edge, keyed, "q"))
        values: list[Expression] = [Named(keyed, f"k{number}") for number in range(len(self.terms))]
        query = sa.select(*self.columns(again, values)).select_from(source)
        own = [keyed, again.row, *([again.edge.row] if again.edge else [])]
        return query.correlate_except(*own).subquery(self.writer.name("page"))

    def columns(self, scope: Scope, values: list[Expression]) -> list[Expression]:
        """What a row of the page has: its texts, its cursor, the values it is sorted by."""
        cursor = self.cursor(values)
        texts = self.texts(scope, cursor)
        columns: list[Expression] = [texts[key].label(name) for key, name in self.names.items()]
        if self.ends:
            columns.append(cursor.label("c"))
        if self.flags or self.ends or self.page.backward or self.page.order[0].operand != Key():
            columns += [value.label(f"k{number}") for number, value in enumerate(values)]
        return columns or [Sql("1").label("one")]

    def cursor(self, values: list[Expression]) -> Expression:
        """A row's cursor as a JSON string: see `engine.cursors`."""
        pieces: list[Piece] = [f'["{self.page.mark}"']
        for term, value in zip(self.terms, values, strict=True):
            pieces += [",", self.dialect.json(term.kind, value, term.field)]
        return self.dialect.join(['"', self.dialect.hexadecimal(self.dialect.join([*pieces, "]"])), '"'])

    def term_columns(self, derived: sa.FromClause) -> list[Expression]:
        """The terms of ORDER BY over a page."""
        return [
            term.ordered(self.dialect, Named(derived, f"k{number}")) for number, term in enumerate(self.terms)
        ]

    def numbered(self, derived: sa.FromClause) -> PagedRows:
        """The rows of a page numbered, so that they can be turned round and the one too many left out."""
        keys = self.term_columns(derived)
        number = Sql(f"row_number() OVER (ORDER BY {','.join(['{}'] * len(keys))})", *keys)
        kept = [
            Named(derived, name).label(name) for name in (*self.names.values(), *(["c"] if self.ends else []))
        ]
        columns = [*kept, number.label("n"), Sql("count(*) OVER ()").label("t")]
        numbered = sa.select(*columns).select_from(derived).subquery(self.writer.name("numbered"))
        inside = Sql("{}<={}", Named(numbered, "n"), self.limit) if self.more else None
        order = Sql("{} DESC" if self.page.backward else "{}", Named(numbered, "n"))
        texts: dict[str, Piece] = {
            key: self.dialect.collect(Named(numbered, name), order, inside)
            for key, name in self.names.items()
        }
        for info in self.infos:
            texts[info.key] = self.dialect.object(
                (key, self.info(numbered, name)) for key, name in info.fields
            )
        return PagedRows(numbered, texts, aggregated=bool(self.lists) or self.more or self.ends)

    def info(self, numbered: sa.FromClause, name: str) -> Piece:
        """One field of `pageInfo`: whether rows follow or precede the page, and the cursors of its ends."""
        backward, number = self.page.backward, Named(numbered, "n")
        match name:
            case "__typename":
                return '"PageInfo"'
            case "startCursor" | "endCursor":
                first = (name == "startCursor") is not backward
                last = Sql("CASE WHEN {0}>{1} THEN {1} ELSE {0} END", Named(numbered, "t"), self.limit)
                end = Sql("{0}=1 AND {0}<={1}", number, self.limit) if first else Sql("{}={}", number, last)
                return Sql("coalesce(max({}) FILTER (WHERE {}),'null')", Named(numbered, "c"), end)
            case "hasNextPage":
                other = self.beyond(self.page.before, backward=True)
            case _:
                other = self.beyond(self.page.after, backward=False)
        if (name == "hasNextPage") is backward:
            return truth(other)
        return truth(Sql("coalesce(max({}),0)>{} OR {}", number, self.limit, other))

    def beyond(self, cursor: Cursor | None, *, backward: bool) -> Expression:
        """Whether there are rows on the near side of a cursor: the page begins after it; none without a cursor."""
        if cursor is None:
            return Sql("false")
        rows = self.fresh()
        near = Sql("NOT coalesce({},false)", after(self.writer, rows, self.page, cursor, backward=backward))
        return rows.where(near).select(Sql("1")).exists()


def key_columns(scope: Scope, prefix: str) -> list[Expression]:
    """The key of a row under short names."""
    return [
        Named(scope.row, column.name).label(f"{prefix}{number}")
        for number, column in enumerate(scope.entity.key)
    ]


def same_key(scope: Scope, keyed: sa.FromClause, prefix: str) -> Expression:
    """That a row has the key found."""
    return sa.and_(
        *(
            Sql("{}={}", Named(scope.row, column.name), Named(keyed, f"{prefix}{number}"))
            for number, column in enumerate(scope.entity.key)
        )
    )


def truth(condition: Expression) -> Expression:
    """A condition as JSON."""
    return Sql("CASE WHEN {} THEN 'true' ELSE 'false' END", condition)


# --- cursors as bounds ---------------------------------------------------------------------------------------------


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
    bound = [
        None
        if param is None
        else writer.bind(replace(param, field=term.field, detail=(param.detail, term.kind)))
        for term, param in zip(terms, cursor.keys, strict=True)
    ]
    alternatives: list[Expression] = []
    equal: list[Expression] = []
    for term, value in zip(terms, bound, strict=True):
        further = beyond_key(term, value)
        if further is not None:
            alternatives.append(sa.and_(*equal, further))
        equal.append(Sql("{} IS NULL", term.value) if value is None else Sql("{}={}", term.value, value))
    if not alternatives:
        return Sql("1=0")
    whole = Sql("({})", sa.or_(*alternatives))
    first, value = terms[0], bound[0]
    if len(alternatives) == 1 or value is None or first.nullable:
        return whole
    # What the alternatives imply already, said so that an index can be entered at the cursor.
    return sa.and_(Sql("{}<={}" if first.descending else "{}>={}", first.value, value), whole)


def beyond_key(term: SortTerm, bound: Expression | None) -> Expression | None:
    """That a row's key comes after a cursor's; None where nothing can."""
    if bound is None:
        return Sql("{} IS NOT NULL", term.value) if term.nulls_first else None
    further = Sql("{}<{}" if term.descending else "{}>{}", term.value, bound)
    if term.nullable and not term.nulls_first:
        return Sql("({} OR {} IS NULL)", further, term.value)
    return further
