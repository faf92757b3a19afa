"""Scalars as the contract writes them: exact decimals and big integers as strings, ISO 8601 dates, Base64.

In: Python values, or what a client sent. Out: the other. Never: a float on the way of a decimal.
"""

import base64
import enum
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from graphql import GraphQLScalarType, GraphQLSchema, StringValueNode, ValueNode


def decimal_text(value: Decimal) -> str:
    """Plain notation without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def moment(value: datetime) -> datetime:
    """A moment in UTC, which is meant where nothing is said."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def from_text(parse: Callable[[str], Any]) -> tuple[Callable[[Any], Any], Callable[..., Any]]:
    """The two ways in of a scalar that is a string: from a variable and from the document."""

    def literal(node: ValueNode, _: Any = None) -> Any:
        assert isinstance(node, StringValueNode)
        return parse(node.value)

    return parse, literal


def numeric(parse: Callable[[Any], Any]) -> tuple[Callable[[Any], Any], Callable[..., Any]]:
    """The two ways in of a number that may be a string."""
    return parse, lambda node, _=None: parse(node.value)


OUT: dict[str, Callable[[Any], Any]] = {
    "Decimal": decimal_text,
    "BigInt": str,
    "Date": date.isoformat,
    "DateTime": datetime.isoformat,
    "Time": time.isoformat,
    "UUID": str,
    "Base64": lambda value: base64.b64encode(value).decode("ascii"),
    "JSON": lambda value: value,
}
IN: dict[str, tuple[Callable[[Any], Any], Callable[..., Any]]] = {
    "Decimal": numeric(Decimal),
    "BigInt": numeric(int),
    "Date": from_text(date.fromisoformat),
    "DateTime": from_text(datetime.fromisoformat),
    "Time": from_text(time.fromisoformat),
    "UUID": from_text(UUID),
    "Base64": from_text(lambda text: base64.b64decode(text, validate=True)),
}


def teach_scalars(schema: GraphQLSchema) -> None:
    """Give the scalars of a schema that was read from text their meaning."""
    for name, write in OUT.items():
        scalar = schema.type_map.get(name)
        if isinstance(scalar, GraphQLScalarType):
            scalar.coerce_output_value = write
            if name in IN:
                scalar.coerce_input_value, scalar.coerce_input_literal = IN[name]


def shown(value: Any) -> Any:
    """A value as graphql-core takes it from a resolver: enumerations by their members' names."""
    return value.name if isinstance(value, enum.Enum) else value


def sortable(value: Any) -> Any:
    """A value in the form in which it is compared: enumerations by name, moments in UTC, numbers exactly."""
    match value:
        case enum.Enum():
            return value.name
        case datetime():
            return moment(value)
        case UUID():
            return value.bytes
        case _:
            return value


def key_text(value: Any) -> str:
    """A value of a primary key, as it stands in ids."""
    match value:
        case enum.Enum():
            return str(value.name)
        case bytes():
            return value.hex().upper()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return decimal_text(value)
        case _:
            return str(value)
