"""Aggregate and group selections → the parts of a connection that speak of all its rows.

In: the selection of `aggregate` or `groups`, the entity. Out: `Aggregate` and `Groups`.
Never: a page: what is measured is every row that the connection's `where` leaves.
"""

from typing import TYPE_CHECKING

from graph.catalogue import Entity
from graph.engine.plan import Aggregate, Groups
from graph.engine.selection import Selection

if TYPE_CHECKING:
    from graph.engine.planner import Planner


def read_aggregate(planner: "Planner", entity: Entity, selection: Selection) -> Aggregate:
    """Read what is measured of all rows."""
    raise NotImplementedError


def read_groups(planner: "Planner", entity: Entity, selection: Selection) -> Groups:
    """Read how rows are grouped and what is measured of each group."""
    raise NotImplementedError
