"""What every dialect provides, and the one SQL element that all of them build with.

In: SQLAlchemy expressions and kinds. Out: expressions of text that is JSON, predicates that are never unknown.
Never: plans, connections, values of a request.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from graph.catalogue import Catalogue, Field, Kind, kind_of
from graph.engine.operands import DatePart, Function, Operator, Param

Expression = sa.ColumnElement[Any]
# Gives the value of the nth column of a key.
KeyPart = Callable[[int, sa.Column[Any]], Expression]
Piece = str | Expression


class Sql(sa.ColumnElement[Any]):
    """SQL with holes: `Sql("coalesce({}, 'null')", column)`. Templates are this package's own text, never input."""

    inherit_cache = False
    __visit_name__ = "graph_sql"

    def __init__(self, template: str, *holes: Any) -> None:
        self.template = template
        self.holes = holes
        self.type = sa.types.NullType()


@compiles(Sql)
def write_sql(element: Sql, compiler: SQLCompiler, **options: Any) -> str:
    """Fill the holes of a template."""
    template = element.template
    if compiler.preparer._double_percents:  # noqa: SLF001 - the driver's own escaping, which has no public name
        template = template.replace("%", "%%")
    options.pop("within_columns_clause", None)
    return template.format(*(compiler.process(hole, **options) for hole in element.holes))


class Named(sa.ColumnElement[Any]):
    """A column by its table's alias and its own name.

    It is what `alias.c[name]` would write; to ask for `alias.c` copies every column of the table first, which is
    most of the time that writing a statement took.
    """

    inherit_cache = False
    __visit_name__ = "graph_named"

    def __init__(self, row: sa.FromClause, name: str) -> None:
        self.row = row.name  # type: ignore[attr-defined]
        self.name = name
        self.type = sa.types.NullType()


@compiles(Named)
def write_named(element: Named, compiler: SQLCompiler, **_: Any) -> str:
    """Write both names, quoted where they must be."""
    quote = compiler.preparer.quote
    return f"{quote(element.row)}.{quote(element.name)}"


class Joined(sa.ColumnElement[Any]):
    """Pieces of text one after the other, as a function of many arguments."""

    inherit_cache = False
    __visit_name__ = "graph_joined"

    def __init__(self, function: str, pieces: "Sequence[Piece]") -> None:
        self.function = function
        self.pieces = tuple(pieces)
        self.type = sa.types.NullType()


@compiles(Joined)
def write_joined(element: Joined, compiler: SQLCompiler, **options: Any) -> str:
    """Write the function with its arguments."""
    options.pop("within_columns_clause", None)
    pieces = (verbatim(piece) if isinstance(piece, str) else piece for piece in element.pieces)
    return f"{element.function}({','.join(compiler.process(piece, **options) for piece in pieces)})"


def verbatim(text: str) -> Expression:
    """Text that needs no binding: names and punctuation of JSON."""
    return Sql(quoted(text))


def stored_literal(declared: sa.types.TypeEngine[Any], value: Any) -> Expression:
    """A constant of the models, written into SQL as a column of this type stores it."""
    dialect = sa.engine.default.DefaultDialect()
    processor = declared.dialect_impl(dialect).literal_processor(dialect)
    text = processor(value) if processor else repr(value)
    return Sql(text.replace("{", "{{").replace("}", "}}"))


def merged(function: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces with neighbouring strings made one, and what the same function joins already taken apart."""
    found: list[Piece] = []
    for piece in pieces:
        inner = piece.pieces if isinstance(piece, Joined) and piece.function == function else (piece,)
        for each in inner:
            if isinstance(each, str) and found and isinstance(found[-1], str):
                found[-1] += each
            elif not isinstance(each, str) or each:
                found.append(each)
    return found


class Dialect(ABC):
    """One database's way of saying things."""

    name: str
    compiler: sa.Dialect
    # Whether the database has the table `search` that a build makes.
    indexed: bool = True
    # What a mean of decimals is while it is compared and sorted.
    mean_kind: Kind = Kind.DECIMAL

    # --- JSON text -------------------------------------------------------------------------------------------------

    @abstractmethod
    def json(self, kind: Kind, value: Expression, field: Field | None = None) -> Expression:
        """A value as JSON text: never null, `null` where the value is."""

    @abstractmethod
    def join(self, pieces: Sequence[Piece]) -> Expression:
        """Pieces of text as one: strings as they stand, expressions as text that is never null."""

    def object(self, pairs: Iterable[tuple[str, Piece]]) -> Expression:
        """A JSON object of keys, which are GraphQL names, and texts of JSON."""
        pieces: list[Piece] = []
        for key, text in pairs:
            pieces += [f'{"," if pieces else "{"}"{key}":', text]
        return self.join([*pieces, "}"]) if pieces else verbatim("{}")

    @abstractmethod
    def collect(
        self, text: Expression, order: Expression | None = None, where: Expression | None = None
    ) -> Expression:
        """Aggregate texts into a JSON array, in the order of the rows where none is given; `[]` of none."""

    @abstractmethod
    def hexadecimal(self, text: Expression) -> Expression:
        """Text as upper-case hexadecimal of its UTF-8."""

    @abstractmethod
    def answer(self, text: Expression) -> Expression:
        """The statement's one column: JSON text in the form that the driver reads fastest."""

    @abstractmethod
    def id_text(self, field: Field, value: Expression) -> Expression:
        """A key value as it stands in ids."""

    # --- comparing -------------------------------------------------------------------------------------------------

    @abstractmethod
    def comparable(self, kind: Kind, value: Expression, field: Field | None = None) -> Expression:
        """A value as it is sorted and compared by size: text by code point, enumerations by their names."""

    def equatable(self, field: Field | None, value: Expression) -> Expression:
        """A value in the form in which it is compared for equality."""
        return value

    @abstractmethod
    def fold(self, value: Expression) -> Expression:
        """Text with case folded, of every script."""

    @abstractmethod
    def matches(self, operator: Operator, value: Expression, pattern: Expression) -> Expression:
        """Whether text contains, starts with or ends with other text; null where the text is."""

    @abstractmethod
    def among(self, value: Expression, values: Expression, field: Field | None) -> Expression:
        """Whether a value is one of a bound list; null where the value is."""

    @abstractmethod
    def order(self, value: Expression, *, descending: bool, nulls_first: bool, nullable: bool) -> Expression:
        """One term of ORDER BY."""

    # --- computing -------------------------------------------------------------------------------------------------

    @abstractmethod
    def aggregate(self, function: Function, field: Field, value: Expression) -> Expression:
        """An aggregate function of a column, in the form in which it is compared with a bound value."""

    @abstractmethod
    def sum_parts(self, field: Field, value: Expression) -> list[Expression]:
        """The exact sum of a column as aggregates that never overflow: `sum_text` puts them together."""

    @abstractmethod
    def sum_text(self, field: Field, parts: Sequence[Expression]) -> Expression:
        """An exact sum in plain notation; null of no values."""

    def sum_json(self, field: Field, parts: Sequence[Expression]) -> Expression:
        """An exact sum as JSON; whole numbers are no longer bound to 32 bits, and floats are no longer exact."""
        if field.kind is Kind.FLOAT:
            return self.json(Kind.FLOAT, parts[0])
        return self.json(Kind.STRING, self.sum_text(field, parts))

    def average_json(self, parts: Sequence[Expression], count: Expression, mean: Expression) -> Expression:
        """The mean of whole numbers as JSON: the binary float nearest to it."""
        return self.json(Kind.FLOAT, mean)

    @abstractmethod
    def mean_json(self, field: Field, parts: Sequence[Expression], count: Expression) -> Expression:
        """The exact mean of decimals, from the parts of their sum and how many they are, as JSON."""

    @abstractmethod
    def date_part(self, part: DatePart, value: Expression) -> Expression:
        """A part of a date as a whole number."""

    # --- searching -------------------------------------------------------------------------------------------------

    def search(
        self, catalogue: Catalogue, words: Expression, types: Sequence[str]
    ) -> sa.Select[Any] | sa.CompoundSelect[Any]:
        """The rows of some types whose text has all the words: entity, type, key, rank, snippet."""
        return self.indexed_search(words, types) if self.indexed else self.scan(catalogue, words, types)

    @abstractmethod
    def indexed_search(self, words: Expression, types: Sequence[str]) -> sa.Select[Any]:
        """What the index finds that a build made."""

    @abstractmethod
    def has_words(self, text: Expression, words: Expression) -> Expression:
        """Whether a text has all the words."""

    def scan(self, catalogue: Catalogue, words: Expression, types: Sequence[str]) -> sa.CompoundSelect[Any]:
        """What reading every text finds: for databases that no build made."""
        selects = []
        for entity in catalogue.by_prefix.values():
            concrete = [catalogue.entities[name] for name in entity.concrete if name in types]
            every = [
                field for each in (entity, *concrete) for field in each.fields if field.kind is Kind.STRING
            ]
            columns = [entity.table.c[field.column.name] for field in every]
            if not concrete or not columns:
                continue
            text = Joined("concat_ws", [" · ", *dict.fromkeys(columns)])
            name: Expression = verbatim(concrete[-1].name)
            if entity.is_interface and entity.discriminator is not None:
                told = [(kind, stored_literal(entity.discriminator.type, kind.identity)) for kind in concrete]
                name = sa.case(
                    *(
                        (Sql("{}={}", entity.discriminator, literal), verbatim(kind.name))
                        for kind, literal in told
                    )
                )
            keys: list[Piece] = []
            for column in entity.key:
                keys += ["," if keys else "[", self.json(kind_of(column, entity.name)[0], column)]
            query = sa.select(
                verbatim(entity.name).label("entity"),
                name.label("type"),
                self.join([*keys, "]"]).label("key"),
                Sql("1.0").label("rank"),
                Sql("substr({},1,200)", text).label("snippet"),
            )
            query = query.select_from(entity.table).correlate_except(entity.table)
            selects.append(query.where(self.has_words(text, words), Sql("{} IS NOT NULL", name)))
        return sa.union_all(*selects)

    @abstractmethod
    def key_part(self, key: Expression, number: int, column: sa.Column[Any]) -> Expression:
        """The nth value of a key that a search row holds as a JSON array."""

    @abstractmethod
    def bind_words(self, words: Sequence[str]) -> Any:
        """The words of a search as `search` takes them."""

    # --- binding ---------------------------------------------------------------------------------------------------

    def reference(self, param: Param, name: str) -> Expression:
        """A parameter inside a statement, of the type that the database needs to hear."""
        return sa.bindparam(name, type_=sa.types.NullType())

    @abstractmethod
    def given_ids(self, ids: Expression) -> tuple[sa.FromClause, Expression, Expression, KeyPart]:
        """Rows of a bound list of ids: the rows, their position, their entity, and what gives a key column's value."""

    @abstractmethod
    def bind_decimal(
        self, field: Field, function: Function | None, operator: Operator | None, value: Decimal
    ) -> Any:
        """A decimal in the form in which `comparable`, or `aggregate` of `function`, gives a column's values."""

    @abstractmethod
    def bind_ids(self, ids: list[list[Any]]) -> Any:
        """Ids, each an entity's name and key values, as the driver takes them for `given_ids`."""

    def bind_stored(self, value: Any) -> Any:
        """A stored value as the driver takes it."""
        return value

    @abstractmethod
    def bind_list(self, values: list[Any]) -> Any:
        """A list of stored values as the driver takes it for `among`."""


def is_zoned(field: Field) -> bool:
    """Whether a column holds moments with their zone: those are shown in UTC."""
    declared = field.column.type
    return bool(
        getattr(declared, "timezone", False) or getattr(getattr(declared, "impl", None), "timezone", False)
    )


def stored_otherwise(field: Field) -> dict[str, str]:
    """Stored text → name, for an enumeration that is not stored by its members' names."""
    declared = field.column.type
    if not isinstance(declared, sa.Enum) or declared.enum_class is None:
        return {}
    names = dict(zip(declared.enums, declared.enum_class.__members__, strict=False))
    return {} if all(stored == name for stored, name in names.items()) else names


def quoted(text: str) -> str:
    """A text literal inside a template."""
    return "'" + text.replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"


def named_cases(names: dict[str, str]) -> str:
    """The arms of a CASE from stored text to name, for a template."""
    return " ".join(f"WHEN {quoted(stored)} THEN {quoted(name)}" for stored, name in names.items())


def nested(function: str, pieces: Sequence[Piece], most: int) -> Expression:
    """Pieces joined by a function that takes so many arguments at the most."""
    parts = merged(function, pieces)
    while len(parts) > most:
        parts = [Joined(function, parts[start : start + most]) for start in range(0, len(parts), most)]
    whole = parts[0] if len(parts) == 1 else Joined(function, parts)
    return verbatim(whole) if isinstance(whole, str) else whole
