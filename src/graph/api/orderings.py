"""Orderings: input objects that name one path and a direction each.

In: entities and value types. Out: a @oneOf input type for each.
Never: a kind that has no order.
"""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from graph.api.aggregates import TEXTS, AggregateTypes
from graph.api.filters import FilterTypes, own_types
from graph.api.types import Workbench, input_field
from graph.catalogue import Attribute, Catalogue, Entity, Field, Kind, Link, Value
from graph.engine.operands import Direction, Function

UNORDERED = (Kind.JSON, Kind.BYTES)


class OrderTypes:
    """Makes the ordering types of a catalogue."""

    def __init__(
        self, catalogue: Catalogue, bench: Workbench, aggregates: AggregateTypes, filters: FilterTypes
    ) -> None:
        self.catalogue = catalogue
        self.bench = bench
        self.aggregates = aggregates
        self.filters = filters
        self.direction: Any = strawberry.enum(
            Direction,
            name="Direction",
            description="Which way to sort, and where null stands: last where nothing is said.",
        )

    def entity(self, prefix: str, entity: Entity, edge: Entity | None) -> type:
        """The orderings of an entity's rows; with `edge` where a link table stands between."""
        name = f"{prefix}Order"
        if self.bench.first(name):
            fields = [] if entity.is_edge else [input_field("id", self.direction, "By id.")]
            if edge is not None:
                between: Any = self.entity(edge.name, edge, None)
                fields.append(input_field("edge", between, "By what the link itself says."))
            for attribute in entity.attributes.values():
                fields += self.attribute(entity, attribute)
            text = f"One way to sort {entity.plural}."
            self.bench.complete(name, fields, input_=True, one_of=True, description=text)
        return self.bench.begin(name)

    def attribute(self, entity: Entity, attribute: Attribute) -> list[StrawberryField]:
        """The ordering by one attribute, where it has one."""
        match attribute:
            case Field():
                return (
                    []
                    if attribute.kind in UNORDERED
                    else [input_field(attribute.name, self.direction, attribute.description)]
                )
            case Value():
                return [input_field(attribute.name, self.value(attribute), attribute.description)]
            case Link(many=False):
                target = self.catalogue.entities[attribute.target]
                text = f"By the {target.name} at the other end."
                return [input_field(attribute.name, self.entity(target.name, target, None), text)]
            case Link():
                rollups = self.link(entity, attribute)
                return [
                    input_field(attribute.name, rollups, "By what is measured of the rows at the other ends.")
                ]

    def link(self, entity: Entity, link: Link) -> type:
        """The orderings through a link to many: by aggregates."""
        prefix, target, edge = own_types(self.catalogue, entity, link)
        name = f"{prefix}ListOrder"
        if self.bench.first(name):
            where: Any = self.filters.entity(prefix, target, edge)
            fields = [
                input_field("where", where, "Measure only the rows of which this is true."),
                input_field("count", self.direction, TEXTS[Function.COUNT]),
                *self.aggregates.inputs(target, "Order", lambda *_: self.direction, one_of=True),
            ]
            text = f"An aggregate of linked {target.plural}: name one, and perhaps which rows to measure."
            rollup = self.bench.complete(f"{prefix}AggregateOrder", fields, input_=True, description=text)
            only = [input_field("aggregate", rollup, "By an aggregate.")]
            self.bench.complete(
                name,
                only,
                input_=True,
                one_of=True,
                description=f"One way to sort by linked {target.plural}.",
            )
        return self.bench.begin(name)

    def groups(self, entity: Entity) -> type:
        """The orderings of groups: by keys or by aggregates."""
        name = f"{entity.name}GroupOrder"
        if self.bench.first(name):
            keys: Any = self.aggregates.by(entity, "KeyOrder", lambda _: self.direction, one_of=True)
            measures = [
                input_field("count", self.direction, TEXTS[Function.COUNT]),
                *self.aggregates.inputs(entity, "Order", lambda *_: self.direction, one_of=True),
            ]
            measure = self.bench.complete(
                f"{entity.name}MeasureOrder",
                measures,
                input_=True,
                one_of=True,
                description="One aggregate of a group.",
            )
            fields = [
                input_field("keys", keys, "By a key."),
                input_field("aggregate", measure, "By an aggregate."),
            ]
            self.bench.complete(
                name,
                fields,
                input_=True,
                one_of=True,
                description=f"One way to sort groups of {entity.plural}.",
            )
        return self.bench.begin(name)

    def value(self, value: Value) -> type:
        """The orderings of a value type."""
        name = f"{value.type_name}Order"
        if self.bench.first(name):
            fields = [
                input_field(each.name, self.direction, each.description)
                for each in value.members.values()
                if each.kind not in UNORDERED
            ]
            self.bench.complete(
                name, fields, input_=True, one_of=True, description=f"One way to sort by a {value.type_name}."
            )
        return self.bench.begin(name)
