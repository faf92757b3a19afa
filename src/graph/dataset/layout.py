"""Which files a data folder holds: one CSV file for each table of the models.

In: SQLModel classes. Out: `DataFile`s, each with its name, its table and the classes whose rows it holds.
Never: opens a file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Column, Table, inspect
from sqlalchemy.orm import Mapper
from sqlmodel import SQLModel


@dataclass(frozen=True)
class DataFile:
    """One CSV file: the rows of one table, of one class or of the several kinds that share the table."""

    name: str
    table: Table
    mapper: Mapper[Any]

    @cached_property
    def columns(self) -> dict[str, Column[Any]]:
        """The table's columns, which are the file's, by name."""
        return {column.name: column for column in self.table.columns}

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return tuple(column.name for column in self.table.primary_key)

    @cached_property
    def kinds(self) -> dict[Any, Mapper[Any]]:
        """The class of a row by what its kind column holds; empty where one class has the whole table."""
        return dict(self.mapper.polymorphic_map)

    @cached_property
    def kind_column(self) -> str | None:
        """The column that tells the kinds apart."""
        column = self.mapper.polymorphic_on
        return column.name if isinstance(column, Column) else None


def data_files(models: Iterable[type[SQLModel]]) -> tuple[DataFile, ...]:
    """Give the file of each table, in the order of the models."""
    found: dict[Table, DataFile] = {}
    for model in models:
        mapper: Mapper[Any] = inspect(model).base_mapper
        table = mapper.local_table
        if isinstance(table, Table):
            found.setdefault(table, DataFile(file_name(mapper.class_.__name__), table, mapper))
    return tuple(found.values())


def file_name(class_name: str) -> str:
    """Name the file of a class: FundingRound → funding-rounds.csv, Facility → facilities.csv."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", class_name).lower()
    return re.sub(r"(?<![aeiou])y$", "ie", name) + "s.csv"
