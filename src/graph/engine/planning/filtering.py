"""Where arguments → predicates.

In: a filter as input, the entity it speaks of. Out: a `Predicate`, or None for one that leaves everything.
Never: SQL, nor anything but true or false: a comparison with null is false, and its `not` is true.
"""

from typing import TYPE_CHECKING

from graph.catalogue import Entity, Field, Link, Value
from graph.engine.inputs import Fields, Given, Input, Listed, hashable
from graph.engine.operands import (
    All,
    Column,
    EdgeIs,
    Either,
    Encoding,
    Exists,
    Function,
    IsNull,
    Key,
    Not,
    Operand,
    Operator,
    Param,
    Predicate,
    Rollup,
    Test,
    ValueIsNull,
)
from graph.engine.planning.ordering import is_null

if TYPE_CHECKING:
    from graph.engine.planning.planner import Planner

TRUE = All(())
FALSE = Either(())

COMPARISONS: dict[str, tuple[Operator, bool]] = {
    "eq": (Operator.EQ, False),
    "ne": (Operator.EQ, True),
    "in": (Operator.IN, False),
    "notIn": (Operator.IN, True),
    "gt": (Operator.GT, False),
    "gte": (Operator.GTE, False),
    "lt": (Operator.LT, False),
    "lte": (Operator.LTE, False),
    "contains": (Operator.CONTAINS, False),
    "startsWith": (Operator.STARTS_WITH, False),
    "endsWith": (Operator.ENDS_WITH, False),
}
PATTERNS = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)


def all_of(parts: list[Predicate]) -> Predicate:
    """True when every part is, with what is always true left out."""
    kept = tuple(part for part in parts if part != TRUE)
    return kept[0] if len(kept) == 1 else All(kept)


def read_filter(planner: "Planner", entity: Entity, edge: Entity | None, given: Input | None) -> Predicate:
    """Read a filter on an entity's rows; `edge` is the link table's entity where there is one between."""
    if not isinstance(given, Fields):
        return TRUE
    planner.count_condition()
    parts: list[Predicate] = []
    for name, entry in given.entries.items():
        if is_null(entry):
            continue
        match name:
            case "and":
                parts.append(all_of([read_filter(planner, entity, edge, item) for item in items_of(entry)]))
            case "or":
                parts.append(
                    Either(tuple(read_filter(planner, entity, edge, item) for item in items_of(entry)))
                )
            case "not":
                parts.append(Not(read_filter(planner, entity, edge, entry)))
            case "isNull":
                parts.append(FALSE if planner.inputs.fixed(entry) else TRUE)
            case "edge" if edge is not None:
                inner = read_filter(planner, edge, None, entry)
                parts.append(TRUE if inner == TRUE else EdgeIs(inner))
            case "id":
                parts.append(read_comparisons(planner, Key(), None, entity, entry))
            case _:
                parts.append(read_attribute(planner, entity, name, entry))
    return all_of(parts)


def items_of(given: Input) -> tuple[Input, ...]:
    """The items of a list; a single object stands for a list of one."""
    return given.items if isinstance(given, Listed) else (given,)


def read_attribute(planner: "Planner", entity: Entity, name: str, given: Input) -> Predicate:
    """Read the filter on one attribute."""
    match entity.attributes[name]:
        case Field() as field:
            return read_comparisons(planner, Column(name, field), field, entity, given)
        case Value() as value:
            return read_value(planner, entity, value, given)
        case Link(many=False) as link:
            return read_to_one(planner, link, given)
        case link:
            return read_to_many(planner, link, given)


def read_value(planner: "Planner", entity: Entity, value: Value, given: Input) -> Predicate:
    """Read the filter on a value type: its members, or whether it is there at all."""
    parts: list[Predicate] = []
    for name, entry in given.entries.items() if isinstance(given, Fields) else ():
        if is_null(entry):
            continue
        if name == "isNull":
            absent = ValueIsNull(value)
            parts.append(absent if planner.inputs.fixed(entry) else Not(absent))
        else:
            member = value.members[name]
            parts.append(
                read_comparisons(
                    planner, Column(f"{value.name}.{name}", member, value), member, entity, entry
                )
            )
    return all_of(parts)


def read_to_one(planner: "Planner", link: Link, given: Input) -> Predicate:
    """Read the filter through a to-one link: there is such a row, and the filter is true of it.

    `isNull` asks whether there is none, so it is taken out of the filter on the row, also out of and, or, not.
    """
    if not isinstance(given, Fields):
        return TRUE
    parts: list[Predicate] = []
    rest: dict[str, Input] = {}
    for name, entry in given.entries.items():
        if name == "isNull" and not is_null(entry):
            parts.append(Not(Exists(link)) if planner.inputs.fixed(entry) else Exists(link))
        elif name in ("and", "or", "not") and asks_for_nothing(entry):
            inner = tuple(read_to_one(planner, link, item) for item in items_of(entry))
            parts.append(
                Either(inner) if name == "or" else Not(inner[0]) if name == "not" else all_of([*inner])
            )
        else:
            rest[name] = entry
    inner_filter = read_filter(planner, planner.entity(link.target), None, Fields(rest))
    if inner_filter != TRUE:
        parts.append(Exists(link, inner_filter))
    return all_of(parts)


def asks_for_nothing(given: Input) -> bool:
    """Whether and, or, not hold an `isNull` that speaks of the same row."""
    return any(
        (name == "isNull" and not is_null(entry))
        or (name in ("and", "or", "not") and asks_for_nothing(entry))
        for item in items_of(given)
        if isinstance(item, Fields)
        for name, entry in item.entries.items()
    )


def read_to_many(planner: "Planner", link: Link, given: Input) -> Predicate:
    """Read the filter through a to-many link: some, none or every row, or an aggregate of them."""
    target = planner.entity(link.target)
    parts: list[Predicate] = []
    for name, entry in given.entries.items() if isinstance(given, Fields) else ():
        if is_null(entry):
            continue
        if name == "aggregate":
            parts.append(read_rollup_tests(planner, link, target, entry))
            continue
        inner = read_filter(planner, target, link.edge, entry)
        match name:
            case "some":
                parts.append(Exists(link, None if inner == TRUE else inner))
            case "none":
                parts.append(Not(Exists(link, None if inner == TRUE else inner)))
            case _:
                parts.append(TRUE if inner == TRUE else Not(Exists(link, Not(inner))))
    return all_of(parts)


def read_rollup_tests(planner: "Planner", link: Link, target: Entity, given: Input) -> Predicate:
    """Read comparisons with aggregates of the rows that a link leads to."""
    entries = given.entries if isinstance(given, Fields) else {}
    where = read_filter(planner, target, link.edge, entries.get("where"))
    kept = None if where == TRUE else where
    parts: list[Predicate] = []
    for name, entry in entries.items():
        if name == "where" or is_null(entry):
            continue
        parts.append(read_measure_tests(planner, Function(name), link, kept, target, entry))
    return all_of(parts)


def read_measure_tests(
    planner: "Planner",
    function: Function,
    link: Link | None,
    where: Predicate | None,
    target: Entity,
    given: Input,
) -> Predicate:
    """Read the comparisons with one aggregate function, of each column named."""
    if function is Function.COUNT:
        return read_comparisons(planner, Rollup(function, link, where), None, target, given)
    parts: list[Predicate] = []
    for name, entry in given.entries.items() if isinstance(given, Fields) else ():
        if is_null(entry):
            continue
        match target.attributes[name]:
            case Field() as field:
                rollup = Rollup(function, link, where, Column(name, field))
                parts.append(read_comparisons(planner, rollup, field, target, entry))
            case Value() as value:
                for member, test in entry.entries.items() if isinstance(entry, Fields) else ():
                    column = Column(f"{name}.{member}", value.members[member], value)
                    rollup = Rollup(function, link, where, column)
                    parts.append(read_comparisons(planner, rollup, column.field, target, test))
            case _:
                pass
    return all_of(parts)


def read_comparisons(
    planner: "Planner", operand: Operand, field: Field | None, entity: Entity, given: Input
) -> Predicate:
    """Read the comparisons with one operand: all of them must hold."""
    if not isinstance(given, Fields):
        return TRUE
    planner.count_condition()
    fold = bool(planner.inputs.fixed(given.entries.get("ignoreCase")))
    parts: list[Predicate] = []
    for name, entry in given.entries.items():
        if name == "ignoreCase":
            continue
        if name == "isNull":
            if not is_null(entry):
                absent = FALSE if isinstance(operand, Key) else IsNull(operand)
                parts.append(absent if planner.inputs.fixed(entry) else Not(absent))
            continue
        operator, negated = COMPARISONS[name]
        # A comparison with null is false of every row.
        test: Predicate = (
            FALSE
            if is_null(entry)
            else Test(operand, operator, read_param(operand, operator, field, entity, entry, fold=fold), fold)
        )
        parts.append(Not(test) if negated else test)
    return all_of(parts)


def read_param(
    operand: Operand, operator: Operator, field: Field | None, entity: Entity, given: Input, *, fold: bool
) -> Param:
    """Make the parameter of a comparison."""
    if isinstance(operand, Key):
        encoding = Encoding.ID_LIST if operator is Operator.IN else Encoding.ID
    elif operator is Operator.IN:
        encoding = Encoding.FOLDED_LIST if fold else Encoding.LIST
    elif operator in PATTERNS:
        encoding = Encoding.FOLDED_PATTERN if fold else Encoding.PATTERN
    else:
        encoding = Encoding.FOLDED if fold else Encoding.PLAIN
    function = operand.function if isinstance(operand, Rollup) else None
    # Counts and means are numbers of their own kind, not values of the column.
    bound = None if function is Function.COUNT_DISTINCT else field
    if isinstance(given, Listed):
        items = tuple(item if isinstance(item, Given) else Given(None, None) for item in given.items)
        return Param(items, None, encoding, bound, entity.name, operator, function)
    leaf = given if isinstance(given, Given) else Given(None, None)
    value = None if leaf.origin is not None else hashable(leaf.value)
    return Param(value, leaf.origin, encoding, bound, entity.name, operator, function)
