"""The example operations. In: the folder of .graphql files. Out: one JSON asset, ordered by file name."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from pathlib import Path

import orjson

from graph.explorer.assets import MEDIA_TYPES, Asset
from graph.packaged import operations_folder

OPERATION_NAME = re.compile(r"^(?:query|mutation|subscription)\s+(\w+)", re.MULTILINE)


@cache
def read_examples() -> Asset:
    """Read every example; with no folder, an empty list."""
    paths = sorted(operations_folder().glob("*.graphql"))
    return Asset(orjson.dumps([describe(path) for path in paths]), MEDIA_TYPES[".json"])


def describe(path: Path) -> dict[str, str]:
    """Tell an example's name, its question (the comment it opens with) and its text."""
    query = path.read_text(encoding="utf-8")
    comment = takewhile(lambda line: line.startswith("#"), query.splitlines())
    named = OPERATION_NAME.search(query)
    name = named[1] if named else path.stem
    return {"name": name, "question": " ".join(line.strip("# ") for line in comment) or name, "query": query}
