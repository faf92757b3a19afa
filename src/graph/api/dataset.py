"""`dataset`: which data is being served, since when, and how much of it.

In: a function under `describe` in the context, which looks once for all fields that ask. Out: a root field. Never: a
query of its own.
"""

from datetime import datetime

import strawberry
from strawberry.types.field import StrawberryField

from graph.api.scalars import JSON


@strawberry.type(description="The data that is being served.")
class Dataset:
    """The data that is being served."""

    version: str = strawberry.field(description="Changes whenever the data does.")
    built_at: datetime | None = strawberry.field(description="When it was published, where that is known.")
    counts: JSON = strawberry.field(description="How many rows there are of each type.")


async def read_dataset(info: strawberry.Info) -> Dataset | None:
    """What the server knows of its data."""
    describe = info.context.get("describe")
    if describe is None:
        return None
    found = await describe()
    return Dataset(version=found.version, built_at=found.built_at, counts=JSON(dict(found.counts)))


def dataset_field() -> StrawberryField:
    """The root field."""
    field = strawberry.field(
        resolver=read_dataset, name="dataset", description="The data that is being served."
    )
    assert isinstance(field, StrawberryField)
    field.python_name = "dataset"
    return field
