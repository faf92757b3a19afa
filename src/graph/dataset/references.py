"""Whether every reference names a row that is there, and one of the right kind.

In: the `Sheet`s that were read. Out: a `Fault` for each reference that leads nowhere or to the wrong kind.
Never: a list of which column may name what: the relationships of the models say it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, ForeignKey
from sqlalchemy.orm import Mapper, RelationshipDirection, RelationshipProperty

from graph.dataset.layout import DataFile
from graph.dataset.reading import Row, Sheet
from graph.dataset.report import Fault

Wanted = dict[Column[Any], Mapper[Any]]


def broken_references(sheets: list[Sheet]) -> Iterator[Fault]:
    """Give a fault for each reference that does not lead where it should."""
    wanted = wanted_classes([sheet.file for sheet in sheets])
    by_table = {sheet.file.table: sheet for sheet in sheets}
    for sheet in sheets:
        for name, column in sheet.file.columns.items():
            for key in column.foreign_keys:
                target = by_table.get(key.column.table)
                if target is not None and target.readable:
                    yield from broken(sheet, name, key, target, wanted.get(column))


def broken(
    sheet: Sheet, name: str, key: ForeignKey, target: Sheet, wanted: Mapper[Any] | None
) -> Iterator[Fault]:
    """Check one column: the row must be there, and of the class that the relationship leads to."""
    rows = {row.values.get(key.column.name): row for row in target.rows}
    kinds = accepted_kinds(target.file, wanted)
    for row in sheet.rows:
        value = None if name in row.bad else row.values.get(name)
        if value is None:
            continue
        if value not in rows:
            yield Fault(sheet.file.name, row.number, name, f"{value} is not in {target.file.name}")
        elif kinds and (kind := kind_of(rows[value], target.file)) not in {*kinds, None}:
            reason = f"{value} is {kind} where {' or '.join(sorted(map(str, kinds)))} is needed"
            yield Fault(sheet.file.name, row.number, name, reason)


def kind_of(row: Row, file: DataFile) -> Any:
    """Give what a row's kind column holds; None where it could not be read, which is a fault of its own."""
    return row.values.get(file.kind_column or "")


def accepted_kinds(target: DataFile, wanted: Mapper[Any] | None) -> set[Any]:
    """Give the kinds of rows that a reference may name; none where it may name every one."""
    if wanted is None or wanted is target.mapper:
        return set()
    identities = {mapper.polymorphic_identity for mapper in wanted.self_and_descendants}
    return identities & target.kinds.keys()


def wanted_classes(files: Iterable[DataFile]) -> Wanted:
    """Give, for each column that refers to a row, the narrowest class that a relationship gives it."""
    wanted: dict[Column[Any], list[Mapper[Any]]] = defaultdict(list)
    for file in files:
        for mapper in {file.mapper, *file.kinds.values()}:
            for link in mapper.relationships:
                for column, target in link_targets(link):
                    wanted[column].append(target)
    return {column: max(targets, key=depth) for column, targets in wanted.items()}


def link_targets(link: RelationshipProperty[Any]) -> Iterator[tuple[Column[Any], Mapper[Any]]]:
    """Give the referring columns of one relationship, each with the class that it leads to."""
    if link.viewonly:
        return
    near = link.mapper if link.direction is RelationshipDirection.MANYTOONE else link.parent
    pairs = [(referring, near) for _, referring in link.synchronize_pairs]
    pairs += [(referring, link.mapper) for _, referring in link.secondary_synchronize_pairs or ()]
    yield from ((column, target) for column, target in pairs if isinstance(column, Column))


def depth(mapper: Mapper[Any]) -> int:
    """Count the classes above a class: of two that share a table, the deeper one is the narrower."""
    return len(list(mapper.iterate_to_root()))
