"""Selections → plans: what is asked, looked up in the catalogue attribute by attribute.

In: the selection of one root field, the catalogue. Out: a `Plan`. Never: SQL, nor the name of an entity.

    planner      root fields, shapes, connections
    filtering    `where` and `having` → predicates
    ordering     `orderBy`, `first`, `after`, … → pages
    aggregating  `aggregate` and `groups`
    searching    `search`
"""

from graph.engine.planning.planner import Planner

__all__ = ["Planner"]
