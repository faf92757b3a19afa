"""What an operation may ask for, measured before anything runs.

In: a parsed document, its limits; for the cost, the GraphQL schema and the variables. Out: a `Measure`, or a refusal.
Never: time that grows faster than the document: each fragment is measured once, however often it is spread.

Cost is the number of rows that an operation can read at most: page sizes multiplied along each path.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from graph.engine.errors import Code, refuse
from graph.engine.planning.ordering import DEFAULT_PAGE

CEILING = 10**12
KEPT = 64


@dataclass(frozen=True)
class Limits:
    """The most that one operation may ask for."""

    tokens: int = 2_000
    depth: int = 24
    aliases: int = 200
    directives: int = 100
    fields: int = 2_000
    fragments: int = 100
    same_key: int = 20
    cost: int = 10_000_000
    errors: int = 20
    # Of what is sent as variables: the items of a list, and all values together.
    items: int = 1_000
    values: int = 10_000
    introspection: bool = True
    suggestions: bool = True


@dataclass(frozen=True)
class Measure:
    """What a selection asks for, fragments counted wherever they are spread."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    same_key: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both selections together."""
        return Measure(
            max(self.depth, other.depth),
            min(self.fields + other.fields, CEILING),
            min(self.aliases + other.aliases, CEILING),
            min(self.directives + other.directives, CEILING),
            max(self.same_key, other.same_key),
        )


def check_document(document: DocumentNode, limits: Limits) -> None:
    """Refuse a document of which some operation goes beyond the limits; needs no schema."""
    walk = StructureWalk(document)
    # Validation compares fragments, and fields of one key, in pairs; and a chain of fragments is as deep as it is long.
    check(len(walk.fragments), limits.fragments, "fragments", Code.COST_LIMIT_EXCEEDED)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            measure = walk.selections(definition.selection_set)
            check(measure.depth, limits.depth, "deep", Code.DEPTH_LIMIT_EXCEEDED)
            check(measure.fields, limits.fields, "fields", Code.COST_LIMIT_EXCEEDED)
            check(measure.aliases, limits.aliases, "aliases", Code.COST_LIMIT_EXCEEDED)
            check(measure.directives, limits.directives, "directives", Code.COST_LIMIT_EXCEEDED)
            check(
                measure.same_key, limits.same_key, "fields of one key side by side", Code.COST_LIMIT_EXCEEDED
            )


def check(measured: int, limit: int, what: str, code: Code) -> None:
    """Refuse what is over a limit."""
    if measured > limit:
        shown = f"over {CEILING}" if measured >= CEILING else str(measured)
        text = f"{shown} levels deep" if what == "deep" else f"made of {shown} {what}"
        raise refuse(f"The operation is {text}; at most {limit} are allowed.", code)


class StructureWalk:
    """Measures selections without a schema; a fragment is measured once."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self.known: dict[str, Measure] = {}
        self.open: set[str] = set()

    def selections(self, selection_set: SelectionSetNode | None) -> Measure:
        """Measure a selection set."""
        nodes = selection_set.selections if selection_set else ()
        keys = Counter((node.alias or node.name).value for node in nodes if isinstance(node, FieldNode))
        total = Measure(same_key=max(keys.values(), default=0))
        for node in nodes:
            total = total.beside(self.selection(node))
        return total

    def selection(self, node: SelectionNode) -> Measure:
        """Measure a field, or what a fragment stands for; a fragment inside itself is validation's to refuse."""
        directives = len(node.directives or ())
        if isinstance(node, FieldNode):
            inner = self.selections(node.selection_set)
            own = Measure(inner.depth + 1, 1, 1 if node.alias else 0, directives)
            return Measure(0, inner.fields, inner.aliases, inner.directives, inner.same_key).beside(own)
        if isinstance(node, InlineFragmentNode):
            return self.selections(node.selection_set).beside(Measure(directives=directives))
        assert isinstance(node, FragmentSpreadNode)
        return self.fragment(node.name.value).beside(Measure(directives=directives))

    def fragment(self, name: str) -> Measure:
        """Measure a fragment, once."""
        if name in self.known:
            return self.known[name]
        definition = self.fragments.get(name)
        if definition is None or name in self.open:
            return Measure()
        self.open.add(name)
        measure = self.selections(definition.selection_set).beside(
            Measure(directives=len(definition.directives or ()))
        )
        self.open.discard(name)
        self.known[name] = measure
        return measure


def is_row(type_: GraphQLNamedType | None) -> bool:
    """Whether values of a type are rows: those have ids."""
    return any(each.name == "Node" for each in getattr(type_, "interfaces", ()))


class CostWalk:
    """Counts the rows that an operation can read at most; a fragment is counted once for each set of variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
        self.known: dict[str, int] = {}
        # The variables that size something.
        self.sizing: dict[str, None] = {}

    def operation(self, operation: OperationDefinitionNode) -> int:
        """The cost of an operation."""
        root = self.schema.get_root_type(operation.operation)
        return self.selections(root, operation.selection_set)

    def selections(self, type_: GraphQLNamedType | None, selection_set: SelectionSetNode | None) -> int:
        """The cost of a selection set for one row of a type."""
        return (
            min(sum(self.selection(type_, node) for node in selection_set.selections), CEILING)
            if selection_set
            else 0
        )

    def selection(self, type_: GraphQLNamedType | None, node: SelectionNode) -> int:
        """The cost of a field, or of what a fragment stands for."""
        if isinstance(node, FieldNode):
            return self.field(type_, node)
        if isinstance(node, InlineFragmentNode):
            narrowed = self.schema.get_type(node.type_condition.name.value) if node.type_condition else type_
            return self.selections(narrowed, node.selection_set)
        assert isinstance(node, FragmentSpreadNode)
        name = node.name.value
        if name not in self.known:
            definition = self.fragments[name]
            narrowed = self.schema.get_type(definition.type_condition.name.value)
            self.known[name] = self.selections(narrowed, definition.selection_set)
        return self.known[name]

    def field(self, type_: GraphQLNamedType | None, node: FieldNode) -> int:
        """The cost of a field: one for a row, the page size times what is read of each row for a connection."""
        if node.selection_set is None:
            return 0
        definition = getattr(type_, "fields", {}).get(node.name.value)
        named = get_named_type(definition.type) if definition is not None else None
        inner = self.selections(named, node.selection_set)
        if definition is not None and "first" in definition.args:
            return min(self.page(node) * (1 + inner), CEILING)
        if definition is not None and "ids" in definition.args:
            return min(self.count(node, "ids") * (1 + inner), CEILING)
        # Inside a connection, `nodes` and `node` are the rows that it has counted already.
        reads_a_row = is_row(named) and node.name.value not in ("nodes", "node")
        return inner + reads_a_row

    def page(self, node: FieldNode) -> int:
        """How many rows a connection can have on its page."""
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                given = self.value(argument.value)
                if isinstance(given, int) and given >= 0:
                    return given
        return DEFAULT_PAGE

    def count(self, node: FieldNode, name: str) -> int:
        """How many items a list argument has."""
        for argument in node.arguments or ():
            if argument.name.value == name:
                given = self.value(argument.value)
                return len(given) if isinstance(given, list | tuple) else 1
        return 1

    def value(self, node: Any) -> Any:
        """The value of an argument that sizes something."""
        if isinstance(node, VariableNode):
            self.sizing[node.name.value] = None
            return self.variables.get(node.name.value)
        if isinstance(node, IntValueNode):
            return int(node.value)
        return node.values if isinstance(node, ListValueNode) else None


class Costs:
    """The costs of one operation, by the variables that size it; a few are kept."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] | None = None
        self.known: dict[tuple[int, ...], int] = {}

    def find(self, variables: Mapping[str, Any]) -> int | None:
        """The cost for variables like these."""
        return None if self.names is None else self.known.get(self.sizes(variables))

    def keep(self, variables: Mapping[str, Any], sizing: Mapping[str, None], cost: int) -> None:
        """Keep a cost: which variables size an operation is the same for all of them."""
        self.names = tuple(sizing)
        if len(self.known) >= KEPT:
            self.known.clear()
        self.known[self.sizes(variables)] = cost

    def sizes(self, variables: Mapping[str, Any]) -> tuple[int, ...]:
        """How large the variables make the operation."""
        given = (variables.get(name) for name in self.names or ())
        return tuple(
            len(each) if isinstance(each, list | tuple) else each if isinstance(each, int) else -1
            for each in given
        )
