"""Copies of the shipped data to break, changed as a person with a spreadsheet would change them."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "data"
Table = list[list[str]]


def copy_of_data(folder: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, folder / "data"))


def read_table(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_table(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def change(path: Path, alter: Callable[[Table], object]) -> None:
    table = read_table(path)
    alter(table)
    write_table(path, table)


def row_of(path: Path, key: str) -> int:
    """Give the number of the row that begins with a key, as a spreadsheet counts."""
    return next(number for number, cells in enumerate(read_table(path), 1) if cells[0] == key)


def set_cell(path: Path, key: str, column: str, value: str) -> None:
    def alter(table: Table) -> None:
        row = next(cells for cells in table if cells[0] == key)
        row[table[0].index(column)] = value

    change(path, alter)
