"""Search in SQL: the rows whose text has all the words, ranked, a page of them.

In: a `SearchPlan`. Out: the JSON of the connection.
Never: the words inside the SQL, nor a row's JSON that is not on the page.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from graph.catalogue import Kind
from graph.engine.dialects.base import Expression, Piece, Sql, verbatim
from graph.engine.operands import Cursor
from graph.engine.plan import (
    EdgeCursor,
    EdgeNodes,
    EdgeRank,
    EdgeSnippet,
    Found,
    Literal,
    PageInfo,
    SearchPlan,
    Shape,
    TotalCount,
)
from graph.engine.sql.expressions import given_key
from graph.engine.sql.pages import truth
from graph.engine.sql.rows import Scope

if TYPE_CHECKING:
    from graph.engine.sql.writer import Writer

KINDS = (Kind.FLOAT, Kind.STRING, Kind.STRING)


class SearchWriter:
    """Writes one search."""

    def __init__(self, writer: "Writer", plan: SearchPlan) -> None:
        self.writer = writer
        self.dialect = writer.dialect
        self.plan = plan
        self.limit = writer.bind(plan.limit)

    def found(self, name: str) -> sa.Subquery:
        """Every row that has the words: entity, type, key, rank, snippet."""
        return self.dialect.search(
            self.writer.catalogue, self.writer.bind(self.plan.words), self.plan.types
        ).subquery(self.writer.name(name))

    def write(self) -> Expression:
        """The connection as JSON."""
        wanted = {name for part in self.plan.parts if isinstance(part, PageInfo) for _, name in part.fields}
        more = "hasNextPage" in wanted
        found = self.found("found")
        query = sa.select(found).correlate_except(found)
        if self.plan.after is not None:
            query = query.where(self.beyond(found, self.plan.after))
        order = [Sql("{} DESC", found.c.rank), found.c.type, found.c.key]
        page = query.order_by(*order).limit(Sql("{}+1", self.limit) if more else self.limit).subquery("page")
        number = Sql("row_number() OVER (ORDER BY {} DESC,{},{})", page.c.rank, page.c.type, page.c.key)
        rows = sa.select(page, number.label("n"), Sql("count(*) OVER ()").label("t")).subquery("numbered")
        text = self.dialect.object((part.key, self.part(part, rows)) for part in self.plan.parts)
        if not wanted & {"hasNextPage", "startCursor", "endCursor"} and not any(
            isinstance(part, Found) for part in self.plan.parts
        ):
            return text  # nothing is asked of the rows found but how many they are
        return sa.select(text).select_from(rows).correlate_except(rows).scalar_subquery()

    def part(self, part: Found | PageInfo | TotalCount | Literal, rows: sa.Subquery) -> Piece:
        """The value of one key of the connection."""
        match part:
            case Literal():
                return part.json
            case TotalCount():
                every = self.found("every")
                return Sql("{}", sa.select(Sql("count(*)")).select_from(every).scalar_subquery())
            case PageInfo():
                return self.dialect.object((key, self.info(name, rows)) for key, name in part.fields)
            case Found():
                text = self.node(part.shapes, rows) if part.edge is None else self.edge(part, rows)
                return self.dialect.collect(text, rows.c.n, Sql("{}<={}", rows.c.n, self.limit))

    def edge(self, part: Found, rows: sa.Subquery) -> Expression:
        """An edge as JSON."""
        pairs: list[tuple[str, Piece]] = []
        for each in part.edge or ():
            match each:
                case Literal():
                    pairs.append((each.key, each.json))
                case EdgeCursor():
                    pairs.append((each.key, self.cursor(rows)))
                case EdgeRank():
                    pairs.append((each.key, self.dialect.json(Kind.FLOAT, rows.c.rank)))
                case EdgeSnippet():
                    pairs.append((each.key, self.dialect.json(Kind.STRING, rows.c.snippet)))
                case EdgeNodes():
                    pairs.append((each.key, self.node(each.shapes, rows)))
        return self.dialect.object(pairs)

    def node(self, shapes: tuple[Shape, ...], rows: sa.Subquery) -> Expression:
        """The row found, read from the table it is in."""
        found: Expression = verbatim("null")
        for shape in shapes:
            scope = Scope(shape.entity, self.writer.alias(shape.entity.table, shape.entity.singular))
            key = given_key(
                self.dialect, scope, lambda number, column: self.dialect.key_part(rows.c.key, number, column)
            )
            query = sa.select(self.writer.shape(scope, shape)).select_from(scope.row).where(*key)
            named = Sql("{}={}", rows.c.entity, verbatim(shape.entity.name))
            found = sa.case((named, self.writer.or_null(query, scope)), else_=found)
        return found

    def cursor(self, rows: sa.Subquery) -> Expression:
        """A row's cursor as a JSON string."""
        values = zip(KINDS, (rows.c.rank, rows.c.type, rows.c.key), strict=True)
        texts: list[Piece] = [f'["{self.plan.mark}"']
        for kind, value in values:
            texts += [",", self.dialect.json(kind, value)]
        return self.dialect.join(['"', self.dialect.hexadecimal(self.dialect.join([*texts, "]"])), '"'])

    def info(self, name: str, rows: sa.Subquery) -> Piece:
        """One field of `pageInfo`."""
        number = rows.c.n
        match name:
            case "__typename":
                return '"PageInfo"'
            case "hasNextPage":
                return truth(Sql("coalesce(max({}),0)>{}", number, self.limit))
            case "hasPreviousPage":
                return "false" if self.plan.after is None else "true"
            case _:
                last = Sql("{0}=CASE WHEN {1}>{2} THEN {2} ELSE {1} END", number, rows.c.t, self.limit)
                first = Sql("{0}=1 AND {0}<={1}", number, self.limit)
                end = first if name == "startCursor" else last
                return Sql("coalesce(max({}) FILTER (WHERE {}),'null')", self.cursor(rows), end)

    def beyond(self, found: sa.Subquery, cursor: Cursor) -> Expression:
        """That a row comes after a cursor."""
        bound = [
            self.writer.bind(replace(param, detail=(param.detail, kind)))
            for param, kind in zip(cursor.keys, KINDS, strict=True)
            if param is not None
        ]
        if len(bound) < len(KINDS):
            return Sql("1=0")
        rank, type_, key = found.c.rank, found.c.type, found.c.key
        return Sql("({0}<{3} OR ({0}={3} AND ({1}>{4} OR ({1}={4} AND {2}>{5}))))", rank, type_, key, *bound)
