"""Value types: what is printed, with what it can mean; no identity of their own, columns of their owner.

In: nothing. Out: `PartialDate` and `Quantity`, each able to say what is wrong with its own members.
Never: a reference to the table that holds them.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from sqlmodel import Field

from graph.columns import ExactDecimal, enumeration
from graph.models.vocabulary import Precision, Qualifier


@dataclass(frozen=True)
class PartialDate:
    """A date or a period, as precisely as its source gives it: "late 2014" has no single day.

    "Late" in a year and "end of" a year are read as its last quarter.
    """

    as_printed: Annotated[str, Field(description="The words of the source.")]
    earliest: Annotated[date | None, Field(description="The first day it can be; null when open.")]
    latest: Annotated[date | None, Field(description="The last day it can be; null when open.")]
    precision: Annotated[
        Precision, Field(description="How much of the date is given.", sa_type=enumeration(Precision))
    ]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Give (member, reason) for each way in which the members contradict one another."""
        if self.precision is Precision.OPEN:
            if (self.earliest is None) == (self.latest is None):
                yield "precision", "OPEN needs exactly one of earliest and latest"
        elif self.earliest is None or self.latest is None:
            yield "precision", f"{self.precision.name} needs both earliest and latest"
        elif self.earliest > self.latest:
            yield "latest", f"{self.latest} is before earliest, {self.earliest}"
        elif self.latest != (last := last_day(self.earliest, self.precision) or self.latest):
            yield "latest", f"a {self.precision.name} from {self.earliest} ends on {last}, not {self.latest}"
        elif first_day(self.earliest, self.precision) != self.earliest:
            yield "earliest", f"no {self.precision.name} begins on {self.earliest}"


@dataclass(frozen=True)
class Quantity:
    """A figure with its bounds: ">90" is at least 90 and has no upper bound; "about 15" is 15 and says so."""

    # How a sum of quantities gets each member: see `graph.catalogue.SumRule`.
    __sum__: ClassVar[dict[str, str]] = {
        "as_printed": "RANGE",
        "low": "BOUND",
        "high": "BOUND",
        "qualifier": "CERTAINTY",
        "unit": "SAME",
        "currency": "SAME",
    }

    as_printed: Annotated[str, Field(description="The words of the source.")]
    low: Annotated[
        Decimal | None, Field(description="The lower bound, in whole units.", sa_type=ExactDecimal())
    ]
    high: Annotated[
        Decimal | None,
        Field(description="The upper bound, in whole units; null when open.", sa_type=ExactDecimal()),
    ]
    qualifier: Annotated[
        Qualifier,
        Field(description="How the figure relates to the number printed.", sa_type=enumeration(Qualifier)),
    ]
    unit: Annotated[str, Field(description="EUR, USD, m2, FTE, people, percent, …")]
    currency: Annotated[str | None, Field(description="ISO 4217 code, where the unit is money.")]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Give (member, reason) for each way in which the members contradict one another."""
        for member, needed in zip(("low", "high"), BOUNDS[self.qualifier], strict=True):
            if (getattr(self, member) is not None) != needed:
                yield member, f"{self.qualifier.name} needs {'a' if needed else 'no'} {member}"
        if self.low is not None and self.high is not None and self.low > self.high:
            yield "high", f"{self.high} is below low, {self.low}"
        if self.currency is not None and self.currency != self.unit:
            yield "currency", f"{self.currency} is not the unit, {self.unit}"


BOUNDS = {
    Qualifier.EXACT: (True, True),
    Qualifier.ABOUT: (True, True),
    Qualifier.MORE_THAN: (True, False),
    Qualifier.LESS_THAN: (False, True),
    Qualifier.UNKNOWN: (False, False),
}
"""Which of low and high each qualifier needs; the others are null."""

MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}


def first_day(day: date, precision: Precision) -> date:
    """Give the first day of the month, quarter or year that a day is in, or the day where it needs none."""
    if precision not in MONTHS:
        return day
    return date(day.year, day.month - (day.month - 1) % MONTHS[precision], 1)


def last_day(first: date, precision: Precision) -> date | None:
    """Give the last day of the day, month, quarter or year that begins on a day; None for a range."""
    if precision is Precision.DAY:
        return first
    if precision not in MONTHS:
        return None
    month = first_day(first, precision).month + MONTHS[precision] - 1
    return date(first.year, month, monthrange(first.year, month)[1])
