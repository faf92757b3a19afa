"""Filters: input objects that mirror the entities, with comparisons at the leaves.

In: entities, value types, kinds. Out: an input type for each.
Never: an operator that a kind cannot honour.
"""

from typing import Any

from strawberry.types.field import StrawberryField

from graph.api.aggregates import TEXTS, AggregateTypes, kind_of
from graph.api.scalars import ANNOTATIONS, annotation_of
from graph.api.types import Workbench, input_field
from graph.catalogue import Attribute, Catalogue, Entity, Field, Kind, Link, Value
from graph.engine.operands import Function

EQUALITY = ("eq", "ne", "in", "notIn")
ORDER = ("gt", "gte", "lt", "lte")
TEXT = ("contains", "startsWith", "endsWith")
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.ID: EQUALITY,
    Kind.STRING: (*EQUALITY, *ORDER, *TEXT),
    Kind.BOOLEAN: ("eq", "ne"),
    Kind.ENUM: EQUALITY,
    Kind.UUID: EQUALITY,
    Kind.BYTES: ("eq", "ne"),
    Kind.JSON: (),
}
DESCRIPTIONS = {
    "eq": "Equal to.",
    "ne": "Not equal to, or null.",
    "in": "Equal to one of; nothing is, of none.",
    "notIn": "Equal to none of, or null.",
    "gt": "Greater than.",
    "gte": "Greater than or equal to.",
    "lt": "Less than.",
    "lte": "Less than or equal to.",
    "contains": "Has this text in it.",
    "startsWith": "Begins with this text.",
    "endsWith": "Ends with this text.",
}


def prefix_of(catalogue: Catalogue, entity: Entity, link: Link) -> str:
    """The prefix of a link's own types: the class that declares the link, and its name."""
    parent = catalogue.entities.get(entity.parent or "")
    if parent is not None and link.name in parent.attributes:
        return prefix_of(catalogue, parent, link)
    return f"{entity.name}{link.name[0].upper()}{link.name[1:]}"


def own_types(catalogue: Catalogue, entity: Entity, link: Link) -> tuple[str, Entity, Entity | None]:
    """The prefix of a link's types, its target, and its edge: the target's own where the link says nothing."""
    target = catalogue.entities[link.target]
    if link.edge is None or not link.edge.attributes:
        return target.name, target, None
    return prefix_of(catalogue, entity, link), target, link.edge


class FilterTypes:
    """Makes the filter types of a catalogue."""

    def __init__(self, catalogue: Catalogue, bench: Workbench, aggregates: AggregateTypes) -> None:
        self.catalogue = catalogue
        self.bench = bench
        self.aggregates = aggregates

    def entity(self, prefix: str, entity: Entity, edge: Entity | None) -> type:
        """The filter on an entity's rows; with `edge` where a link table stands between."""
        name = f"{prefix}Filter"
        if self.bench.first(name):
            own: Any = self.bench.begin(name)
            fields = [
                input_field("and", list[own], "All of these are true."),
                input_field("or", list[own], "At least one of these is true: none is, of none."),
                input_field("not", own, "This is not true."),
                input_field("isNull", bool, "Through a link: whether there is nothing at the other end."),
            ]
            if not entity.is_edge:
                fields.append(input_field("id", self.scalar(Kind.ID), "The id."))
            if edge is not None:
                between: Any = self.entity(edge.name, edge, None)
                fields.append(input_field("edge", between, "What the link itself says."))
            fields += [self.attribute(entity, each) for each in entity.attributes.values()]
            self.bench.complete(
                name, fields, input_=True, description=f"Conditions on {entity.plural}: all must hold."
            )
        return self.bench.begin(name)

    def attribute(self, entity: Entity, attribute: Attribute) -> StrawberryField:
        """The filter on one attribute."""
        match attribute:
            case Field():
                return input_field(attribute.name, self.field(attribute), attribute.description)
            case Value():
                return input_field(attribute.name, self.value(attribute), attribute.description)
            case Link(many=False):
                target = self.catalogue.entities[attribute.target]
                text = f"There is a {target.name} at the other end, of which this is true."
                return input_field(attribute.name, self.entity(target.name, target, None), text)
            case Link():
                return input_field(
                    attribute.name, self.link(entity, attribute), "Conditions on the rows at the other ends."
                )

    def link(self, entity: Entity, link: Link) -> type:
        """The filter through a link to many."""
        prefix, target, edge = own_types(self.catalogue, entity, link)
        name = f"{prefix}ListFilter"
        if self.bench.first(name):
            inner: Any = self.entity(prefix, target, edge)
            fields = [
                input_field("some", inner, "True of at least one."),
                input_field("none", inner, "True of none."),
                input_field("every", inner, "True of each, also where there are none."),
                input_field(
                    "aggregate", self.rollup(prefix, target, edge), "Conditions on what is measured of them."
                ),
            ]
            self.bench.complete(
                name, fields, input_=True, description=f"Conditions on linked {target.plural}."
            )
        return self.bench.begin(name)

    def rollup(self, prefix: str, target: Entity, edge: Entity | None) -> type:
        """The filter on aggregates of linked rows, all of them or those that `where` leaves."""
        name = f"{prefix}AggregateFilter"
        if self.bench.first(name):
            where: Any = self.entity(prefix, target, edge)
            fields = [
                input_field("where", where, "Measure only the rows of which this is true."),
                *self.measures(target),
            ]
            text = f"Conditions on what is measured of linked {target.plural}: all must hold."
            self.bench.complete(name, fields, input_=True, description=text)
        return self.bench.begin(name)

    def having(self, entity: Entity) -> type:
        """The filter on aggregates of a group."""
        name = f"{entity.name}Having"
        if self.bench.first(name):
            own: Any = self.bench.begin(name)
            fields = [
                input_field("and", list[own], "All of these are true."),
                input_field("or", list[own], "At least one of these is true: none is, of none."),
                input_field("not", own, "This is not true."),
                *self.measures(entity),
            ]
            text = f"Conditions on what is measured of a group of {entity.plural}: all must hold."
            self.bench.complete(name, fields, input_=True, description=text)
        return self.bench.begin(name)

    def measures(self, entity: Entity) -> list[StrawberryField]:
        """Comparisons with each aggregate of an entity's rows."""

        def leaf(function: Function, field: Field) -> type:
            return self.scalar(kind_of(function, field))

        count = input_field("count", self.scalar(Kind.INT), TEXTS[Function.COUNT])
        return [count, *self.aggregates.inputs(entity, "Filter", leaf, one_of=False)]

    def value(self, value: Value) -> type:
        """The filter on a value type: one for its members, and whether it is there."""
        name = f"{value.type_name}Filter"
        if self.bench.first(name):
            fields = [input_field("isNull", bool, "Whether the value is absent.")]
            fields += [
                input_field(each.name, self.field(each), each.description) for each in value.members.values()
            ]
            self.bench.complete(
                name, fields, input_=True, description=f"Conditions on a {value.type_name}: all must hold."
            )
        return self.bench.begin(name)

    def field(self, field: Field) -> type:
        """The comparisons of a column."""
        if field.kind is Kind.ENUM and field.choices is not None:
            return self.comparisons(f"{field.choices.__name__}Filter", Kind.ENUM, annotation_of(field))
        return self.scalar(field.kind)

    def scalar(self, kind: Kind) -> type:
        """The comparisons of a kind."""
        return self.comparisons(f"{kind.value}Filter", kind, ANNOTATIONS[kind])

    def comparisons(self, name: str, kind: Kind, annotation: Any) -> type:
        """The comparisons that a kind has."""
        if self.bench.first(name):
            operators = OPERATORS.get(kind, (*EQUALITY, *ORDER))
            fields = [
                input_field(
                    each, list[annotation] if each in ("in", "notIn") else annotation, DESCRIPTIONS[each]
                )
                for each in operators
            ]
            if kind is not Kind.ID:
                fields.append(input_field("isNull", bool, "Whether it is absent."))
            if kind is Kind.STRING:
                fields.append(
                    input_field("ignoreCase", bool, "Compare without regard to case, in every script.")
                )
            self.bench.complete(
                name, fields, input_=True, description="Comparisons: all must hold; with null, none does."
            )
        return self.bench.begin(name)
