"""SQLModel classes read into a catalogue.

In: any list of SQLModel table classes. Out: a `Catalogue`. Never: anything of one dataset.
What a class means is read off SQLAlchemy's mapper alone:

- columns become fields, in camel case; foreign keys and the columns of a value type do not;
- composites become value types, relationships become links;
- mapper inheritance becomes an interface and its object types;
- a class that serves as the link table of a relationship becomes the edge of that link.
"""

import enum
import inspect
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

import sqlalchemy as sa
from sqlalchemy.orm import CompositeProperty, Mapper, RelationshipProperty, configure_mappers
from sqlmodel import SQLModel

from graph.catalogue.entities import (
    Attribute,
    Catalogue,
    CatalogueError,
    Entity,
    Field,
    Kind,
    Link,
    SumRule,
    Value,
)
from graph.columns import ExactDecimal


def read_catalogue(models: Iterable[type[SQLModel]]) -> Catalogue:
    """Read SQLModel table classes into a catalogue; CatalogueError where one cannot be served.

    Classes that are linked to but not given are left out, and so are the links to them.
    """
    configure_mappers()
    mappers: dict[str, Mapper[Any]] = {}
    for model in models:
        mapper = sa.inspect(model, raiseerr=False)
        if not isinstance(mapper, Mapper):
            raise CatalogueError(f"{model.__name__} is not a table: declare it with table=True")
        if model.__name__ in mappers:
            raise CatalogueError(f"two classes are named {model.__name__}")
        mappers[model.__name__] = mapper
    edges = edge_classes(mappers)
    entities: dict[str, Entity] = {}
    # Edges first: links point to them.
    for name, mapper in sorted(mappers.items(), key=lambda item: item[0] not in edges):
        entities[name] = read_entity(mapper, mappers, entities, is_edge=name in edges)
    return Catalogue(MappingProxyType({name: entities[name] for name in mappers}))


def edge_classes(mappers: Mapping[str, Mapper[Any]]) -> frozenset[str]:
    """The classes that only tie two others: link tables of a relationship that nothing else links to."""
    link_tables = {rel.secondary for mapper in mappers.values() for rel in mapper.relationships}
    targets = {rel.mapper for mapper in mappers.values() for rel in mapper.relationships}
    return frozenset(
        name
        for name, mapper in mappers.items()
        if mapper.local_table in link_tables and mapper not in targets
    )


def read_entity(
    mapper: Mapper[Any], mappers: Mapping[str, Mapper[Any]], edges: Mapping[str, Entity], *, is_edge: bool
) -> Entity:
    """Read one mapped class."""
    name = mapper.class_.__name__
    table = mapper.local_table
    if not isinstance(table, sa.Table) or not mapper.primary_key:
        raise CatalogueError(f"{name} has no table with a primary key of its own")
    kinds = tuple(each for each, other in mappers.items() if other is not mapper and other.isa(mapper))
    if kinds and not mapper.polymorphic_abstract:
        raise CatalogueError(f'{name} has kinds: give it "polymorphic_abstract": True in __mapper_args__')
    parent = next((each for each, other in mappers.items() if mapper.inherits is other), None)
    return Entity(
        name=name,
        table=table,
        key=tuple(column for column in mapper.primary_key if isinstance(column, sa.Column)),
        attributes=MappingProxyType(read_attributes(mapper, mappers, edges, is_edge=is_edge)),
        description=described(mapper.class_),
        parent=parent,
        kinds=kinds,
        discriminator=mapper.polymorphic_on if isinstance(mapper.polymorphic_on, sa.Column) else None,
        identity=mapper.polymorphic_identity,
        is_edge=is_edge,
        id_prefix=mapper.base_mapper.class_.__name__,
    )


def read_attributes(
    mapper: Mapper[Any], mappers: Mapping[str, Mapper[Any]], edges: Mapping[str, Entity], *, is_edge: bool
) -> dict[str, Attribute]:
    """Read a class's fields, then its links; those of a parent class come first."""
    found: dict[str, Attribute] = {}
    composites = {value_columns(prop)[0].name: prop for prop in mapper.composites}
    in_values = {column.name for prop in mapper.composites for column in value_columns(prop)}
    for key, column in in_order(mapper.columns):
        if column.name in composites:
            value = read_value(mapper, composites[column.name])
            found[value.name] = value
        elif column.name not in in_values and not hidden(key, column, is_edge=is_edge):
            made = read_field(mapper, key, column)
            found[made.name] = made
    for rel in in_order_links(mapper):
        target = next((name for name, other in mappers.items() if other is rel.mapper), None)
        if target is None:
            continue
        edge = next((each for each in edges.values() if each.table is rel.secondary), None)
        name = camel(rel.key)
        source = rel.parent.class_.__name__  # of an inherited relationship, the class that declares it
        found[name] = Link(name, source, target, bool(rel.uselist), rel, edge, rel.doc)
    return found


def in_order(columns: Any) -> list[tuple[str, sa.Column[Any]]]:
    """Columns in the order of the class statement; a value type stands where it was declared."""
    return [(key, column) for key, column in columns.items() if isinstance(column, sa.Column)]


def in_order_links(mapper: Mapper[Any]) -> list[RelationshipProperty[Any]]:
    """Relationships of the parent class first, each class's in the order of its statement."""
    own = [
        rel
        for rel in mapper.relationships
        if not (mapper.inherits and rel.key in mapper.inherits.relationships)
    ]
    return [*(in_order_links(mapper.inherits) if mapper.inherits else ()), *own]


def hidden(key: str, column: sa.Column[Any], *, is_edge: bool) -> bool:
    """Whether a column stays behind a link or behind `id`."""
    if column.foreign_keys:
        return True
    return column.primary_key and (is_edge or camel(key) == "id")


def read_field(mapper: Mapper[Any], key: str, column: sa.Column[Any]) -> Field:
    """Read one column."""
    info = mapper.class_.model_fields.get(key)
    kind, choices = kind_of(column, mapper.class_.__name__)
    alone = len(mapper.primary_key) == 1
    return Field(
        name=camel(key),
        kind=kind,
        nullable=bool(column.nullable) or (mapper.single and column not in set(mapper.inherits.columns)),  # type: ignore[union-attr]
        column=column,
        choices=choices,
        description=info.description if info else column.comment,
        unique=bool(column.unique) or (column.primary_key and alone) or alone_unique(column),
    )


def alone_unique(column: sa.Column[Any]) -> bool:
    """Whether a constraint of the table makes this column unique by itself."""
    return any(
        isinstance(constraint, sa.UniqueConstraint) and list(constraint.columns) == [column]
        for constraint in column.table.constraints
    )


def value_columns(prop: CompositeProperty[Any]) -> list[sa.Column[Any]]:
    """The columns of a value type, in the order of its members."""
    return [each.columns[0] for each in prop.props if isinstance(each.columns[0], sa.Column)]


def read_value(mapper: Mapper[Any], prop: CompositeProperty[Any]) -> Value:
    """Read one value type: its members are named after its class's fields."""
    columns = value_columns(prop)
    names = list(inspect.signature(prop.composite_class).parameters)
    keys = [mapper.get_property_by_column(column).key for column in columns]
    made = [read_field(mapper, key, column) for key, column in zip(keys, columns, strict=True)]
    members = {
        camel(name): Field(
            camel(name),
            each.kind,
            member_nullable(prop.composite_class, name),
            each.column,
            each.choices,
            each.description,
        )
        for name, each in zip(names, made, strict=True)
    }
    required = [made[index] for index, member in enumerate(members.values()) if not member.nullable]
    return Value(
        name=camel(prop.key),
        type_name=prop.composite_class.__name__,
        nullable=any(each.nullable for each in required or made),
        members=MappingProxyType(members),
        description=getattr(mapper.class_, "__embedded__", {}).get(prop.key) or prop.doc,
        type_description=described(prop.composite_class),
        sum_rules={
            camel(name): SumRule(rule) for name, rule in getattr(prop.composite_class, "__sum__", {}).items()
        },
    )


def member_nullable(value_type: Any, name: str) -> bool:
    """Whether a member of a value may be absent, by its annotation."""
    return type(None) in get_args(get_type_hints(value_type)[name])


KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (ExactDecimal, Kind.DECIMAL),
    (sa.Uuid, Kind.UUID),
    (sa.Boolean, Kind.BOOLEAN),
    (sa.BigInteger, Kind.BIGINT),
    (sa.Integer, Kind.INT),
    (sa.Float, Kind.FLOAT),
    (sa.Numeric, Kind.DECIMAL),
    (sa.DateTime, Kind.DATETIME),
    (sa.Date, Kind.DATE),
    (sa.Time, Kind.TIME),
    (sa.JSON, Kind.JSON),
    (sa.LargeBinary, Kind.BYTES),
    (sa.String, Kind.STRING),
)


def kind_of(column: sa.Column[Any], owner: str) -> tuple[Kind, type[enum.Enum] | None]:
    """Tell what a column holds; CatalogueError for a type that no client could read."""
    declared = column.type
    plain = (
        declared.impl
        if isinstance(declared, sa.TypeDecorator) and not isinstance(declared, ExactDecimal)
        else declared
    )
    if isinstance(plain, sa.Enum):
        return (Kind.ENUM, plain.enum_class) if plain.enum_class else (Kind.STRING, None)
    for sql_type, kind in KINDS:
        if isinstance(plain, sql_type):
            if kind is Kind.DECIMAL and getattr(plain, "asdecimal", True) is False:
                return Kind.FLOAT, None
            return kind, None
    raise CatalogueError(f"{owner}.{column.key}: columns of type {declared!r} cannot be served")


def described(owner: Any) -> str | None:
    """The docstring that a class was written with; not one that a library made for it."""
    text = owner.__dict__.get("__doc__")
    return inspect.cleandoc(text) if text and not text.startswith(f"{owner.__name__}(") else None


def camel(name: str) -> str:
    """`subset_of_id` → `subsetOfId`; names in camel case stay as they are."""
    head, *rest = [part for part in re.split(r"_+", name) if part]
    return head[0].lower() + head[1:] + "".join(part[0].upper() + part[1:] for part in rest)
