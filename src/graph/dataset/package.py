"""The Frictionless description of a data folder, made from the models so that the two never drift.

In: the models, and the folder's `datapackage.json` for what only people can write: title, licences.
Out: the whole descriptor. `python -m graph.dataset.package FOLDER` writes it.
Never: describes a column by hand.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from graph.columns import ExactDecimal
from graph.dataset.layout import DataFile, data_files
from graph.models import MODELS

DESCRIPTOR = "datapackage.json"
TYPES: tuple[tuple[Any, str], ...] = (
    ((sa.Float, ExactDecimal, sa.Numeric), "number"),
    (sa.Boolean, "boolean"),
    (sa.Integer, "integer"),
    (sa.DateTime, "datetime"),
    (sa.Date, "date"),
    (sa.Time, "time"),
    (sa.JSON, "array"),
)


def describe(folder: Path, models: Sequence[type[SQLModel]] = MODELS) -> dict[str, Any]:
    """Give the descriptor of a folder: what people wrote in it, and a resource for each table."""
    path = folder / DESCRIPTOR
    written: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    files = data_files(models)
    names = {file.name for file in files}
    others = [each for each in written.get("resources", []) if each["path"] not in names]
    return {**written, "resources": [*(resource(file, files) for file in files), *others]}


def resource(file: DataFile, files: tuple[DataFile, ...]) -> dict[str, Any]:
    """Describe one CSV file."""
    return {
        "name": file.name.removesuffix(".csv"),
        "path": file.name,
        "profile": "tabular-data-resource",
        "title": file.name.removesuffix(".csv").replace("-", " ").capitalize(),
        "description": (file.mapper.class_.__doc__ or "").strip(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [field(file, column) for column in file.columns.values()],
            "primaryKey": list(file.key),
            "foreignKeys": list(references(file, files)),
            "missingValues": [""],
        },
    }


def field(file: DataFile, column: sa.Column[Any]) -> dict[str, Any]:
    """Describe one column."""
    found = next((name for kinds, name in TYPES if isinstance(column.type, kinds)), "string")
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.unique or (column.primary_key and len(file.key) == 1):
        constraints["unique"] = True
    if isinstance(column.type, sa.Enum):
        constraints["enum"] = list(column.type.enums)
    described = {
        "name": column.name,
        "type": found,
        "title": column.name.removesuffix("_id").replace("_", " ").capitalize(),
        "description": description(file, column),
        "constraints": constraints,
    }
    return {name: value for name, value in described.items() if value}


def description(file: DataFile, column: sa.Column[Any]) -> str:
    """Give what the class says of a column, or what follows from the column's part in the table."""
    for mapper in (file.mapper, *file.kinds.values()):
        info = mapper.class_.model_fields.get(column.name)
        if info is not None and info.description:
            return embedding(mapper.class_, column.name) + str(info.description)
    target = next((key.column.table.name for key in column.foreign_keys), None)
    if target is not None:
        return f"The key of a row of {target}."
    return "The key of the row." if column.primary_key else ""


def embedding(model: Any, column: str) -> str:
    """Give what the value type of a column is for: "What it raised. " before "The lower bound."."""
    found = [
        text for name, text in getattr(model, "__embedded__", {}).items() if column.startswith(f"{name}_")
    ]
    return f"{found[0]} " if found else ""


def references(file: DataFile, files: tuple[DataFile, ...]) -> Any:
    """Give the foreign keys of one file; a file that refers to itself is named by an empty text."""
    by_table = {each.table: each for each in files}
    for name, column in file.columns.items():
        for key in column.foreign_keys:
            target = by_table[key.column.table]
            place = "" if target is file else target.name.removesuffix(".csv")
            yield {"fields": [name], "reference": {"resource": place, "fields": [key.column.name]}}


def written(descriptor: dict[str, Any]) -> str:
    """Give the descriptor as the text of its file."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the descriptor of the folder that is named on the command line."""
    folder = Path(sys.argv[1])
    (folder / DESCRIPTOR).write_text(written(describe(folder)), "utf-8")


if __name__ == "__main__":
    main()
