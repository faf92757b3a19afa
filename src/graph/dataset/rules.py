"""What must hold between the rows of a data folder; every rule is read off the models.

In: the `Sheet`s that were read. Out: a `Fault` for each row that breaks a rule.
Never: names a table, a column or an entity.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import JSON, Column, UniqueConstraint

from graph.dataset.layout import DataFile
from graph.dataset.reading import Row, Sheet
from graph.dataset.report import Fault
from graph.models.entity import without_none


def broken_rules(sheets: list[Sheet]) -> Iterator[Fault]:
    """Give the faults of all rules that need no database."""
    for sheet in sheets:
        for columns in unique_columns(sheet.file):
            yield from repeated(sheet, columns)
        yield from misfit_kinds(sheet)
        yield from misfit_values(sheet)
        yield from misfit_json(sheet)


def unique_columns(file: DataFile) -> Iterator[tuple[str, ...]]:
    """Give the columns that together may not repeat: the key, unique columns, unique constraints."""
    yield file.key
    yield from ((name,) for name, column in file.columns.items() if column.unique)
    for constraint in file.table.constraints:
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1:
            yield tuple(column.name for column in constraint.columns)


def repeated(sheet: Sheet, columns: tuple[str, ...]) -> Iterator[Fault]:
    """Find rows that have the same values in these columns as an earlier one."""
    first: dict[tuple[Any, ...], int] = {}
    for row in sheet.rows:
        if row.bad & set(columns) or any(row.values[name] is None for name in columns):
            continue
        value = tuple(row.values[name] for name in columns)
        if value in first:
            reason = f"{', '.join(map(str, value))} stands in row {first[value]}, too"
            yield Fault(sheet.file.name, row.number, ", ".join(columns), reason)
        first.setdefault(value, row.number)


def misfit_kinds(sheet: Sheet) -> Iterator[Fault]:
    """Find values in columns that the kind of the row does not have."""
    kind_column = sheet.file.kind_column
    if kind_column is None:
        return
    columns_of = {
        kind: {column.name for attribute in mapper.column_attrs for column in attribute.columns}
        for kind, mapper in sheet.file.kinds.items()
    }
    for row in sheet.rows:
        kind = None if kind_column in row.bad else row.values.get(kind_column)
        for name, value in row.values.items():
            if kind in columns_of and value is not None and name not in columns_of[kind]:
                yield Fault(sheet.file.name, row.number, name, f"a {kind} has none: leave it empty")


def misfit_values(sheet: Sheet) -> Iterator[Fault]:
    """Find value types that lack a member they need or whose members contradict one another."""
    kinds = [sheet.file.mapper, *sheet.file.kinds.values()]
    composites = {composite.key: composite for mapper in kinds for composite in mapper.composites}
    for composite in composites.values():
        held = [attribute.columns[0] for attribute in composite.props]
        columns = dict(zip(value_members(composite.composite_class), held, strict=True))
        for row in sheet.rows:
            if not row.bad & {column.name for column in columns.values()}:
                yield from misfit_value(sheet.file, row, composite.composite_class, columns)


def misfit_value(
    file: DataFile, row: Row, value_type: Any, columns: dict[str, Column[Any]]
) -> Iterator[Fault]:
    """Check the members of one value in one row; a value that is wholly absent is right where it may be."""
    members = {member: row.values[column.name] for member, column in columns.items()}
    if all(value is None for value in members.values()):
        return
    required = value_members(value_type)
    missing = [member for member, value in members.items() if value is None and required[member]]
    for member in missing:
        yield Fault(file.name, row.number, columns[member].name, "is required beside what stands next to it")
    if not missing and hasattr(value_type, "faults"):
        for member, reason in value_type(**members).faults():
            yield Fault(file.name, row.number, columns[member].name, reason)


def value_members(value_type: Any) -> dict[str, bool]:
    """Give the members of a value type, and whether each is required."""
    hints = get_type_hints(value_type)
    return {member.name: not without_none(hints[member.name])[1] for member in fields(value_type)}


def misfit_json(sheet: Sheet) -> Iterator[Fault]:
    """Find JSON that is not of the type that the class declares for it."""
    declared = {
        name: TypeAdapter(mapper.class_.model_fields[name].annotation)
        for mapper in (sheet.file.mapper, *sheet.file.kinds.values())
        for name, column in sheet.file.columns.items()
        if isinstance(column.type, JSON) and name in mapper.class_.model_fields
    }
    for name, adapter in declared.items():
        for row in sheet.rows:
            if row.values.get(name) is None:
                continue
            try:
                adapter.validate_python(row.values[name], strict=True)
            except ValidationError as error:
                reason = error.errors()[0]["msg"]
                yield Fault(sheet.file.name, row.number, name, f"does not fit its declaration: {reason}")
