"""Aggregates and groups in SQL."""

from typing import TYPE_CHECKING

from graph.engine.dialects.base import Expression
from graph.engine.plan import Aggregate, Groups
from graph.engine.sql_rows import Rows

if TYPE_CHECKING:
    from graph.engine.sql import Writer


def write_aggregate(writer: "Writer", rows: Rows, part: Aggregate) -> Expression:
    """Aggregates of all rows."""
    raise NotImplementedError


def write_groups(writer: "Writer", rows: Rows, part: Groups) -> Expression:
    """Groups of all rows."""
    raise NotImplementedError
