"""Orderings: input objects that name one path and a direction each.

In: entities and value types. Out: a @oneOf input type for each.
Never: a kind that has no order.
"""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from graph.api.types import Workbench, input_field
from graph.catalogue import Attribute, Catalogue, Entity, Field, Kind, Link, Value
from graph.engine.plan import Direction

UNORDERED = (Kind.JSON, Kind.BYTES)


class OrderTypes:
    """Makes the ordering types of a catalogue."""

    def __init__(self, catalogue: Catalogue, bench: Workbench) -> None:
        self.catalogue = catalogue
        self.bench = bench
        self.direction: Any = strawberry.enum(
            Direction, name="Direction", description="Which way to sort, and where null stands: last where nothing is said."
        )

    def entity(self, prefix: str, entity: Entity, edge: Entity | None) -> type:
        """The orderings of an entity's rows; with `edge` where a link table stands between."""
        name = f"{prefix}Order"
        if not self.bench.known(name):
            self.bench.begin(name)
            fields = [] if entity.is_edge else [input_field("id", self.direction, "By id.")]
            if edge is not None:
                between: Any = self.entity(edge.name, edge, None)
                fields.append(input_field("edge", between, "By what the link itself says."))
            for attribute in entity.attributes.values():
                fields += self.attribute(attribute)
            text = f"One way to sort {entity.plural}."
            self.bench.complete(name, fields, input_=True, one_of=True, description=text)
        return self.bench.begin(name)

    def attribute(self, attribute: Attribute) -> list[StrawberryField]:
        """The ordering by one attribute, where it has one."""
        match attribute:
            case Field():
                return [] if attribute.kind in UNORDERED else [input_field(attribute.name, self.direction, attribute.description)]
            case Value():
                return [input_field(attribute.name, self.value(attribute), attribute.description)]
            case Link(many=False):
                target = self.catalogue.entities[attribute.target]
                text = f"By the {target.name} at the other end."
                return [input_field(attribute.name, self.entity(target.name, target, None), text)]
            case Link():
                return []

    def value(self, value: Value) -> type:
        """The orderings of a value type."""
        name = f"{value.type_name}Order"
        if not self.bench.known(name):
            fields = [
                input_field(each.name, self.direction, each.description)
                for each in value.members.values()
                if each.kind not in UNORDERED
            ]
            self.bench.complete(name, fields, input_=True, one_of=True, description=f"One way to sort by a {value.type_name}.")
        return self.bench.begin(name)
