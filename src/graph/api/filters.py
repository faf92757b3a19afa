"""Filters: input objects that mirror the entities, with comparisons at the leaves.

In: entities, value types, kinds. Out: an input type for each.
Never: an operator that a kind cannot honour.
"""

from typing import Any

from strawberry.types.field import StrawberryField

from graph.api.scalars import ANNOTATIONS, annotation_of
from graph.api.types import Workbench, input_field
from graph.catalogue import Attribute, Catalogue, Entity, Field, Kind, Link, Value

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


class FilterTypes:
    """Makes the filter types of a catalogue."""

    def __init__(self, catalogue: Catalogue, bench: Workbench) -> None:
        self.catalogue = catalogue
        self.bench = bench

    def entity(self, prefix: str, entity: Entity, edge: Entity | None) -> type:
        """The filter on an entity's rows; with `edge` where a link table stands between."""
        name = f"{prefix}Filter"
        if not self.bench.known(name):
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
            self.bench.complete(name, fields, input_=True, description=f"Conditions on {entity.plural}: all must hold.")
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
                return input_field(attribute.name, self.link(entity, attribute), "Conditions on the rows at the other ends.")

    def link(self, entity: Entity, link: Link) -> type:
        """The filter through a link to many."""
        from graph.api.connections import prefix_of

        target = self.catalogue.entities[link.target]
        edge = link.edge if link.edge is not None and link.edge.attributes else None
        prefix = prefix_of(self.catalogue, entity, link) if edge else target.name
        name = f"{prefix}ListFilter"
        if not self.bench.known(name):
            self.bench.begin(name)
            inner: Any = self.entity(prefix, target, edge)
            fields = [
                input_field("some", inner, "True of at least one."),
                input_field("none", inner, "True of none."),
                input_field("every", inner, "True of each, also where there are none."),
            ]
            self.bench.complete(name, fields, input_=True, description=f"Conditions on linked {target.plural}.")
        return self.bench.begin(name)

    def value(self, value: Value) -> type:
        """The filter on a value type: one for its members, and whether it is there."""
        name = f"{value.type_name}Filter"
        if not self.bench.known(name):
            fields = [input_field("isNull", bool, "Whether the value is absent.")]
            fields += [input_field(each.name, self.field(each), each.description) for each in value.members.values()]
            self.bench.complete(name, fields, input_=True, description=f"Conditions on a {value.type_name}: all must hold.")
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
        if not self.bench.known(name):
            operators = OPERATORS.get(kind, (*EQUALITY, *ORDER))
            fields = [
                input_field(each, list[annotation] if each in ("in", "notIn") else annotation, DESCRIPTIONS[each])
                for each in operators
            ]
            if kind is not Kind.ID:
                fields.append(input_field("isNull", bool, "Whether it is absent."))
            if kind is Kind.STRING:
                fields.append(input_field("ignoreCase", bool, "Compare without regard to case, in every script."))
            self.bench.complete(name, fields, input_=True, description="Comparisons: all must hold; with null, none does.")
        return self.bench.begin(name)
