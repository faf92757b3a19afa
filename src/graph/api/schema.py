"""The schema of a catalogue: root fields over the types.

In: a catalogue, and perhaps a deployment's own Query, Mutation and Subscription types. Out: a Strawberry schema.
Never: a list of entities: what is served is what the catalogue holds.
"""

from typing import Any

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.field import StrawberryField

from graph.api.aggregates import AggregateTypes
from graph.api.connections import ConnectionTypes
from graph.api.dataset import dataset_field
from graph.api.filters import FilterTypes
from graph.api.objects import ObjectTypes
from graph.api.orderings import OrderTypes
from graph.api.scalars import SCALARS, annotation_of
from graph.api.search import search_field
from graph.api.subscriptions import subscription_fields
from graph.api.types import Argument, Workbench, output
from graph.catalogue import Catalogue, Entity


def build_schema(
    catalogue: Catalogue,
    *,
    query: type | None = None,
    mutation: type | None = None,
    subscription: type | None = None,
) -> strawberry.Schema:
    """Build the Strawberry schema of a catalogue.

    Fields of `query`, a Strawberry type, stand beside the entities' root fields and are resolved by Strawberry;
    `mutation` is served as it is; fields of `subscription` stand beside `live` and `datasetChanged`.
    """
    bench = Workbench()
    aggregates = AggregateTypes(catalogue, bench)
    filters = FilterTypes(catalogue, bench, aggregates)
    orders = OrderTypes(catalogue, bench, aggregates, filters)
    connections = ConnectionTypes(catalogue, bench, aggregates, filters, orders)
    objects = ObjectTypes(catalogue, bench, connections)
    connections.entity_field = objects.field
    objects.make()
    bench.extend("Query", query, root_fields(catalogue, bench, connections), "Where every query starts.")
    bench.extend("Subscription", subscription, subscription_fields(bench), "What is told as it happens.")
    bench.decorate()
    types = [bench.classes[entity.name] for entity in catalogue.served]
    return strawberry.Schema(
        bench.classes["Query"],
        mutation=mutation,
        subscription=bench.classes["Subscription"],
        types=types,
        config=StrawberryConfig(scalar_map=SCALARS),
    )


def root_fields(
    catalogue: Catalogue, bench: Workbench, connections: ConnectionTypes
) -> list[StrawberryField]:
    """The fields of Query: two for each entity, `node`, `nodes` and `dataset`."""
    fields: list[StrawberryField] = []
    for entity in catalogue.served:
        fields += [singular(bench, entity), connections.root_field(entity)]
    node: Any = bench.begin("Node")
    fields += [
        output("node", node | None, "The row with this id.", [Argument("id", strawberry.ID, "Its id.")]),
        output(
            "nodes",
            list[node | None] | None,
            "The rows with these ids, in their order; null for an id that names none.",
            [Argument("ids", list[strawberry.ID], "Their ids.")],
        ),
        search_field(catalogue, bench, connections),
        dataset_field(),
    ]
    return fields


def singular(bench: Workbench, entity: Entity) -> StrawberryField:
    """The root field for one row: by id, or by a column that is unique."""
    made: Any = bench.begin(entity.name)
    arguments = [Argument("id", strawberry.ID | None, "Its id.")]
    arguments += [
        Argument(field.name, annotation_of(field) | None, field.description or f"Its {field.name}.")
        for field in entity.unique_fields
    ]
    return output(entity.singular, made | None, f"One {entity.name}, or null where there is none.", arguments)


def core_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """The graphql-core schema inside a Strawberry schema."""
    return schema._schema  # noqa: SLF001 - Strawberry gives no other way to it
