"""Entities and value types as GraphQL objects and interfaces.

In: a catalogue. Out: a type for each entity, interface and value type.
Never: a field that the catalogue does not have.
"""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from graph.api.connections import ConnectionTypes
from graph.api.scalars import annotation_of
from graph.api.types import Workbench, output
from graph.catalogue import Attribute, Catalogue, Entity, Field, Link, Value

ID_TEXT = "An opaque id, the same in every build of the same data."


class ObjectTypes:
    """Makes the object types of a catalogue."""

    def __init__(self, catalogue: Catalogue, bench: Workbench, connections: ConnectionTypes) -> None:
        self.catalogue = catalogue
        self.bench = bench
        self.connections = connections

    def make(self) -> None:
        """Make every type: interfaces first, since classes inherit from them."""
        self.bench.complete(
            "Node",
            [output("id", strawberry.ID, ID_TEXT)],
            interface=True,
            description="Anything that has an id.",
        )
        entities = sorted(self.catalogue.served, key=lambda entity: not entity.is_interface)
        for entity in entities:
            base = entity.parent if entity.parent in self.catalogue.entities else "Node"
            self.bench.begin(entity.name, (self.bench.begin(str(base)),))
        for entity in entities:
            parent = self.catalogue.entities.get(entity.parent or "")
            inherited = set(parent.attributes) if parent else set()
            own = [each for name, each in entity.attributes.items() if name not in inherited]
            self.bench.complete(
                entity.name,
                [self.field(entity, each) for each in own],
                interface=entity.is_interface,
                description=entity.description,
            )

    def field(self, entity: Entity, attribute: Attribute) -> StrawberryField:
        """An attribute as a field."""
        match attribute:
            case Field():
                return scalar_field(attribute)
            case Value():
                return self.value_field(attribute)
            case Link(many=False):
                target = self.bench.begin(attribute.target)
                return output(attribute.name, target | None, attribute.description or link_text(attribute))
            case Link():
                return self.connections.field(entity, attribute)

    def value_field(self, value: Value) -> StrawberryField:
        """A value type as a field; its type is made when it is first seen."""
        if self.bench.first(value.type_name):
            members = [scalar_field(member) for member in value.members.values()]
            self.bench.complete(value.type_name, members, description=value.type_description)
        made: Any = self.bench.begin(value.type_name)
        return output(value.name, made | None if value.nullable else made, value.description)


def scalar_field(field: Field) -> StrawberryField:
    """A column as a field."""
    annotation = annotation_of(field)
    return output(field.name, annotation | None if field.nullable else annotation, field.description)


def link_text(link: Link) -> str:
    """What a link without a description leads to."""
    return f"The {link.target} at the other end."
