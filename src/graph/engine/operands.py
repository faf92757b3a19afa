"""What rows are compared, told apart and sorted by, as values: parameters, operands, predicates, orderings.

In: nothing. Out: frozen dataclasses without behaviour, equal when they mean the same. Never: SQL.

An operand names a value of a row, a predicate tells rows apart, an order key sorts them.
"""

from dataclasses import dataclass
from dataclasses import field as setting
from enum import StrEnum
from typing import Any

from graph.catalogue import Field, Link, Value

# --- parameters: values that a statement binds at each run ---------------------------------------------------------


class Encoding(StrEnum):
    """How a parameter's value goes to the database, beside as the kind of a column."""

    PLAIN = "plain"
    LIST = "list"
    FOLDED = "folded"
    FOLDED_LIST = "folded list"
    PATTERN = "pattern"
    FOLDED_PATTERN = "folded pattern"
    ID = "id"
    ID_LIST = "ids"
    NODE_IDS = "node ids"
    PAGE = "page"
    CURSOR = "cursor"
    TERMS = "search terms"


class Function(StrEnum):
    """What an aggregate computes."""

    COUNT = "count"
    COUNT_DISTINCT = "countDistinct"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"


class Operator(StrEnum):
    """How an operand is compared; the negations are `Not` of these."""

    EQ = "="
    IN = "in"
    GT = ">"
    GTE = ">="
    LT = "<"
    LTE = "<="
    CONTAINS = "contains"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"


@dataclass(frozen=True)
class Param:
    """A value: written in the document, or taken from the variables at each run.

    `origin` is the path into the variables, or None for a value of the document. `place` is the path of the
    argument in the document, for messages. `operator` and `function` say what the value is compared with, and how;
    `detail` is what an encoding needs: a cursor's key number, say.
    """

    value: Any
    origin: tuple[str | int, ...] | None = None
    encoding: Encoding = Encoding.PLAIN
    field: Field | None = None
    entity: str | None = None
    operator: Operator | None = None
    function: Function | None = None
    detail: Any = None
    place: str = setting(default="", compare=False)


# --- operands: a value of a row ------------------------------------------------------------------------------------


class DatePart(StrEnum):
    """A part of a date that rows can be grouped by, as a whole number: `YEAR_MONTH` of 2014-11-25 is 201411."""

    YEAR = "YEAR"
    QUARTER = "QUARTER"
    MONTH = "MONTH"
    DAY = "DAY"
    YEAR_MONTH = "YEAR_MONTH"
    YEAR_MONTH_DAY = "YEAR_MONTH_DAY"


@dataclass(frozen=True)
class Column:
    """A column of the row itself: `name`, or `amount.low` of the value type `value`."""

    path: str
    field: Field
    value: Value | None = None


@dataclass(frozen=True)
class Key:
    """The whole primary key of the row."""


@dataclass(frozen=True)
class Through:
    """A value of the one row that a to-one link leads to."""

    link: Link
    operand: "Operand"


@dataclass(frozen=True)
class OnEdge:
    """A value of the link table's row between parent and child."""

    operand: "Operand"


@dataclass(frozen=True)
class Part:
    """A part of a date."""

    operand: "Operand"
    part: DatePart


@dataclass(frozen=True)
class Rollup:
    """An aggregate over the rows that a to-many link leads to; over the group itself where `link` is None."""

    function: Function
    link: Link | None = None
    where: "Predicate | None" = None
    operand: "Operand | None" = None


Operand = Column | Key | Through | OnEdge | Part | Rollup

# --- predicates: true or false of a row, never unknown -------------------------------------------------------------


@dataclass(frozen=True)
class Test:
    """A comparison; false when the operand is null."""

    operand: Operand
    operator: Operator
    param: Param
    fold: bool = False


@dataclass(frozen=True)
class IsNull:
    """Whether the operand is absent."""

    operand: Operand


@dataclass(frozen=True)
class ValueIsNull:
    """Whether a whole value type is absent."""

    value: Value


@dataclass(frozen=True)
class Exists:
    """Whether a link leads to a row of which `where` is true."""

    link: Link
    where: "Predicate | None" = None


@dataclass(frozen=True)
class EdgeIs:
    """A predicate about the link table's row between parent and child."""

    where: "Predicate"


@dataclass(frozen=True)
class All:
    """True when every part is: of no parts, always."""

    parts: tuple["Predicate", ...]


@dataclass(frozen=True)
class Either:
    """True when some part is: of no parts, never."""

    parts: tuple["Predicate", ...]


@dataclass(frozen=True)
class Not:
    """True when the part is false."""

    part: "Predicate"


Predicate = Test | IsNull | ValueIsNull | Exists | EdgeIs | All | Either | Not

# --- order and paging ----------------------------------------------------------------------------------------------


class Direction(StrEnum):
    """Which way to sort, and where null stands."""

    ASC = "ASC"
    DESC = "DESC"
    ASC_NULLS_FIRST = "ASC_NULLS_FIRST"
    ASC_NULLS_LAST = "ASC_NULLS_LAST"
    DESC_NULLS_FIRST = "DESC_NULLS_FIRST"
    DESC_NULLS_LAST = "DESC_NULLS_LAST"


@dataclass(frozen=True)
class OrderKey:
    """One key of an ordering; `nulls_first` tells where null stands, and `nullable` whether it can occur."""

    operand: Operand
    descending: bool = False
    nulls_first: bool = False
    nullable: bool = True


@dataclass(frozen=True)
class Cursor:
    """A place between rows: the value of each order key, None where the row's was null."""

    keys: tuple[Param | None, ...]


@dataclass(frozen=True)
class Page:
    """A window on ordered rows: `limit` rows after one cursor and before another, from the end if `backward`."""

    order: tuple[OrderKey, ...]
    limit: Param
    backward: bool = False
    after: Cursor | None = None
    before: Cursor | None = None
    mark: str = ""
