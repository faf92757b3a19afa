"""Aggregates and groups: what is measured of rows, how they are grouped, compared and sorted by it.

In: entities and value types. Out: object types for answers, input types for filters, groups and orderings.
Never: a function of a kind that has none: text has no sum, JSON no order.
"""

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from graph.api.scalars import annotation_of
from graph.api.types import Argument, Workbench, input_field, output
from graph.catalogue import Catalogue, Entity, Field, Kind, Link, Value
from graph.engine.operands import DatePart, Function

NUMBERS = (Kind.INT, Kind.BIGINT, Kind.FLOAT, Kind.DECIMAL)
ORDERED = (*NUMBERS, Kind.STRING, Kind.DATE, Kind.DATETIME, Kind.TIME)
DATES = (Kind.DATE, Kind.DATETIME)
ALLOWED: dict[Function, tuple[Kind, ...]] = {
    Function.COUNT_DISTINCT: tuple(kind for kind in Kind if kind is not Kind.JSON),
    Function.SUM: NUMBERS,
    Function.AVG: NUMBERS,
    Function.MIN: ORDERED,
    Function.MAX: ORDERED,
}
TEXTS = {
    Function.COUNT: "How many rows.",
    Function.COUNT_DISTINCT: "How many different values, null left out.",
    Function.SUM: "The sum; null of no values.",
    Function.AVG: "The mean; null of no values.",
    Function.MIN: "The smallest value; null of none.",
    Function.MAX: "The largest value; null of none.",
}
# Makes the type of one column under a function: an answer, a filter or a direction.
Leaf = Callable[[Function, Field], Any]


def measurable(entity: Entity) -> list[Field | Value]:
    """What aggregates can be taken of: columns, and members of value types."""
    return [*entity.fields, *entity.values]


def kind_of(function: Function, field: Field) -> Kind:
    """What a function of a column is."""
    match function:
        case Function.COUNT | Function.COUNT_DISTINCT:
            return Kind.INT
        case Function.SUM if field.kind is Kind.INT:
            return Kind.BIGINT
        case Function.AVG if field.kind is not Kind.DECIMAL:
            return Kind.FLOAT
        case _:
            return field.kind


class AggregateTypes:
    """Makes the aggregate types of a catalogue."""

    def __init__(self, catalogue: Catalogue, bench: Workbench) -> None:
        self.catalogue = catalogue
        self.bench = bench

    # --- answers ---------------------------------------------------------------------------------------------------

    def answer(self, entity: Entity) -> type:
        """What is measured of rows of an entity."""
        name = f"{entity.name}Aggregate"
        if self.bench.first(name):
            fields = [output("count", int, TEXTS[Function.COUNT])]
            for function in ALLOWED:
                made: Any = self.function_answer(entity, function)
                if made is not None:
                    fields.append(output(function.value, made, TEXTS[function]))
            self.bench.complete(name, fields, description=f"What is measured of {entity.plural}.")
        return self.bench.begin(name)

    def function_answer(self, entity: Entity, function: Function) -> type | None:
        """One function of each column that has it."""
        fields: list[StrawberryField] = []
        for attribute in measurable(entity):
            if isinstance(attribute, Field):
                if attribute.kind in ALLOWED[function]:
                    fields.append(
                        output(attribute.name, answer_leaf(function, attribute), attribute.description)
                    )
            elif function is Function.SUM and attribute.sum_rules:
                whole: Any = self.bench.begin(attribute.type_name)
                text = "The sum with its bounds: `high` is null as soon as one row's is. Null where units differ."
                fields.append(output(attribute.name, whole | None, text))
            else:
                nested: Any = self.value_answer(attribute, function)
                if nested is not None:
                    fields.append(output(attribute.name, nested, attribute.description))
        return self.made(
            f"{entity.name}{capital(function)}",
            fields,
            f"{TEXTS[function]} Of each column of {entity.plural}.",
        )

    def value_answer(self, value: Value, function: Function) -> type | None:
        """One function of each member of a value type that has it."""
        fields = [
            output(each.name, answer_leaf(function, each), each.description)
            for each in value.members.values()
            if each.kind in ALLOWED[function]
        ]
        return self.made(
            f"{value.type_name}{capital(function)}", fields, f"{TEXTS[function]} Of each member."
        )

    def made(self, name: str, fields: list[StrawberryField], text: str) -> type | None:
        """The object type of this name, where it has fields."""
        if not fields:
            return None
        if self.bench.first(name):
            self.bench.complete(name, fields, description=text)
        return self.bench.begin(name)

    # --- inputs: filters and orderings of aggregates ----------------------------------------------------------------

    def inputs(self, entity: Entity, suffix: str, leaf: Leaf, *, one_of: bool) -> list[StrawberryField]:
        """A field for each function, with a leaf for each column that has it."""
        fields: list[StrawberryField] = []
        for function, kinds in ALLOWED.items():
            columns: list[StrawberryField] = []
            for attribute in measurable(entity):
                if isinstance(attribute, Field):
                    if attribute.kind in kinds:
                        columns.append(
                            input_field(attribute.name, leaf(function, attribute), attribute.description)
                        )
                    continue
                members = [
                    input_field(each.name, leaf(function, each), each.description)
                    for each in attribute.members.values()
                    if each.kind in kinds
                ]
                nested = self.input(
                    f"{attribute.type_name}{capital(function)}{suffix}", members, one_of=one_of
                )
                if nested is not None:
                    columns.append(input_field(attribute.name, nested, attribute.description))
            made = self.input(f"{entity.name}{capital(function)}{suffix}", columns, one_of=one_of)
            if made is not None:
                fields.append(input_field(function.value, made, TEXTS[function]))
        return fields

    def input(self, name: str, fields: list[StrawberryField], *, one_of: bool) -> type | None:
        """The input type of this name, where it has fields."""
        if not fields:
            return None
        if self.bench.first(name):
            self.bench.complete(
                name,
                fields,
                input_=True,
                one_of=one_of,
                description="One of these." if one_of else "All must hold.",
            )
        return self.bench.begin(name)

    # --- groups ----------------------------------------------------------------------------------------------------

    def group(self, entity: Entity) -> type:
        """A group of rows: its keys, and what is measured of it."""
        name = f"{entity.name}Group"
        if name in self.catalogue.entities:
            name = f"{entity.name}GroupOfRows"
        if self.bench.first(name):
            keys: Any = self.keys(entity)
            answer: Any = self.answer(entity)
            fields = [
                output("keys", keys, "What the rows of the group have in common, in the shape of `by`."),
                output("aggregate", answer, "What is measured of the group."),
            ]
            self.bench.complete(name, fields, description=f"A group of {entity.plural}.")
        return self.bench.begin(name)

    def keys(self, entity: Entity) -> type:
        """The keys of a group: null for what is not grouped by."""
        name = f"{entity.name}Keys"
        if self.bench.first(name):
            fields: list[StrawberryField] = []
            for attribute in entity.attributes.values():
                match attribute:
                    case Field() if attribute.kind is not Kind.JSON:
                        fields.append(output(attribute.name, key_leaf(attribute), attribute.description))
                    case Value():
                        fields.append(
                            output(attribute.name, self.value_keys(attribute) | None, attribute.description)
                        )
                    case Link(many=False):
                        inner: Any = self.keys(self.catalogue.entities[attribute.target])
                        fields.append(
                            output(
                                attribute.name, inner | None, f"Of the {attribute.target} at the other end."
                            )
                        )
                    case _:
                        pass
            self.bench.complete(name, fields, description=f"What a group of {entity.plural} has in common.")
        return self.bench.begin(name)

    def value_keys(self, value: Value) -> Any:
        """The keys of a group that are members of a value type."""
        fields = [output(each.name, key_leaf(each), each.description) for each in value.members.values()]
        return self.made(f"{value.type_name}Keys", fields, "What a group has in common.")

    def by(self, entity: Entity, suffix: str, leaf: Callable[[Field], Any], *, one_of: bool) -> type:
        """The input type that names keys: to group by them, or to sort by them."""
        name = f"{entity.name}{suffix}"
        if self.bench.first(name):
            fields: list[StrawberryField] = []
            for attribute in entity.attributes.values():
                match attribute:
                    case Field() if attribute.kind is not Kind.JSON:
                        fields.append(input_field(attribute.name, leaf(attribute), attribute.description))
                    case Value():
                        members = [
                            input_field(each.name, leaf(each), each.description)
                            for each in attribute.members.values()
                        ]
                        nested: Any = self.input(f"{attribute.type_name}{suffix}", members, one_of=one_of)
                        fields.append(input_field(attribute.name, nested, attribute.description))
                    case Link(many=False):
                        inner = self.by(
                            self.catalogue.entities[attribute.target], suffix, leaf, one_of=one_of
                        )
                        fields.append(
                            input_field(attribute.name, inner, f"Of the {attribute.target} at the other end.")
                        )
                    case _:
                        pass
            text = (
                f"One key of groups of {entity.plural}." if one_of else f"What to group {entity.plural} by."
            )
            self.bench.complete(name, fields, input_=True, one_of=one_of, description=text)
        return self.bench.begin(name)

    def groups_field(self, entity: Entity, having: Any, order: Any) -> StrawberryField:
        """The `groups` field of a connection."""
        group: Any = self.group(entity)
        by: Any = self.by(entity, "GroupBy", by_leaf, one_of=False)
        arguments = [
            Argument("by", by, "What to group by."),
            Argument("having", having | None, "Only groups of which this is true."),
            Argument(
                "orderBy",
                list[order] | None,
                "How to sort the groups; by their keys where nothing is said, and where all else is equal.",
            ),
            Argument("first", int | None, "How many groups: 500 where nothing is said, and at most."),
        ]
        return output(
            "groups",
            list[group],
            "The rows in groups: all that `where` leaves, not those of the page.",
            arguments,
        )


def answer_leaf(function: Function, field: Field) -> Any:
    """The type of a function of a column."""
    kind = kind_of(function, field)
    if function is Function.COUNT_DISTINCT:
        return int
    return annotation_of(Field(field.name, kind, nullable=True, column=field.column)) | None


def key_leaf(field: Field) -> Any:
    """The type of a key: dates are grouped by parts, which are whole numbers."""
    return (int if field.kind in DATES else annotation_of(field)) | None


def by_leaf(field: Field) -> Any:
    """How a column is grouped by: dates by a part."""
    if field.kind not in DATES:
        return bool
    if not hasattr(DatePart, "__strawberry_definition__"):
        strawberry.enum(DatePart, description=DatePart.__doc__)
    return DatePart


def capital(function: Function) -> str:
    """A function in the name of a type."""
    return function.value[0].upper() + function.value[1:]
