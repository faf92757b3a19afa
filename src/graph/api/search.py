"""`search`: one question to every entity.

In: a catalogue. Out: the root field and its connection type.
Never: a query language: the question is words.
"""

import enum
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from graph.api.connections import ConnectionTypes
from graph.api.types import Argument, Workbench, output
from graph.catalogue import Catalogue


def search_field(catalogue: Catalogue, bench: Workbench, connections: ConnectionTypes) -> StrawberryField:
    """The root field."""
    node: Any = bench.begin("Node")
    edge: Any = bench.complete(
        "SearchEdge",
        [
            output("cursor", str, "The place of this row among those found."),
            output("node", node | None, "The row."),
            output("rank", float, "How well it fits: the larger, the better; comparable within one search."),
            output("snippet", str, "The text that fits, or its beginning."),
        ],
        description="A row found.",
    )
    page_info: Any = connections.page_info()
    connection: Any = bench.complete(
        "SearchConnection",
        [
            output("nodes", list[node | None], "The rows found."),
            output("edges", list[edge], "The rows found, with how well they fit."),
            output("pageInfo", page_info, "Where the page stands."),
            output("totalCount", int, "How many rows fit."),
        ],
        description="Rows of any type that fit a question, the best first.",
    )
    make_enum: Any = enum.Enum
    types: Any = make_enum("SearchType", {entity.name: entity.name for entity in catalogue.served})
    strawberry.enum(types, description="What can be searched.")
    arguments = [
        Argument("query", str, "Words, or their beginnings; a row fits when its text has all of them."),
        Argument("types", list[types] | None, "Only rows of these types."),
        Argument("first", int | None, "How many rows: 50 where nothing is said, 500 at most."),
        Argument("after", str | None, "Only rows after this cursor."),
    ]
    text = "Rows of any type whose text has all the words, without regard to case and accents."
    return output("search", connection | None, text, arguments)
