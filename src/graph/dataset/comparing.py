"""Totals recomputed: what the data prints beside what follows from the other figures.

In: `comparisons.json` of the data folder, which says what is computed from which figures, and the rows of the
figures. Out: `Comparison`s, and a fault for each line of the description that cannot be followed.
Never: a number of its own; a binary float.

This is the one module of the folder that knows what a figure is.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from graph.columns import plain
from graph.dataset.reading import Row, Sheet
from graph.dataset.report import Comparison, Fault
from graph.models import Figure

DESCRIPTION = "comparisons.json"
HUNDREDTH = Decimal("0.01")


class Operation(StrEnum):
    """How the number is computed from the figures."""

    SUM = "SUM"
    COMPOUND_YEARLY = "COMPOUND_YEARLY"
    MEAN_YEARLY = "MEAN_YEARLY"
    GROWTH_FACTOR = "GROWTH_FACTOR"


class Described(BaseModel):
    """One comparison, as `comparisons.json` describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(description="What is compared.")
    discrepancy: str = Field(description="The discrepancy that explains it.")
    printed: str = Field(description="The figure that prints the number.")
    operation: Operation = Field(description="How it is computed.")
    figures: tuple[str, ...] = Field(min_length=1, description="The figures that it is computed from.")
    per: Decimal = Field(default=Decimal(1), gt=0, description="What to divide by, to show it as printed.")
    unit: str = Field(description="The unit of the number shown.")
    note: str = Field(default="", description="What the reader must know.")


def compare(folder: Path, sheets: list[Sheet]) -> tuple[list[Comparison], list[Fault]]:
    """Recompute what the folder describes; a folder that describes nothing has nothing to compare."""
    figures = figure_rows(sheets)
    try:
        described = read_description(folder) if figures else []
    except ValidationError as error:
        wrong = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
        return [], [Fault(DESCRIPTION, None, place or None, reason) for place, reason in wrong]
    faults = list(unknown_rows(described, sheets, figures))
    return [made for each in described if (made := comparison(each, figures))], faults


def read_description(folder: Path) -> list[Described]:
    """Read the descriptions of a folder; there may be none."""
    try:
        content = (folder / DESCRIPTION).read_bytes()
    except OSError:
        return []
    return TypeAdapter(list[Described]).validate_json(content)


def figure_rows(sheets: list[Sheet]) -> dict[str, Row]:
    """Give the rows of the figures by their ids."""
    found = [sheet for sheet in sheets if sheet.file.mapper.class_ is Figure]
    return {row.values["id"]: row for sheet in found for row in sheet.rows if row.values.get("id")}


def unknown_rows(described: list[Described], sheets: list[Sheet], figures: dict[str, Row]) -> Iterator[Fault]:
    """Give a fault for each row that a description names and that is not there."""
    discrepancies = {
        row.values.get("id")
        for sheet in sheets
        if sheet.file.mapper.class_.__name__ == "Discrepancy"
        for row in sheet.rows
    }
    for position, each in enumerate(described):
        for name in {each.printed, *each.figures} - figures.keys():
            yield Fault(DESCRIPTION, None, f"{position}.figures", f"{name} is no figure")
        if each.discrepancy not in discrepancies:
            yield Fault(DESCRIPTION, None, f"{position}.discrepancy", f"{each.discrepancy} is no discrepancy")


def comparison(described: Described, figures: dict[str, Row]) -> Comparison | None:
    """Compute one comparison; None where a figure that it needs is missing or cannot be read."""
    names = (described.printed, *described.figures)
    if any(name not in figures or figures[name].bad for name in names):
        return None
    printed = figures[described.printed].values
    terms = [figures[name] for name in described.figures]
    try:
        with localcontext(prec=40):
            computed = COMPUTE[described.operation](terms) / described.per
            low, high = (scaled(printed[f"quantity_{bound}"], described.per) for bound in ("low", "high"))
    except (ArithmeticError, ValueError):
        return None
    return Comparison(
        title=described.title,
        printed=printed["quantity_as_printed"],
        low=low,
        high=high,
        computed=plain(computed.quantize(HUNDREDTH)),
        is_bound=any(term.values["quantity_high"] is None for term in terms),
        unit=described.unit,
        note=described.note,
    )


def scaled(value: Decimal | None, per: Decimal) -> Decimal | None:
    """Divide a bound, where there is one."""
    return None if value is None else value / per


def number(row: Row) -> Decimal:
    """Give the number that a figure prints: its lower bound, or its upper where that is all there is."""
    low, high = row.values["quantity_low"], row.values["quantity_high"]
    if low is None and high is None:
        raise ValueError(row.values["id"])
    return Decimal(high if low is None else low)


def years(row: Row) -> Decimal:
    """Count the yearly intervals of a figure's period: nine from 2005 to 2014."""
    earliest, latest = row.values["period_earliest"], row.values["period_latest"]
    if earliest is None or latest is None:
        raise ValueError(row.values["id"])
    return Decimal(latest.year - earliest.year)


def total(rows: list[Row]) -> Decimal:
    """Add up."""
    return sum(map(number, rows), Decimal(0))


def compound_yearly(rows: list[Row]) -> Decimal:
    """Give the yearly growth in percent that compounds to a growth over several years."""
    factor = 1 + number(rows[0]) / 100
    return (factor ** (1 / years(rows[0])) - 1) * 100


def mean_yearly(rows: list[Row]) -> Decimal:
    """Give the simple mean of a growth over several years."""
    return number(rows[0]) / years(rows[0])


def growth_factor(rows: list[Row]) -> Decimal:
    """Give how many times the first figure all of them make together."""
    return total(rows) / number(rows[0])


COMPUTE: dict[Operation, Callable[[list[Row]], Decimal]] = {
    Operation.SUM: total,
    Operation.COMPOUND_YEARLY: compound_yearly,
    Operation.MEAN_YEARLY: mean_yearly,
    Operation.GROWTH_FACTOR: growth_factor,
}
