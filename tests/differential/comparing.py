"""Whether two answers are the same JSON, key order included, cursors apart.

In: the engine's data and the oracle's. Out: the first difference as text, or None.
Never: the text of a cursor: what matters is that one place has one cursor and two places have two.
"""

import json
from collections.abc import Mapping
from typing import Any

from tests.oracle.paging import Place


class Comparison:
    """Compares answers of one operation, and gathers which cursor stands for which place."""

    def __init__(self, cursors: Mapping[str, Place]) -> None:
        self.cursors = cursors
        self.known: dict[str, str] = {}

    def difference(self, mine: Any, theirs: Any, path: str = "data") -> str | None:
        """Where the engine's answer, `mine`, is not what the oracle says, `theirs`."""
        if isinstance(theirs, str) and theirs in self.cursors:
            return self.cursor_difference(mine, theirs, path)
        if type(mine) is not type(theirs):
            return f"{path}: {mine!r} instead of {theirs!r}"
        if isinstance(theirs, dict):
            if list(mine) != list(theirs):
                return f"{path}: keys {list(mine)} instead of {list(theirs)}"
            return self.first((mine[key], theirs[key], f"{path}.{key}") for key in theirs)
        if isinstance(theirs, list):
            if len(mine) != len(theirs):
                return f"{path}: {len(mine)} items instead of {len(theirs)}: {short(mine)} instead of {short(theirs)}"
            return self.first(
                (
                    (one, other, f"{path}[{at}]")
                    for at, (one, other) in enumerate(zip(mine, theirs, strict=True))
                )
            )
        return None if mine == theirs else f"{path}: {mine!r} instead of {theirs!r}"

    def first(self, pairs: Any) -> str | None:
        """The first difference among pairs."""
        return next(
            (found for mine, theirs, path in pairs if (found := self.difference(mine, theirs, path))), None
        )

    def cursor_difference(self, mine: Any, theirs: str, path: str) -> str | None:
        """Whether a cursor stands for the same place as before."""
        if not isinstance(mine, str):
            return f"{path}: {mine!r} instead of a cursor"
        if self.known.setdefault(theirs, mine) != mine:
            return f"{path}: two cursors for one place: {theirs}"
        return None


def short(value: Any) -> str:
    """A value as text of bearable length."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 600 else f"{text[:600]}…"
