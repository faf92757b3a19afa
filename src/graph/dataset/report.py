"""What was found out about a data folder: faults with their place, totals printed beside totals computed.

In: faults and comparisons. Out: a `Report`, and the errors that carry one.
Never: reads data.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the file, the row as a spreadsheet numbers it (the header is 1), the column, why."""

    file: str
    row: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        """Give the place and the reason: `figures.csv, row 12, quantity_low: 9O is no decimal number`."""
        row = None if self.row is None else f"row {self.row}"
        return f"{', '.join(part for part in (self.file, row, self.column) if part)}: {self.reason}"


@dataclass(frozen=True)
class Comparison:
    """A number as it is printed beside the same number as it follows from other figures."""

    title: str
    printed: str
    low: Decimal | None
    high: Decimal | None
    computed: Decimal
    is_bound: bool
    unit: str
    note: str

    @property
    def agrees(self) -> bool:
        """Whether what is computed can be what is printed: it lies within the bounds and is no mere bound."""
        below = self.low is not None and self.computed < self.low
        above = self.high is not None and self.computed > self.high
        return not (below or above or self.is_bound)

    def __str__(self) -> str:
        """Give one line: `≠ jobs of the five: printed 340, computed 345 FTE (with the 5)`."""
        computed = f"{'at least ' if self.is_bound else ''}{self.computed:,f}"
        sign = "=" if self.agrees else "≠"
        note = f" ({self.note})" if self.note else ""
        return f"{sign} {self.title}: printed {self.printed}, computed {computed} {self.unit}{note}"


@dataclass(frozen=True)
class Report:
    """Everything found in a data folder."""

    faults: tuple[Fault, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    rows: int = 0

    @property
    def ok(self) -> bool:
        """Whether the data can be published."""
        return not self.faults

    def lines(self) -> list[str]:
        """Give the report as lines to print: faults first, then printed against computed."""
        found = "no fault" if self.ok else f"{len(self.faults)} fault{'s' * (len(self.faults) > 1)}"
        compared = [f"  {comparison}" for comparison in self.comparisons]
        heading = ["Totals, printed (=, ≠) against computed:"] if compared else []
        return [*map(str, self.faults), f"{found} in {self.rows} rows", *heading, *compared]


class DatasetError(Exception):
    """A data folder could not be published; the message says why, in words for whoever runs the build."""


class InvalidData(DatasetError):  # noqa: N818 - what it says is the data, not the error
    """The data has faults; they are all in `report`."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(["The data is not published:", *map(str, report.faults)]))
        self.report = report
