"""What is to be read, as values: a Plan says everything that SQL needs and nothing about SQL.

In: nothing. Out: frozen dataclasses without behaviour, equal when they mean the same.
Never: text of a query, tables, connections. A node writes one key of the answer; `operands` has what it is read by.
"""

from dataclasses import dataclass

from graph.catalogue import Entity, Field, Link, Value
from graph.engine.operands import (
    Cursor,
    Function,
    Operand,
    OrderKey,
    Page,
    Param,
    Predicate,
)

# --- nodes: keys of the answer -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Literal:
    """A key whose JSON is known before any row is read."""

    key: str
    json: str


@dataclass(frozen=True)
class TypeName:
    """The name of the row's concrete type."""

    key: str


@dataclass(frozen=True)
class Identity:
    """The row's opaque id."""

    key: str


@dataclass(frozen=True)
class Scalar:
    """A column's value."""

    key: str
    field: Field


@dataclass(frozen=True)
class Embedded:
    """A value type's members, or null where the value is absent."""

    key: str
    value: Value
    fields: tuple["Literal | Scalar", ...]


@dataclass(frozen=True)
class One:
    """The row that a to-one link leads to, or null."""

    key: str
    link: Link
    shape: "Shape"


@dataclass(frozen=True)
class Many:
    """The rows that a to-many link leads to."""

    key: str
    link: Link
    connection: "Connection"


Node = Literal | TypeName | Identity | Scalar | Embedded | One | Many


@dataclass(frozen=True)
class Branch:
    """What is written for rows of some concrete types."""

    types: tuple[str, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Shape:
    """What is written for a row of an entity: one branch for each set of types that differ."""

    entity: Entity
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class EdgeCursor:
    """The edge's cursor."""

    key: str


@dataclass(frozen=True)
class EdgeNode:
    """The row at the edge's end."""

    key: str
    shape: Shape


EdgePart = EdgeCursor | EdgeNode | Node


@dataclass(frozen=True)
class Nodes:
    """The rows of the page."""

    key: str
    shape: Shape


@dataclass(frozen=True)
class Edges:
    """The rows of the page with their cursors and what the link table says of them."""

    key: str
    parts: tuple[EdgePart, ...]


@dataclass(frozen=True)
class PageInfo:
    """Where the page stands; `fields` are pairs of key and name."""

    key: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TotalCount:
    """How many rows there are on all pages."""

    key: str


@dataclass(frozen=True)
class Measured:
    """One aggregate of the rows: a count, or a function of an operand."""

    key: str
    function: Function
    operand: Operand | None = None


@dataclass(frozen=True)
class Sum:
    """The sum of a value type with bounds, as a value of that type; null where units differ or no row has one."""

    key: str
    value: Value
    fields: tuple[Literal | Scalar, ...]


@dataclass(frozen=True)
class Nest:
    """An object inside an answer of aggregates or keys."""

    key: str
    parts: tuple["AggregatePart", ...]


@dataclass(frozen=True)
class GroupKey:
    """One of the values that rows are grouped by: its place in `by`."""

    key: str
    number: int


AggregatePart = Measured | Sum | Nest | Literal | GroupKey


@dataclass(frozen=True)
class Aggregate:
    """Aggregates of all rows, not of the page."""

    key: str
    parts: tuple[AggregatePart, ...]


@dataclass(frozen=True)
class Groups:
    """Rows grouped by operands, with aggregates of each group; always ordered, in the end by the keys."""

    key: str
    by: tuple[Operand, ...]
    parts: tuple[AggregatePart, ...]
    having: Predicate | None
    order: tuple[OrderKey, ...]
    limit: Param


ConnectionPart = Nodes | Edges | PageInfo | TotalCount | Aggregate | Groups | Literal


@dataclass(frozen=True)
class Connection:
    """A connection: rows of an entity that `where` leaves, a page of them, and what is asked of them."""

    entity: Entity
    where: Predicate | None
    page: Page
    parts: tuple[ConnectionPart, ...]


# --- plans: one for each root field --------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnePlan:
    """One row, or null."""

    where: Predicate
    shape: Shape


@dataclass(frozen=True)
class ManyPlan:
    """A connection over all rows of an entity."""

    connection: Connection


@dataclass(frozen=True)
class NodesPlan:
    """Rows of any entities by their ids, in the order of the ids; a single one where `single`."""

    ids: Param
    shapes: tuple[Shape, ...]
    single: bool


@dataclass(frozen=True)
class EdgeRank:
    """How well a row fits a search: the larger, the better."""

    key: str


@dataclass(frozen=True)
class EdgeSnippet:
    """Where a row fits a search."""

    key: str


@dataclass(frozen=True)
class Found:
    """The rows found, as a list of nodes, or of edges where `edge` is set."""

    key: str
    shapes: tuple[Shape, ...]
    edge: tuple["Literal | EdgeCursor | EdgeRank | EdgeSnippet | EdgeNodes", ...] | None = None


@dataclass(frozen=True)
class EdgeNodes:
    """The row at an edge's end, of any entity."""

    key: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class SearchPlan:
    """Rows of any entities whose text has all the words asked for, the best first."""

    words: Param
    types: tuple[str, ...]
    limit: Param
    after: Cursor | None
    mark: str
    parts: tuple[Found | PageInfo | TotalCount | Literal, ...]


Plan = OnePlan | ManyPlan | NodesPlan | SearchPlan
