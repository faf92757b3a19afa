"""Plans → statements: one SQL statement for each root field, whose one value is the field's JSON.

In: a `Plan`, a `Dialect`. Out: a `Statement`: SQL text and how to bind its parameters.
Never: a connection, a value of a request, a second statement.

A row's JSON is joined from text, and a connection is a scalar subquery over a page of such texts:

    (SELECT concat('{"nodes":[',group_concat(page_3.nodes,','),']}')
     FROM (SELECT concat('{"name":',json_quote(company_2.name),'}') AS nodes
           FROM organization AS company_2 WHERE … ORDER BY company_2.id LIMIT :p1) AS page_3)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from graph.catalogue import Catalogue
from graph.engine.binding import Bind, make_bind
from graph.engine.dialects.base import Dialect, Expression, Piece, Sql, verbatim
from graph.engine.errors import Code, refuse
from graph.engine.operands import Param
from graph.engine.plan import (
    Aggregate,
    Connection,
    ConnectionPart,
    EdgeCursor,
    EdgeNode,
    EdgePart,
    Edges,
    Embedded,
    Groups,
    Identity,
    Literal,
    Many,
    ManyPlan,
    Node,
    Nodes,
    NodesPlan,
    One,
    OnePlan,
    PageInfo,
    Plan,
    Scalar,
    SearchPlan,
    Shape,
    TotalCount,
    TypeName,
)
from graph.engine.sql.aggregates import write_aggregate, write_groups
from graph.engine.sql.expressions import given_key, write_predicate
from graph.engine.sql.pages import PagedRows, PageWriter
from graph.engine.sql.rows import Rows, Scope, joined_rows, key_of, of_kind, write_id
from graph.engine.sql.search import SearchWriter
from graph.engine.sql.shapes import write_shape

# The most keys that one statement writes.
MOST_KEYS = 4_000


@dataclass(frozen=True)
class Statement:
    """SQL text with named parameters, and how each gets its value from the variables."""

    sql: str
    binds: tuple[Bind, ...]
    # The names of parameters by position, where the driver takes them so.
    positions: tuple[str, ...] = ()
    # The table behind each alias.
    tables: Mapping[str, str] = field(default_factory=dict)


def compile_plan(catalogue: Catalogue, dialect: Dialect, plan: Plan) -> Statement:
    """Write the statement of a plan."""
    writer = Writer(catalogue, dialect)
    text = writer.plan(plan)
    query = sa.select(dialect.answer(text).label("answer"))
    compiled = query.compile(dialect=dialect.compiler)
    return Statement(
        str(compiled),
        tuple(writer.binds.values()),
        tuple(getattr(compiled, "positiontup", None) or ()),
        writer.tables,
    )


class Writer:
    """Writes one statement: hands out aliases and parameters in the order of the plan, so that SQL is stable."""

    def __init__(self, catalogue: Catalogue, dialect: Dialect) -> None:
        self.catalogue = catalogue
        self.dialect = dialect
        self.binds: dict[Param, Bind] = {}
        self.aliases = 0
        self.keys = 0
        self.tables: dict[str, str] = {}

    def bind(self, param: Param) -> Expression:
        """A parameter of the statement; the same one for the same value."""
        made = self.binds.get(param)
        if made is None:
            made = self.binds[param] = make_bind(
                self.catalogue, self.dialect, param, f"p{len(self.binds) + 1}"
            )
        return made.reference

    def alias(self, table: sa.FromClause, name: str) -> sa.FromClause:
        """A name for a table in this statement, made from the link that leads to it."""
        alias = self.name(name)
        self.tables[alias] = getattr(table, "name", "")
        return table.alias(alias)

    def name(self, name: str) -> str:
        """A name that this statement does not have yet."""
        self.aliases += 1
        return f"{name}_{self.aliases}"[-60:]

    # --- plans -----------------------------------------------------------------------------------------------------

    def plan(self, plan: Plan) -> Expression:
        """The JSON of a root field."""
        match plan:
            case OnePlan():
                return self.one_row(plan)
            case ManyPlan():
                return self.connection(plan.connection, None, None)
            case NodesPlan():
                return self.given_nodes(plan)
            case SearchPlan():
                return SearchWriter(self, plan).write()

    def one_row(self, plan: OnePlan) -> Expression:
        """One row by a unique column, or `null`."""
        entity = plan.shape.entity
        scope = Scope(entity, self.alias(entity.table, entity.singular))
        where = [write_predicate(self, scope, plan.where), *of_kind(scope)]
        return self.or_null(
            sa.select(self.shape(scope, plan.shape)).select_from(scope.row).where(*where), scope
        )

    def or_null(self, query: sa.Select[Any], *scopes: Scope) -> Expression:
        """A scalar subquery of text, or `null` where it has no row."""
        return Sql(
            "coalesce({},'null')", query.correlate_except(*(each.row for each in scopes)).scalar_subquery()
        )

    def given_nodes(self, plan: NodesPlan) -> Expression:
        """Rows of any entity by id, in the order of the ids; `null` where there is none."""
        rows, position, named, part = self.dialect.given_ids(self.bind(plan.ids))
        found: Expression = verbatim("null")
        for shape in plan.shapes:
            entity = shape.entity
            scope = Scope(entity, self.alias(entity.table, entity.singular))
            query = (
                sa.select(self.shape(scope, shape))
                .select_from(scope.row)
                .where(*given_key(self.dialect, scope, part))
            )
            found = sa.case(
                (Sql("{}={}", named, verbatim(entity.id_prefix)), self.or_null(query, scope)), else_=found
            )
        if plan.single:
            return Sql("{}", sa.select(found).select_from(rows).correlate_except(rows).scalar_subquery())
        query = sa.select(self.dialect.collect(found, order=position)).select_from(rows)
        return query.correlate_except(rows).scalar_subquery()

    # --- rows ------------------------------------------------------------------------------------------------------

    def shape(self, scope: Scope, shape: Shape) -> Expression:
        """A row as JSON."""
        return write_shape(self, scope, shape)

    def object(self, scope: Scope, nodes: tuple[Node, ...]) -> Expression:
        """An object with a key for each node."""
        return self.dialect.object((node.key, self.written(scope, node)) for node in nodes)

    def written(self, scope: Scope, node: Node) -> Piece:
        """The value of one key, which counts: types nested in types can be far more than a document shows."""
        self.keys += 1
        if self.keys > MOST_KEYS:
            text = f"The operation asks for more than {MOST_KEYS} fields, those of each type counted apart."
            raise refuse(text, Code.COST_LIMIT_EXCEEDED)
        return self.node(scope, node)

    def node(self, scope: Scope, node: Node) -> Piece:
        """The value of one key, as JSON text that is never null."""
        match node:
            case Literal():
                return node.json
            case TypeName():
                return self.type_name(scope)
            case Identity():
                return write_id(self.dialect, scope)
            case Scalar():
                return self.dialect.json(node.field.kind, scope.column(node.field), node.field)
            case Embedded():
                return self.embedded(scope, node)
            case One():
                return self.one(scope, node)
            case Many():
                return self.connection(node.connection, scope, node)

    def type_name(self, scope: Scope) -> Piece:
        """The name of a row's concrete type."""
        kinds = [self.catalogue.entities[name] for name in scope.entity.concrete]
        if len(kinds) == 1:
            return f'"{kinds[0].name}"'
        cases = [(of_kind(scope, kind)[0], verbatim(f'"{kind.name}"')) for kind in kinds[:-1]]
        return sa.case(*cases, else_=verbatim(f'"{kinds[-1].name}"'))

    def embedded(self, scope: Scope, node: Embedded) -> Expression:
        """A value type's members, or `null`."""
        text = self.object(scope, node.fields)
        if not node.value.nullable:
            return text
        present = sa.or_(*(scope.column(token).is_not(None) for token in node.value.tokens))
        return sa.case((present, text), else_=verbatim("null"))

    def one(self, scope: Scope, node: One) -> Expression:
        """The row that a to-one link leads to, or `null`."""
        rows = joined_rows(self, scope, node.link)
        query = rows.select(self.shape(rows.scope, node.shape))
        if not node.link.by_key:
            query = query.order_by(*key_of(rows.scope)).limit(Sql("1"))
        return Sql("coalesce({},'null')", query.scalar_subquery())

    # --- connections -----------------------------------------------------------------------------------------------

    def connection(self, connection: Connection, parent: Scope | None, node: Many | None) -> Expression:
        """A connection as JSON: each part is written over the page or over all rows."""
        page = self.page(connection, parent, node)
        text = self.dialect.object(
            (part.key, self.connection_part(connection, part, parent, node, page))
            for part in connection.parts
        )
        if page is None or not page.aggregated:
            return text
        return sa.select(text).select_from(page.rows).correlate_except(page.rows).scalar_subquery()

    def page(self, connection: Connection, parent: Scope | None, node: Many | None) -> PagedRows | None:
        """The page of rows with the texts that the parts ask of each; None where none asks for rows."""
        if not any(isinstance(part, Nodes | Edges | PageInfo) for part in connection.parts):
            return None

        def texts(scope: Scope, cursor: Expression) -> dict[str, Expression]:
            found: dict[str, Expression] = {}
            for part in connection.parts:
                if isinstance(part, Nodes):
                    found[part.key] = self.shape(scope, part.shape)
                elif isinstance(part, Edges):
                    found[part.key] = self.edge(scope, cursor, part.parts)
            return found

        return PageWriter(self, connection, lambda: self.rows(connection, parent, node), texts).write()

    def rows(self, connection: Connection, parent: Scope | None, node: Many | None) -> Rows:
        """The rows of a connection: those a link leads to, or all; as far as `where` leaves them."""
        if parent is not None and node is not None:
            rows = joined_rows(self, parent, node.link)
        else:
            entity = connection.entity
            scope = Scope(entity, self.alias(entity.table, entity.plural))
            rows = Rows(scope, scope.row, tuple(of_kind(scope)))
        if connection.where is None:
            return rows
        return rows.where(write_predicate(self, rows.scope, connection.where))

    def connection_part(
        self,
        connection: Connection,
        part: ConnectionPart,
        parent: Scope | None,
        node: Many | None,
        page: PagedRows | None,
    ) -> Piece:
        """The value of one key of a connection."""
        match part:
            case Literal():
                return part.json
            case TotalCount():
                rows = self.rows(connection, parent, node)
                return Sql("{}", rows.select(sa.func.count()).scalar_subquery())
            case Aggregate():
                return write_aggregate(self, self.rows(connection, parent, node), part)
            case Groups():
                return write_groups(self, self.rows(connection, parent, node), part)
            case _:
                assert page is not None
                return page.texts[part.key]

    def edge(self, scope: Scope, cursor: Expression, parts: tuple[EdgePart, ...]) -> Expression:
        """One edge as JSON."""
        return self.dialect.object((part.key, self.edge_part(scope, cursor, part)) for part in parts)

    def edge_part(self, scope: Scope, cursor: Expression, part: EdgePart) -> Piece:
        """The value of one key of an edge: of the row, of the link table's row, or the cursor."""
        match part:
            case EdgeNode():
                return self.shape(scope, part.shape)
            case EdgeCursor():
                return cursor
            case Literal():
                return part.json
            case _:
                assert scope.edge is not None
                return self.node(scope.edge, part)
