"""The JSON of one page → lines of a file: CSV, or a JSON object on each line.

In: bytes that the engine gave. Out: `Lines`. Never: more than one page.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from graph.serving.export.query import INFO, Export
from graph.serving.negotiation import CSV
from graph.serving.refusal import Refused


@dataclass(frozen=True)
class Lines:
    """The lines of one page, of how many rows they are, and the cursor after which more rows come, if they do."""

    body: bytes
    rows: int
    after: str | None


def header(export: Export, media_type: str) -> bytes:
    """What comes before the lines."""
    return csv_lines([export.columns]) if media_type == CSV else b""


def write_lines(data: bytes, export: Export, media_type: str) -> Lines:
    """The lines of a page; Refused where there is no such connection."""
    page = orjson.loads(data)[export.key]
    if page is None:
        raise Refused("There is no such connection to export.")
    rows, info = page[export.rows], page[INFO]
    return Lines(
        write_rows(rows, export, media_type), len(rows), info["endCursor"] if info["hasNextPage"] else None
    )


def write_rows(rows: Iterable[Any], export: Export, media_type: str) -> bytes:
    """Rows as lines."""
    if media_type == CSV:
        return csv_lines([cell(row, path) for path in export.columns] for row in rows)
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def cell(row: Any, path: str) -> str:
    """What stands at a path of a row: nothing for null, JSON for lists and objects."""
    for step in path.split("."):
        row = row.get(step) if isinstance(row, dict) else None
    if row is None or isinstance(row, str):
        return row or ""
    return orjson.dumps(row).decode()


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Lines of CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
