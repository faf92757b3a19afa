"""Selections → plans.

In: the selection of one root field, the catalogue. Out: a `Plan`.
Never: SQL. What is asked is looked up in the catalogue, attribute by attribute; nothing here names an entity.
"""

from graphql import GraphQLSchema

from graph.catalogue import Catalogue, Entity, Field, Link, Value
from graph.engine.errors import Code, refuse
from graph.engine.ids import read_id
from graph.engine.inputs import Given, Input, InputReader, Listed
from graph.engine.operands import All, Column, Encoding, Key, Operator, Param, Predicate, Test
from graph.engine.plan import (
    Branch,
    Connection,
    ConnectionPart,
    EdgeCursor,
    EdgeNode,
    EdgePart,
    Edges,
    Embedded,
    Identity,
    Literal,
    Many,
    ManyPlan,
    Node,
    Nodes,
    NodesPlan,
    One,
    OnePlan,
    PageInfo,
    Plan,
    Scalar,
    Shape,
    TotalCount,
    TypeName,
)
from graph.engine.planning.aggregating import read_aggregate, read_groups
from graph.engine.planning.filtering import TRUE, read_filter
from graph.engine.planning.ordering import is_null, read_page
from graph.engine.planning.searching import read_search
from graph.engine.selection import Selection

NODE_FIELDS = ("node", "nodes")
SEARCH = "search"
MOST_CONDITIONS = 300


class Planner:
    """Makes the plans of one operation; `inputs` gathers what they rest on."""

    def __init__(self, catalogue: Catalogue, schema: GraphQLSchema, inputs: InputReader) -> None:
        self.catalogue = catalogue
        self.schema = schema
        self.inputs = inputs
        self.conditions = 0
        # What is planned already of a selection that is met again, by the entity and where the link leads.
        self.shapes: dict[tuple[str, int], Shape] = {}
        self.connections: dict[tuple[str, str | None, int], Connection] = {}

    def count_condition(self) -> None:
        """Count one more part of a filter: databases bound how deep an expression may be."""
        self.conditions += 1
        if self.conditions > MOST_CONDITIONS:
            raise refuse(f"The filters have more than {MOST_CONDITIONS} parts.", Code.COST_LIMIT_EXCEEDED)

    def serves(self, name: str) -> bool:
        """Whether a root field is answered by a plan."""
        return name in self.catalogue.roots or name in (*NODE_FIELDS, SEARCH)

    def entity(self, name: str) -> Entity:
        """An entity by its type name."""
        return self.catalogue.entities[name]

    def predicate(self, entity: Entity, edge: Entity | None, given: Input | None) -> Predicate | None:
        """A filter on an entity's rows; None where it leaves everything."""
        read = read_filter(self, entity, edge, given)
        return None if read == TRUE else read

    def make_plan(self, selection: Selection) -> Plan:
        """Plan one root field."""
        if selection.name in NODE_FIELDS:
            return self.plan_nodes(selection)
        if selection.name == SEARCH:
            return read_search(self, selection)
        entity, form = self.catalogue.roots[selection.name]
        if form == "many":
            return ManyPlan(self.connection(entity, None, selection))
        return OnePlan(self.one_row(entity, selection), self.shape(entity, selection))

    def one_row(self, entity: Entity, selection: Selection) -> Predicate:
        """Which row a singular root field asks for: by id or by a unique column."""
        given = {name: value for name, value in selection.arguments.items() if not is_null(value)}
        if not given:
            names = " or ".join(f"`{name}`" for name in ("id", *(each.name for each in entity.unique_fields)))
            raise refuse(
                f"Give `{selection.name}` one of its arguments: {names}.", Code.BAD_USER_INPUT, selection.node
            )
        return All(tuple(self.equals(entity, name, value) for name, value in given.items()))

    def equals(self, entity: Entity, name: str, given: Input) -> Predicate:
        """That a unique column, or the key, has a value."""
        leaf = given if isinstance(given, Given) else Given(None, None)
        value = None if leaf.origin is not None else leaf.value
        if name == "id":
            return Test(
                Key(), Operator.EQ, Param(value, leaf.origin, Encoding.ID, entity=entity.name, place=name)
            )
        field = entity.attributes[name]
        assert isinstance(field, Field)
        return Test(Column(name, field), Operator.EQ, Param(value, leaf.origin, field=field, place=name))

    # --- shapes: what is written of a row --------------------------------------------------------------------------

    def shape(self, entity: Entity, selection: Selection) -> Shape:
        """What is written of each row of an entity; the same for a selection that is met again."""
        same = (entity.name, id(selection))
        if same not in self.shapes:
            wanted = set(entity.concrete)
            branches: list[Branch] = []
            for branch in selection.branches:
                types = tuple(name for name in branch.types if name in wanted)
                if types:
                    branches.append(Branch(types, self.nodes(self.entity(types[0]), branch.fields)))
            self.shapes[same] = Shape(entity, merged(branches))
        return self.shapes[same]

    def nodes(self, entity: Entity, fields: tuple[Selection, ...]) -> tuple[Node, ...]:
        """What is written for the fields of one concrete type."""
        return tuple(self.node(entity, field) for field in fields)

    def node(self, entity: Entity, selection: Selection) -> Node:
        """What is written for one key."""
        if selection.name == "__typename":
            return TypeName(selection.key)
        if selection.name == "id" and not entity.is_edge:
            return Identity(selection.key)
        match entity.attributes[selection.name]:
            case Field() as field:
                return Scalar(selection.key, field)
            case Value() as value:
                return Embedded(selection.key, value, value_fields(value, selection))
            case Link(many=False) as link:
                return One(selection.key, link, self.shape(self.entity(link.target), selection))
            case link:
                return Many(selection.key, link, self.connection(self.entity(link.target), link, selection))

    # --- connections -----------------------------------------------------------------------------------------------

    def connection(self, entity: Entity, link: Link | None, selection: Selection) -> Connection:
        """What is asked of the rows of an entity, all of them or those that a link leads to."""
        edge = link.edge if link else None
        same = (entity.name, edge.name if edge else None, id(selection))
        if same not in self.connections:
            self.connections[same] = Connection(
                entity,
                self.predicate(entity, edge, selection.arguments.get("where")),
                read_page(self, entity, edge, selection.arguments, selection.node),
                tuple(self.connection_part(entity, link, field, selection) for field in selection.fields),
            )
        return self.connections[same]

    def connection_part(
        self, entity: Entity, link: Link | None, field: Selection, parent: Selection
    ) -> ConnectionPart:
        """What is asked of a connection under one key."""
        edge = link.edge if link else None
        match field.name:
            case "nodes":
                return Nodes(field.key, self.shape(entity, field))
            case "edges":
                return Edges(
                    field.key, tuple(self.edge_part(entity, edge, each, field) for each in field.fields)
                )
            case "pageInfo":
                return PageInfo(field.key, tuple((each.key, each.name) for each in field.fields))
            case "totalCount":
                return TotalCount(field.key)
            case "aggregate":
                return read_aggregate(entity, field)
            case "groups":
                return read_groups(self, entity, field)
            case _:
                return Literal(field.key, quoted(parent.branches[0].types[0]))

    def edge_part(self, entity: Entity, edge: Entity | None, field: Selection, parent: Selection) -> EdgePart:
        """What is asked of an edge under one key."""
        match field.name:
            case "node":
                return EdgeNode(field.key, self.shape(entity, field))
            case "cursor":
                return EdgeCursor(field.key)
            case "__typename":
                return Literal(field.key, quoted(parent.branches[0].types[0]))
            case _:
                assert edge is not None
                return self.node(edge, field)

    # --- nodes by id -----------------------------------------------------------------------------------------------

    def plan_nodes(self, selection: Selection) -> NodesPlan:
        """Plan `node` or `nodes`: only the entities that the ids name take part."""
        single = selection.name == "node"
        given = selection.arguments["id" if single else "ids"]
        shapes = tuple(self.shape(entity, selection) for entity in self.named_entities(given))
        origin = given.origin if isinstance(given, Given) else None
        param = Param(
            None if origin is not None else values_of(given), origin, Encoding.NODE_IDS, place="ids"
        )
        return NodesPlan(param, shapes, single)

    def named_entities(self, given: Input) -> tuple[Entity, ...]:
        """The entities that ids name, in the order of the catalogue; a plan serves only ids of these."""
        if isinstance(given, Given) and given.origin is not None:
            self.inputs.guard("prefixes", given.origin)
        ids = values_of(given)
        found = {read[0].id_prefix for each in ids if (read := read_id(self.catalogue, str(each)))}
        return tuple(entity for prefix, entity in self.catalogue.by_prefix.items() if prefix in found)


def values_of(given: Input) -> tuple[object, ...]:
    """The leaves of a list, or of a single value."""
    if isinstance(given, Listed):
        return tuple(value for item in given.items for value in values_of(item))
    if isinstance(given, Given):
        return tuple(given.value) if isinstance(given.value, list) else (given.value,)
    return ()


def value_fields(value: Value, selection: Selection) -> tuple[Literal | Scalar, ...]:
    """The members asked of a value type."""
    return tuple(
        Literal(field.key, quoted(value.type_name))
        if field.name == "__typename"
        else Scalar(field.key, value.members[field.name])
        for field in selection.fields
    )


def merged(branches: list[Branch]) -> tuple[Branch, ...]:
    """Branches that write the same are one; compared, since to hash them would walk through all below."""
    found: list[Branch] = []
    for branch in branches:
        for number, known in enumerate(found):
            if known.nodes == branch.nodes:
                found[number] = Branch((*known.types, *branch.types), known.nodes)
                break
        else:
            found.append(branch)
    return tuple(found)


def quoted(name: str) -> str:
    """A GraphQL name as JSON."""
    return f'"{name}"'
