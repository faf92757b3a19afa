"""Scalars: how each kind of column looks to clients.

In: kinds. Out: Python annotations that Strawberry knows as GraphQL scalars.
Never: a number that loses digits on the way: decimals, big integers and dates travel as strings.
"""

import base64
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NewType
from uuid import UUID

import strawberry
from graphql import FloatValueNode, IntValueNode, StringValueNode, ValueNode, value_from_ast_untyped
from strawberry.types.scalar import ScalarDefinition

from graph.catalogue import Field, Kind
from graph.engine.values import (
    parse_bigint,
    parse_bytes,
    parse_date,
    parse_datetime,
    parse_decimal,
    parse_time,
    parse_uuid,
)

BigInt = NewType("BigInt", int)
JSON = NewType("JSON", object)
Base64 = NewType("Base64", bytes)

ANNOTATIONS: dict[Kind, Any] = {
    Kind.ID: strawberry.ID,
    Kind.STRING: str,
    Kind.INT: int,
    Kind.BIGINT: BigInt,
    Kind.FLOAT: float,
    Kind.BOOLEAN: bool,
    Kind.DECIMAL: Decimal,
    Kind.DATE: date,
    Kind.DATETIME: datetime,
    Kind.TIME: time,
    Kind.UUID: UUID,
    Kind.JSON: JSON,
    Kind.BYTES: Base64,
}


def annotation_of(field: Field) -> Any:
    """The annotation of a field's type, without regard to null."""
    if field.kind is Kind.ENUM and field.choices is not None:
        if not hasattr(field.choices, "__strawberry_definition__"):
            strawberry.enum(field.choices, description=enum_description(field.choices))
        return field.choices
    return ANNOTATIONS[field.kind]


def enum_description(choices: type) -> str | None:
    """The docstring of an enumeration, but not the one that Python gives to those without."""
    text = choices.__doc__
    return None if not text or text.startswith(("An enumeration", "Enum where")) else text


def decimal_literal(node: ValueNode, _variables: dict[str, Any] | None = None) -> Decimal:
    """Read a decimal out of a document digit by digit: `62.9` there is not a float yet."""
    if isinstance(node, IntValueNode | FloatValueNode | StringValueNode):
        return parse_decimal(node.value)
    return parse_decimal(value_from_ast_untyped(node))


SCALARS: dict[object, ScalarDefinition] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number, as a string in plain notation: `"20300000"`, `"62.9"`.',
        specified_by_url="https://en.wikipedia.org/wiki/Decimal_separator",
        serialize=str,
        parse_value=parse_decimal,
        parse_literal=decimal_literal,
    ),
    date: strawberry.scalar(
        name="Date",
        description='A day, as an ISO 8601 string: `"2014-11-25"`.',
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=date.isoformat,
        parse_value=parse_date,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, as an ISO 8601 string.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=datetime.isoformat,
        parse_value=parse_datetime,
    ),
    time: strawberry.scalar(
        name="Time",
        description="A time of day, as an ISO 8601 string.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=time.isoformat,
        parse_value=parse_time,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="A universally unique identifier, as a string.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=parse_uuid,
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description="A whole number of at most 64 bits, as a string, since JSON readers round numbers over 53 bits.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259#section-6",
        serialize=str,
        parse_value=parse_bigint,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
    Base64: strawberry.scalar(
        name="Base64",
        description="Bytes, as Base64 text.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc4648#section-4",
        serialize=lambda value: base64.b64encode(value).decode(),
        parse_value=parse_bytes,
    ),
}
