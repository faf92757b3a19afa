"""Aggregates in Python, exact: sums of decimals are decimals, means are fractions until they are shown.

In: rows, a function, a path to a column. Out: the value, None of no values.
Never: a sum of quantities of different units.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from graph.columns import ExactDecimal
from tests.oracle.described import Composite, Described
from tests.oracle.scalars import decimal_text, sortable
from tests.oracle.worlds import Row, Tie

Path = tuple[str, ...]
# A mean of decimals is shown with this many digits more than its column has.
MORE_DIGITS = 4


def measure(function: str, ties: Sequence[Tie], path: Path) -> Any:
    """Measure rows by the column at a path."""
    rows = [tie.row for tie in ties]
    if not rows:
        return 0 if function == "countDistinct" else None
    composite = rows[0].described.composites.get(path[0])
    if composite is None:
        return function_of(function, [row.value(rows[0].described.columns[path[0]]) for row in rows])
    if composite.sums and function in ("sum", "avg"):
        return bound(function, [row for row in rows if row.has(composite)], composite, path[1])
    return function_of(function, [row.value(composite.members[path[1]]) for row in rows])


def function_of(function: str, values: Sequence[Any]) -> Any:
    """One function of values, nulls left out."""
    there = [value for value in values if value is not None]
    if function == "countDistinct":
        return len({sortable(value) for value in there})
    if not there:
        return None
    match function:
        case "sum":
            return total(there)
        case "avg":
            return mean(there)
        case "min":
            return min(there, key=sortable)
        case "max":
            return max(there, key=sortable)
    raise NotImplementedError(function)


def total(values: Sequence[Any]) -> Any:
    """An exact sum."""
    with localcontext(prec=100):
        return sum(values[1:], start=values[0])


def mean(values: Sequence[Any]) -> Any:
    """A mean: of decimals an exact fraction, of other numbers a float."""
    if isinstance(values[0], Decimal):
        return Fraction(total(values)) / len(values)
    return total(values) / len(values)


def shown_mean(value: Fraction | None, column: sa.Column[Any]) -> Decimal | None:
    """A mean of decimals as it is shown."""
    if value is None:
        return None
    scale = column.type.scale if isinstance(column.type, ExactDecimal | sa.Numeric) else 0
    with localcontext(prec=100):
        made = Decimal(value.numerator) / Decimal(value.denominator)
        return made.quantize(Decimal(1).scaleb(-(scale or 0) - MORE_DIGITS), ROUND_HALF_UP)


# --- quantities ----------------------------------------------------------------------------------------------------


def summable(rows: Sequence[Row], composite: Composite) -> bool:
    """Whether there are values, and all are of one unit and one currency."""
    same = {tuple(row.value(composite.members[name]) for name in composite.sums["SAME"]) for row in rows}
    return len(same) == 1


def bound(function: str, rows: Sequence[Row], composite: Composite, member: str) -> Any:
    """The sum or mean of a bound; None as soon as one row has none."""
    values = [row.value(composite.members[member]) for row in rows]
    if not summable(rows, composite) or None in values:
        return None
    return function_of(function, values)


def sum_of_values(described: Described, ties: Sequence[Tie], name: str) -> dict[str, Any] | None:
    """The sum of quantities as a quantity: each member by name; None of none, and of different units."""
    composite = described.composites[name]
    rows = [tie.row for tie in ties if tie.row.has(composite)]
    if not summable(rows, composite):
        return None
    found = {each: rows[0].value(composite.members[each]) for each in composite.sums["SAME"]}
    found |= {each: bound("sum", rows, composite, each) for each in composite.sums["BOUND"]}
    low, high = (found[each] for each in composite.sums["BOUND"])
    for each in composite.sums["CERTAINTY"]:
        found[each] = qualifier(low, high, [row.value(composite.members[each]) for row in rows])
    return found | {each: range_text(low, high) for each in composite.sums["RANGE"]}


def qualifier(low: Decimal | None, high: Decimal | None, given: Sequence[Any]) -> Any:
    """The qualifier that a quantity with such bounds has; with both, EXACT if all are."""
    choices = type(given[0])
    if low is None:
        return choices.UNKNOWN if high is None else choices.LESS_THAN
    if high is None:
        return choices.MORE_THAN
    return choices.EXACT if set(given) == {choices.EXACT} else choices.ABOUT


def range_text(low: Decimal | None, high: Decimal | None) -> str:
    """Bounds as text."""
    if low is None or high is None:
        return "?" if low is high else f">{decimal_text(low)}" if high is None else f"<{decimal_text(high)}"  # type: ignore[arg-type]
    return decimal_text(low) if low == high else f"{decimal_text(low)}–{decimal_text(high)}"
