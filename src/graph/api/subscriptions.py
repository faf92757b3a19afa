"""The fields of Subscription: what changes when the data does.

In: the workbench. Out: root fields. Never: a source of events: `serving` has it.
"""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from graph.api.types import Workbench, output


@strawberry.type(
    description="The rows in which two states of the data differ; rows of links are not among them."
)
class DatasetDifference:
    """Ids of rows."""

    added: list[strawberry.ID] = strawberry.field(description="The ids of rows that are new.")
    removed: list[strawberry.ID] = strawberry.field(description="The ids of rows that are gone.")
    modified: list[strawberry.ID] = strawberry.field(
        description="The ids of rows whose own fields changed, or which link to another row than before."
    )


@strawberry.type(description="A new state of the data.")
class DatasetChange:
    """One published build."""

    version: str = strawberry.field(description="The version that is being served now.")
    changed: DatasetDifference | None = strawberry.field(
        description="What changed since the event before; null where the data is too large to be compared."
    )


def subscription_fields(bench: Workbench) -> list[StrawberryField]:
    """`datasetChanged` and `live`."""
    query: Any = bench.begin("Query")
    return [
        output("datasetChanged", DatasetChange, "Each new state of the data, when it is published."),
        output(
            "live",
            query,
            "The answer of a query: at once, and again after each published build that changes it.",
        ),
    ]
