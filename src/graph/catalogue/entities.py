"""The map itself: entities, their fields, value types and links, as immutable values.

In: nothing. Out: `Catalogue` and its parts. Never: a mapper read here, beside the join that a link holds.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import inflection
import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty


class CatalogueError(ValueError):
    """The classes given cannot be served; the message names the class and what to change."""


class Kind(enum.StrEnum):
    """What a column holds, as clients see it."""

    ID = "ID"
    STRING = "String"
    INT = "Int"
    BIGINT = "BigInt"
    FLOAT = "Float"
    BOOLEAN = "Boolean"
    DECIMAL = "Decimal"
    DATE = "Date"
    DATETIME = "DateTime"
    TIME = "Time"
    UUID = "UUID"
    JSON = "JSON"
    BYTES = "Base64"
    ENUM = "Enum"


@dataclass(frozen=True)
class Field:
    """A column that clients can select: its name in camel case, its kind, its place in the table."""

    name: str
    kind: Kind
    nullable: bool
    column: sa.Column[Any] = field(compare=False, repr=False)
    choices: type[enum.Enum] | None = field(default=None, compare=False, repr=False)
    description: str | None = field(default=None, compare=False, repr=False)
    unique: bool = field(default=False, compare=False, repr=False)


class SumRule(enum.StrEnum):
    """How a sum of values gets a member: declared by the value type as `__sum__`."""

    BOUND = "BOUND"  # the sum of the members; null as soon as one is
    SAME = "SAME"  # what all have in common; values that differ in it are never summed
    # How sure the sum is: an enumeration of exact, about, without an upper bound, without a lower one, without either.
    CERTAINTY = "CERTAINTY"
    RANGE = "RANGE"  # the sum's bounds as text


@dataclass(frozen=True)
class Value:
    """A value type in an entity's columns: `amount` of `Quantity`, with its members' columns."""

    name: str
    type_name: str
    nullable: bool
    members: Mapping[str, Field] = field(compare=False, repr=False)
    description: str | None = field(default=None, compare=False, repr=False)
    type_description: str | None = field(default=None, compare=False, repr=False)
    sum_rules: Mapping[str, SumRule] = field(default_factory=dict, compare=False, repr=False)

    def summed_by(self, rule: SumRule) -> tuple[Field, ...]:
        """The members that a sum gets by this rule."""
        return tuple(self.members[name] for name, each in self.sum_rules.items() if each is rule)

    @property
    def tokens(self) -> tuple[Field, ...]:
        """The members that are null exactly when the whole value is absent: its required ones, else all."""
        required = tuple(member for member in self.members.values() if not member.nullable)
        return required or tuple(self.members.values())


@dataclass(frozen=True)
class Link:
    """A relationship: from one entity to one or many of another, by a join, perhaps through a link table."""

    name: str
    source: str
    target: str
    many: bool
    prop: RelationshipProperty[Any] = field(compare=False, repr=False)
    edge: "Entity | None" = field(default=None, compare=False, repr=False)
    description: str | None = field(default=None, compare=False, repr=False)

    @property
    def secondary(self) -> sa.Table | None:
        """The link table, where there is one."""
        table = self.prop.secondary
        return table if isinstance(table, sa.Table) else None

    @cached_property
    def by_key(self) -> bool:
        """Whether the join finds its one target by primary key."""
        if self.many or self.secondary is not None:
            return False
        remote = {column for _, column in self.prop.local_remote_pairs or ()}
        plain = self.prop.direction.name == "MANYTOONE"
        return plain and remote == set(self.prop.mapper.local_table.primary_key)


Attribute = Field | Value | Link


@dataclass(frozen=True)
class Entity:
    """A class as clients see it: an object type, or the interface of several kinds of one table."""

    name: str
    table: sa.Table = field(compare=False, repr=False)
    key: tuple[sa.Column[Any], ...] = field(compare=False, repr=False)
    attributes: Mapping[str, Attribute] = field(compare=False, repr=False)
    description: str | None = field(default=None, compare=False, repr=False)
    parent: str | None = None
    kinds: tuple[str, ...] = ()
    discriminator: sa.Column[Any] | None = field(default=None, compare=False, repr=False)
    identity: Any = field(default=None, compare=False, repr=False)
    is_edge: bool = False
    id_prefix: str = ""

    @property
    def is_interface(self) -> bool:
        """Whether rows of this entity are of several concrete types."""
        return bool(self.kinds)

    @property
    def concrete(self) -> tuple[str, ...]:
        """The names of the object types a row can be of."""
        return self.kinds or (self.name,)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns that clients can select."""
        return tuple(each for each in self.attributes.values() if isinstance(each, Field))

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The value types in this entity's columns."""
        return tuple(each for each in self.attributes.values() if isinstance(each, Value))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links to other entities."""
        return tuple(each for each in self.attributes.values() if isinstance(each, Link))

    @property
    def unique_fields(self) -> tuple[Field, ...]:
        """The fields that name one row: arguments of the singular root field."""
        return tuple(each for each in self.fields if each.unique)

    @property
    def singular(self) -> str:
        """The root field for one: `fundingRound`."""
        return self.name[0].lower() + self.name[1:]

    @property
    def plural(self) -> str:
        """The root field for many: `fundingRounds`; `allSeries` where the language has no plural."""
        plural = inflection.pluralize(self.singular)
        return plural if plural != self.singular else f"all{self.name}"


@dataclass(frozen=True)
class Catalogue:
    """Every entity by its type name, in the order the classes were given."""

    entities: Mapping[str, Entity]

    @cached_property
    def served(self) -> tuple[Entity, ...]:
        """The entities with root fields of their own: all but the edges."""
        return tuple(each for each in self.entities.values() if not each.is_edge)

    @cached_property
    def roots(self) -> Mapping[str, tuple[Entity, Literal["one", "many"]]]:
        """Root field name → its entity, and whether it gives one or many."""
        found: dict[str, tuple[Entity, Literal["one", "many"]]] = {}
        for entity in self.served:
            found[entity.singular] = (entity, "one")
            found[entity.plural] = (entity, "many")
        return MappingProxyType(found)

    @cached_property
    def by_prefix(self) -> Mapping[str, Entity]:
        """The first part of an id → the entity whose table it points into."""
        return MappingProxyType({each.id_prefix: each for each in self.served if each.parent is None})
