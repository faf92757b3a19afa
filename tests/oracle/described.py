"""What a SQLModel class promises to clients, read off SQLAlchemy's mapper: fields, values, links under their API names.

In: classes. Out: `Described`. Never: the catalogue of the engine: this is the second opinion.
"""

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, RelationshipProperty
from sqlmodel import SQLModel


@dataclass(frozen=True, eq=False)
class Composite:
    """A value type: the column of each member, and which members it cannot be without."""

    type_name: str
    members: Mapping[str, sa.Column[Any]]
    required: frozenset[str]
    # How a sum gets its members: rule → names, as the value type says; empty where values have no sum.
    sums: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Described:
    """A class: what it is called, where its rows lie, what each API name means."""

    name: str
    mapper: Mapper[Any]
    table: sa.Table
    key: tuple[sa.Column[Any], ...]
    columns: Mapping[str, sa.Column[Any]]
    composites: Mapping[str, Composite]
    links: Mapping[str, RelationshipProperty[Any]]

    @property
    def base_name(self) -> str:
        """The class that ids name: the outermost of the table."""
        name: str = self.mapper.base_mapper.class_.__name__
        return name

    @property
    def only_kind(self) -> Any:
        """The discriminator of a class that has only some rows of its table, else None."""
        return self.mapper.polymorphic_identity if self.mapper.inherits else None


def camel(name: str) -> str:
    """`market_year` → `marketYear`."""
    first, *rest = (part for part in name.split("_") if part)
    return first[:1].lower() + first[1:] + "".join(part[:1].upper() + part[1:] for part in rest)


def describe(models: Iterable[type[SQLModel]]) -> dict[str, Described]:
    """Describe classes by their names."""
    return {model.__name__: describe_one(sa.inspect(model)) for model in models}


def describe_one(mapper: Mapper[Any]) -> Described:
    """Describe one class."""
    table = mapper.local_table
    assert isinstance(table, sa.Table)
    composites = {camel(each.key): describe_composite(each) for each in mapper.composites}
    inside = {column for each in composites.values() for column in each.members.values()}
    columns = {camel(key): column for key, column in mapper.columns.items() if column not in inside}
    return Described(
        name=mapper.class_.__name__,
        mapper=mapper,
        table=table,
        key=tuple(column for column in mapper.primary_key if isinstance(column, sa.Column)),
        columns=columns,
        composites=composites,
        links={camel(each.key): each for each in mapper.relationships},
    )


def describe_composite(prop: Any) -> Composite:
    """Describe a value type: its constructor names the members, in the order of the columns."""
    parameters = inspect.signature(prop.composite_class).parameters
    columns = [each.columns[0] for each in prop.props]
    required = {camel(name) for name, each in parameters.items() if not allows_none(each.annotation)}
    members = {camel(name): column for name, column in zip(parameters, columns, strict=True)}
    rules: dict[str, str] = getattr(prop.composite_class, "__sum__", {})
    sums = {
        rule: tuple(camel(name) for name, each in rules.items() if each == rule) for rule in rules.values()
    }
    return Composite(prop.composite_class.__name__, members, frozenset(required or members), sums)


def allows_none(annotation: Any) -> bool:
    """Whether a member may be absent."""
    return "None" in str(annotation) or "Optional" in str(annotation)
