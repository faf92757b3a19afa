"""Plans → statements: one SQL statement for each root field, whose one value is the field's JSON.

In: a `Plan`, a `Dialect`. Out: a `Statement`. Never: a connection, a value of a request.

    writer      the statement: aliases, parameters, objects, connections
    shapes      a row as JSON, where the rows of one table are of several types
    rows        tables under aliases, joined by links
    expressions operands and predicates
    pages       keyset bounds, limits, what a page knows of its neighbours
    aggregates  aggregates and groups
    search      rows found by their words
"""

from graph.engine.sql.writer import MOST_KEYS, Statement, compile_plan

__all__ = ["MOST_KEYS", "Statement", "compile_plan"]
