"""The rows of the data, each as a digest, so that two builds can be compared.

In: an engine. Out: a digest for each id; the ids in which two snapshots differ. Never: rows kept in memory,
nor anything for data larger than can be compared.
"""

from collections.abc import Iterator, Mapping

import orjson
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

from graph.api.subscriptions import DatasetDifference
from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.line import patiently

PAGE = 500
LARGEST = 200_000  # rows

Snapshot = Mapping[str, int]


async def take_snapshot(engine: Engine) -> Snapshot | None:
    """Digest every row that has an id; None where there are too many, or they cannot be read."""
    rows: dict[str, int] = {}
    for name, fields in connections(engine.schema):
        text = (
            f"query($after:String){{{name}(first:{PAGE},after:$after)"
            f"{{nodes{{{fields}}}pageInfo{{hasNextPage endCursor}}}}}}"
        )
        after = None
        while True:
            page = Operation(text, variables={"after": after})
            answer = await patiently(engine.answer, page)
            if answer.errors or answer.data is None:
                return None
            found = orjson.loads(answer.data)[name]
            for row in found["nodes"]:
                rows[row["id"]] = hash(orjson.dumps(row))
            if len(rows) > LARGEST:
                return None
            if not found["pageInfo"]["hasNextPage"]:
                break
            after = found["pageInfo"]["endCursor"]
    return rows


def difference(before: Snapshot, after: Snapshot) -> DatasetDifference:
    """The ids in which two snapshots differ, sorted."""
    return DatasetDifference(
        added=sorted(after.keys() - before.keys()),  # type: ignore[arg-type] # an ID is text
        removed=sorted(before.keys() - after.keys()),  # type: ignore[arg-type] # likewise
        modified=sorted(key for key in after.keys() & before.keys() if after[key] != before[key]),  # type: ignore[misc] # likewise
    )


def connections(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """The root field of each entity that has rows of its own, and the fields to read."""
    assert schema.query_type is not None
    for name, field in schema.query_type.fields.items():
        named = get_named_type(field.type)
        if isinstance(named, GraphQLObjectType) and "first" in field.args and "nodes" in named.fields:
            row = get_named_type(named.fields["nodes"].type)
            if isinstance(row, GraphQLObjectType) and "id" in row.fields and needs_nothing(field):
                yield name, " ".join(own_fields(row))


def needs_nothing(field: GraphQLField) -> bool:
    """Whether a field can be asked without arguments."""
    return not any(str(argument.type).endswith("!") for argument in field.args.values())


def own_fields(type_: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[str]:
    """What a row says of itself: scalars, value types with all that is in them, the rows that links to one lead to."""
    for name, field in type_.fields.items():
        named = get_named_type(field.type)
        if field.args:
            continue
        if is_leaf_type(named):
            yield name
        elif isinstance(named, GraphQLObjectType | GraphQLInterfaceType) and "nodes" not in named.fields:
            inner = "id" if "id" in named.fields else " ".join(own_fields(named))
            yield f"{name}{{{inner}}}"
