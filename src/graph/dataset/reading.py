"""The CSV files of a data folder as rows of typed values.

In: a folder and the files that it must hold. Out: `Sheet`s of `Row`s, and a fault for everything unreadable.
Never: compares one row with another; stops at the first fault.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from graph.dataset.cells import BadCell, read_cell
from graph.dataset.layout import DataFile
from graph.dataset.report import Fault


@dataclass
class Row:
    """The values of one row by column; columns whose cells could not be read are in `bad` instead."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)


@dataclass
class Sheet:
    """One file that was read: its rows, its faults, and whether its rows could be found at all."""

    file: DataFile
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    readable: bool = True

    def fault(self, row: int | None, column: str | None, reason: str) -> None:
        """Note a fault of this file."""
        self.faults.append(Fault(self.file.name, row, column, reason))


def read_folder(folder: Path, files: tuple[DataFile, ...]) -> tuple[list[Sheet], list[Fault]]:
    """Read every file of a folder; the faults are those of the folder itself."""
    try:
        present = {path.name for path in folder.iterdir() if path.suffix == ".csv"}
    except OSError as error:
        return [], [Fault(str(folder), None, None, f"cannot be read as a data folder: {error.strerror}")]
    unknown = sorted(present - {file.name for file in files})
    faults = [Fault(name, None, None, "belongs to no table of the models") for name in unknown]
    return [read_sheet(folder / file.name, file) for file in files], faults


def read_sheet(path: Path, file: DataFile) -> Sheet:
    """Read one file."""
    sheet = Sheet(file)
    text = read_text(path, sheet)
    records = [] if text is None else list(read_records(text, sheet))
    if not records:
        sheet.readable = False
        if not sheet.faults:
            sheet.fault(None, None, "has no header")
        return sheet
    header = records[0]
    if check_header(header, sheet):
        sheet.rows = [read_row(number, header, cells, sheet) for number, cells in enumerate(records[1:], 2)]
    return sheet


def read_text(path: Path, sheet: Sheet) -> str | None:
    """Give a file's text; note a fault where there is no file or no UTF-8."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        sheet.fault(None, None, "is missing")
        return None
    except OSError as error:
        sheet.fault(None, None, f"cannot be read: {error.strerror}")
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        sheet.fault(line, None, f"byte {error.start} is not UTF-8: save the file as UTF-8")
        return None
    if text.startswith("\ufeff"):
        sheet.fault(1, None, "begins with a byte order mark: save the file as UTF-8 without one")
        return None
    return text


def read_records(text: str, sheet: Sheet) -> Iterator[list[str]]:
    """Give the records of a CSV text; a broken one ends the file with a fault."""
    found = 0
    try:
        for record in csv.reader(StringIO(text, newline=""), strict=True):
            found += 1
            yield record
    except csv.Error as error:
        sheet.fault(found + 1, None, f"is no CSV: {error}")
        sheet.readable = False


def check_header(header: list[str], sheet: Sheet) -> bool:
    """Note unknown, repeated and missing columns; tell whether the rows can be read."""
    known = sheet.file.columns
    for name in dict.fromkeys(header):
        if name not in known:
            sheet.fault(1, name or "(no name)", f"is no column of {sheet.file.name}")
        elif header.count(name) > 1:
            sheet.fault(1, name, "stands in the header more than once")
    for name in known:
        if name not in header:
            sheet.fault(1, name, "is missing from the header")
    clear = set(sheet.file.key) <= set(header) and len(set(header)) == len(header)
    sheet.readable &= clear
    return clear


def read_row(number: int, header: list[str], cells: list[str], sheet: Sheet) -> Row:
    """Read the cells of one row; one of another length than the header counts for its key alone."""
    row = Row(number, bad=set(sheet.file.columns) - set(header))
    if len(cells) != len(header):
        sheet.fault(number, None, f"has {len(cells)} cells, the header {len(header)}")
        row.values = dict(zip(header, cells, strict=False))
        row.bad.update(sheet.file.columns)
        return row
    for name, text in zip(header, cells, strict=True):
        column = sheet.file.columns.get(name)
        if column is None:
            continue
        try:
            row.values[name] = read_cell(text, column)
        except BadCell as bad:
            sheet.fault(number, name, str(bad))
            row.bad.add(name)
    return row
