"""A data folder checked as a whole: everything wrong with it in one report.

In: a folder. Out: its rows and a `Report`.
Never: stops at the first fault; writes.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel

from graph.dataset.comparing import compare
from graph.dataset.layout import data_files
from graph.dataset.reading import Sheet, read_folder
from graph.dataset.references import broken_references
from graph.dataset.report import Fault, Report
from graph.dataset.rules import broken_rules
from graph.dataset.storing import refused_rows
from graph.models import MODELS


def check(folder: Path, models: Sequence[type[SQLModel]] = MODELS) -> Report:
    """Read and check a data folder; the report holds every fault and every total recomputed."""
    return read_and_check(folder, models)[1]


def read_and_check(folder: Path, models: Sequence[type[SQLModel]]) -> tuple[list[Sheet], Report]:
    """Give the rows of a folder beside the report on them."""
    configure_mappers()
    sheets, faults = read_folder(folder, data_files(models))
    for sheet in sheets:
        faults += sheet.faults
    faults += broken_rules(sheets)
    faults += broken_references(sheets)
    faults += refused_rows(sheets, list(faults))
    comparisons, wrong = compare(folder, sheets)
    rows = sum(len(sheet.rows) for sheet in sheets)
    return sheets, Report(tuple(sorted({*faults, *wrong}, key=place)), tuple(comparisons), rows)


def place(fault: Fault) -> tuple[str, int, str, str]:
    """Order faults as a reader goes through the files."""
    return fault.file, fault.row or 0, fault.column or "", fault.reason
