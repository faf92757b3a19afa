"""Connections: every link to many and every plural root field, in the form that Relay describes.

In: entities and links. Out: connection and edge types, and the fields that give them.
Never: a connection type of its own where the link table has nothing to say: those share their target's.
"""

from collections.abc import Callable
from typing import Any

from strawberry.types.field import StrawberryField

from graph.api.aggregates import AggregateTypes
from graph.api.filters import FilterTypes, own_types
from graph.api.orderings import OrderTypes
from graph.api.types import Argument, Workbench, output
from graph.catalogue import Attribute, Catalogue, CatalogueError, Entity, Link

TOTAL_TEXT = "How many there are on all pages; counted only when asked for."


class ConnectionTypes:
    """Makes the connection types of a catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        bench: Workbench,
        aggregates: AggregateTypes,
        filters: FilterTypes,
        orders: OrderTypes,
    ) -> None:
        self.catalogue = catalogue
        self.bench = bench
        self.aggregates = aggregates
        self.filters = filters
        self.orders = orders
        self.entity_field: Callable[[Entity, Attribute], StrawberryField] | None = None

    def page_info(self) -> type:
        """Relay's PageInfo."""
        if self.bench.first("PageInfo"):
            fields = [
                output("hasNextPage", bool, "Whether rows follow the page."),
                output("hasPreviousPage", bool, "Whether rows precede the page."),
                output("startCursor", str | None, "The cursor of the first edge."),
                output("endCursor", str | None, "The cursor of the last edge."),
            ]
            self.bench.complete("PageInfo", fields, description="Where a page stands among all rows.")
        return self.bench.begin("PageInfo")

    def field(self, entity: Entity, link: Link) -> StrawberryField:
        """The field of a link to many."""
        prefix, target, edge = own_types(self.catalogue, entity, link)
        made: Any = self.connection(prefix, target, edge)
        arguments = self.arguments(prefix, target, edge)
        return output(
            link.name, made, link.description or f"The {target.plural} at the other ends.", arguments
        )

    def root_field(self, entity: Entity) -> StrawberryField:
        """The plural root field of an entity."""
        made: Any = self.connection(entity.name, entity, None)
        return output(
            entity.plural, made | None, f"All {entity.plural}.", self.arguments(entity.name, entity, None)
        )

    def arguments(self, prefix: str, target: Entity, edge: Entity | None) -> list[Argument]:
        """The arguments of a connection."""
        where: Any = self.filters.entity(prefix, target, edge)
        order: Any = self.orders.entity(prefix, target, edge)
        return [
            Argument(
                "first",
                int | None,
                "How many rows from the start, or after `after`: 50 where nothing is said, 500 at most.",
            ),
            Argument("after", str | None, "Only rows after this cursor."),
            Argument("last", int | None, "How many rows from the end, or before `before`."),
            Argument("before", str | None, "Only rows before this cursor."),
            Argument("where", where | None, "Only rows of which this is true."),
            Argument(
                "orderBy",
                list[order] | None,
                "How to sort; by id where nothing is said, and where all else is equal.",
            ),
        ]

    def connection(self, prefix: str, target: Entity, edge: Entity | None) -> type:
        """The connection type of this prefix."""
        name = f"{prefix}Connection"
        if self.bench.first(name):
            node: Any = self.bench.begin(target.name)
            edge_type: Any = self.edge(prefix, target, edge)
            page_info: Any = self.page_info()
            answer: Any = self.aggregates.answer(target)
            fields = [
                output("nodes", list[node], "The rows of the page."),
                output("edges", list[edge_type], "The rows of the page with their cursors."),
                output("pageInfo", page_info, "Where the page stands."),
                output("totalCount", int, TOTAL_TEXT),
                output(
                    "aggregate",
                    answer,
                    "What is measured of all rows that `where` leaves, not only of the page.",
                ),
                self.aggregates.groups_field(target, self.filters.having(target), self.orders.groups(target)),
            ]
            self.bench.complete(name, fields, description=f"A page of {target.plural}.")
        return self.bench.begin(name)

    def edge(self, prefix: str, target: Entity, edge: Entity | None) -> type:
        """The edge type of this prefix: node, cursor, and what the link table says."""
        name = f"{prefix}Edge"
        if self.bench.first(name):
            node: Any = self.bench.begin(target.name)
            fields = [
                output("cursor", str, "The place of this row in the ordering."),
                output("node", node, "The row."),
            ]
            if edge is not None:
                fields += [self.own_field(edge, attribute) for attribute in edge.attributes.values()]
            self.bench.complete(
                name, fields, description=edge.description if edge else f"One of {target.plural}."
            )
        return self.bench.begin(name)

    def own_field(self, edge: Entity, attribute: Attribute) -> StrawberryField:
        """What the link table says, as a field of the edge."""
        if attribute.name in ("cursor", "node"):
            raise CatalogueError(
                f"{edge.name}.{attribute.name}: every edge has a field of this name; give it another"
            )
        assert self.entity_field is not None
        return self.entity_field(edge, attribute)
