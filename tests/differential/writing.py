"""Input values as GraphQL text: literals, enumerations' names, variables.

In: values made of dicts, lists, `Name`s, `Variable`s and JSON scalars. Out: text.
"""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Name:
    """An enumeration's member."""

    text: str


@dataclass(frozen=True)
class Variable:
    """A variable in place of a value."""

    name: str


def written(value: Any) -> str:
    """A value as it stands in a document."""
    match value:
        case Name():
            return value.text
        case Variable():
            return f"${value.name}"
        case dict():
            return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(written(inner) for inner in value) + "]"
        case str():
            # Escaped or as it stands, by its length: both are the same text.
            return json.dumps(value, ensure_ascii=len(value) % 2 == 0)
        case _:
            return json.dumps(value)


def sent(value: Any) -> Any:
    """A value as it is sent as a variable."""
    match value:
        case Name():
            return value.text
        case dict():
            return {key: sent(inner) for key, inner in value.items()}
        case list():
            return [sent(inner) for inner in value]
        case _:
            return value


def with_arguments(field: str, arguments: dict[str, Any]) -> str:
    """A field with its arguments."""
    if not arguments:
        return field
    return f"{field}({', '.join(f'{name}: {written(value)}' for name, value in arguments.items())})"
