"""Parameters → what the driver binds.

In: a plan's parameters; at each run, the operation's variables. Out: a dict of stored values by name.
Never: a value pasted into SQL. A value that cannot be bound is an error for the client, with its place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from graph.catalogue import Catalogue, Kind
from graph.engine.cursors import read_cursor
from graph.engine.dialects.base import Dialect
from graph.engine.errors import Code, refuse
from graph.engine.ids import read_id
from graph.engine.inputs import ABSENT, Given, at
from graph.engine.operands import Encoding, Param
from graph.engine.values import parse, utc
from graph.search_text import asked_words

MAX_PAGE = 500
MAX_ITEMS = 1000

Encode = Callable[[Any], Any]


@dataclass(frozen=True)
class Bind:
    """One parameter of a statement: its name, where its value comes from, what becomes of it."""

    name: str
    param: Param
    encode: Encode
    reference: sa.ColumnElement[Any]

    def value(self, variables: Mapping[str, Any]) -> Any:
        """The stored value for one run; refuses what cannot be bound."""
        param = self.param
        given = param.value if param.origin is None else at(variables, param.origin)
        try:
            return self.encode(None if given is ABSENT else given)
        except (ValueError, LookupError, TypeError, OverflowError) as error:
            place = f" for `{param.place}`" if param.place else ""
            raise refuse(f"A value given{place} cannot be used: {error}.", Code.BAD_USER_INPUT) from None


def bind_all(binds: Sequence[Bind], variables: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a statement's parameters."""
    return {bind.name: bind.value(variables) for bind in binds}


def fold(text: str | None) -> str | None:
    """Text with case folded: both sides of a comparison go through this or its like in the database."""
    return None if text is None else text.casefold()


def make_bind(catalogue: Catalogue, dialect: Dialect, param: Param, name: str) -> Bind:
    """Make the parameter of a statement."""
    encode = encoder(catalogue, dialect, param)
    return Bind(name, param, encode, dialect.reference(param, name))


def encoder(catalogue: Catalogue, dialect: Dialect, param: Param) -> Encode:
    """How a parameter's value becomes what is stored."""
    match param.encoding:
        case Encoding.PAGE:
            return page_size
        case Encoding.ID:
            return lambda value: key_part(catalogue, dialect, param, value)
        case Encoding.ID_LIST | Encoding.NODE_IDS:
            return lambda value: dialect.bind_ids(key_lists(catalogue, dialect, param, value))
        case Encoding.CURSOR:
            stored = storer(dialect, param)
            kind = Kind(param.detail[1])
            return lambda value: stored(parse(kind, cursor_key(value, param.detail[0])))
        case Encoding.LIST | Encoding.FOLDED_LIST:
            stored = storer(dialect, param) if param.encoding is Encoding.LIST else fold
            return lambda value: dialect.bind_list([stored(item) for item in items_of(value)])
        case Encoding.FOLDED | Encoding.FOLDED_PATTERN:
            return fold
        case Encoding.TERMS:
            return lambda value: dialect.bind_words(asked_words(value))
        case Encoding.PATTERN:
            return lambda value: value
        case _:
            return storer(dialect, param)


def storer(dialect: Dialect, param: Param) -> Encode:
    """How a Python value becomes what a column stores, or what an aggregate of it gives."""
    field = param.field
    if field is None:
        return lambda value: value
    if field.kind is Kind.DECIMAL:
        return lambda value: (
            None
            if value is None
            else dialect.bind_decimal(field, param.function, param.operator, Decimal(value))
        )
    declared = field.column.type
    return lambda value: None if value is None else store(dialect, declared, value)


def store(dialect: Dialect, declared: sa.types.TypeEngine[Any], value: Any) -> Any:
    """A Python value as a column of a type stores it; moments without an offset are taken as UTC."""
    if isinstance(value, datetime):
        zoned = getattr(declared, "timezone", False) or getattr(
            getattr(declared, "impl", None), "timezone", False
        )
        value = utc(value) if zoned else utc(value).replace(tzinfo=None)
    processor = declared.dialect_impl(dialect.compiler).bind_processor(dialect.compiler)
    return dialect.bind_stored(value if processor is None else processor(value))


def page_size(value: Any) -> int:
    """How many rows a page has."""
    if not 0 <= value <= MAX_PAGE:
        raise ValueError(f"a page has 0 to {MAX_PAGE} rows, not {value}")
    return int(value)


def items_of(value: Any) -> list[Any]:
    """The items of a list that are not null."""
    items = [item.value if isinstance(item, Given) else item for item in value or ()]
    if len(items) > MAX_ITEMS:
        raise ValueError(f"a list has at most {MAX_ITEMS} items")
    return [item for item in items if item is not None]


def cursor_key(value: str, number: int) -> Any:
    """One key of a cursor."""
    read = read_cursor(value)
    if read is None or number >= len(read[1]):
        raise ValueError("this is not a cursor of this server's")
    return read[1][number]


def key_part(catalogue: Catalogue, dialect: Dialect, param: Param, value: Any) -> Any:
    """One part of the key that an id names, as it is stored; None where it names no row of the entity."""
    entity = catalogue.entities[str(param.entity)]
    read = read_id(catalogue, value) if isinstance(value, str) else None
    if read is None or read[0].id_prefix != entity.id_prefix:
        return None
    number = param.detail or 0
    return store(dialect, entity.key[number].type, read[1][number])


def key_lists(catalogue: Catalogue, dialect: Dialect, param: Param, value: Any) -> list[list[Any]]:
    """Each id as a list of its entity's name and its key; of another entity than asked, an id names nothing."""
    wanted = catalogue.entities[param.entity].id_prefix if param.entity else None
    found: list[list[Any]] = []
    for item in items_of(value if isinstance(value, list | tuple) else [value]):
        read = read_id(catalogue, str(item))
        if read is None or (wanted is not None and read[0].id_prefix != wanted):
            found.append([""])
        else:
            stored = (
                store(dialect, column.type, part) for column, part in zip(read[0].key, read[1], strict=True)
            )
            # JSON has no bytes: those go as hexadecimal.
            found.append(
                [read[0].id_prefix, *(each.hex() if isinstance(each, bytes) else each for each in stored)]
            )
    return found
