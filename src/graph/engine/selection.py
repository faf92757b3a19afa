"""What an operation selects, with fragments merged and @skip and @include applied.

In: a document, one of its operations, coerced variables, the GraphQL schema. Out: a tree of `Selection`.
Never: tables, entities or costs; a tree that is larger than the limit on fields.

Fields of an abstract type are collected for each concrete type, and types that select the same share one branch.
What is selected by the same nodes of the document is read once, wherever it is met: of types nested in types, each
with fragments of its own, there are as many combinations as the document has levels doubled.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)

from graph.engine.errors import Code, refuse
from graph.engine.inputs import Input, InputReader


@dataclass(frozen=True)
class Branch:
    """What is selected of rows of some concrete types, in the order of the answer."""

    types: tuple[str, ...]
    fields: tuple["Selection", ...]


@dataclass(frozen=True)
class Selection:
    """One key of the answer: a field with its arguments and what is selected inside it."""

    key: str
    name: str
    arguments: Mapping[str, Input]
    branches: tuple[Branch, ...]
    nodes: tuple[FieldNode, ...]

    @property
    def node(self) -> FieldNode:
        """The first place where the field is asked for."""
        return self.nodes[0]

    @property
    def fields(self) -> tuple["Selection", ...]:
        """What is selected inside a field of an object type."""
        return self.branches[0].fields if self.branches else ()


class SelectionReader:
    """Reads the selections of one operation for one set of variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        inputs: InputReader,
        most: int = 2_000,
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.inputs = inputs
        # The most selections to be read, those of different types counted apart.
        self.most = most
        self.known: dict[tuple[str, tuple[int, ...]], Selection] = {}

    def read_root(self, root: GraphQLObjectType, selections: SelectionSetNode) -> tuple[Selection, ...]:
        """The root fields of an operation."""
        return self.read_fields(root, [selections])

    def read_fields(
        self, type_: GraphQLObjectType, sets: Iterable[SelectionSetNode]
    ) -> tuple[Selection, ...]:
        """The fields that selection sets ask of one concrete type, merged by key."""
        merged: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for selection_set in sets:
            for node in self.collect(type_, selection_set, seen):
                key = (node.alias or node.name).value
                merged.setdefault(key, []).append(node)
        return tuple(self.read_field(type_, key, nodes) for key, nodes in merged.items())

    def read_field(self, parent: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Selection:
        """One key of the answer: the arguments are those of its first node, the selections those of all."""
        definition = self.definition(parent, nodes[0].name.value)
        same = (str(definition and definition.type), tuple(map(id, nodes)))
        found = self.known.get(same)
        if found is None:
            if len(self.known) >= self.most:
                text = (
                    f"The operation asks for more than {self.most} fields, those of each type counted apart."
                )
                raise refuse(text, Code.COST_LIMIT_EXCEEDED)
            found = self.known[same] = self.make(definition, key, nodes)
        return found

    def make(self, definition: GraphQLField | None, key: str, nodes: list[FieldNode]) -> Selection:
        """Read one key of the answer."""
        node = nodes[0]
        name = node.name.value
        if definition is None:
            return Selection(key, name, {}, (), tuple(nodes))
        sets = [each.selection_set for each in nodes if each.selection_set]
        branches = self.read_branches(definition, sets) if sets else ()
        return Selection(key, name, self.inputs.arguments(definition, node), branches, tuple(nodes))

    def definition(self, parent: GraphQLObjectType, name: str) -> GraphQLField | None:
        """The definition of a field; None for those that every type has."""
        found: GraphQLField | None = parent.fields.get(name)
        return found

    def read_branches(self, definition: GraphQLField, sets: list[SelectionSetNode]) -> tuple[Branch, ...]:
        """One branch for each set of concrete types that select the same."""
        named = get_named_type(definition.type)
        if isinstance(named, GraphQLObjectType):
            return (Branch((named.name,), self.read_fields(named, sets)),)
        if not isinstance(named, GraphQLInterfaceType):
            return ()
        alike: dict[tuple[int, ...], list[GraphQLObjectType]] = {}
        for concrete in self.schema.get_possible_types(named):
            seen: set[str] = set()
            chosen = tuple(id(node) for each in sets for node in self.collect(concrete, each, seen))
            alike.setdefault(chosen, []).append(concrete)
        return tuple(
            Branch(tuple(each.name for each in types), self.read_fields(types[0], sets))
            for types in alike.values()
        )

    def collect(
        self, type_: GraphQLObjectType, selections: SelectionSetNode, seen: set[str]
    ) -> Iterator[FieldNode]:
        """The field nodes that apply to a concrete type; a fragment counts once in a selection."""
        for node in selections.selections:
            if not self.included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if self.applies(node.type_condition, type_):
                    yield from self.collect(type_, node.selection_set, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                fragment = self.fragments[node.name.value]
                if self.applies(fragment.type_condition, type_):
                    seen.add(node.name.value)
                    yield from self.collect(type_, fragment.selection_set, seen)

    def applies(self, condition: NamedTypeNode | None, type_: GraphQLObjectType) -> bool:
        """Whether a fragment's type condition holds for a concrete type."""
        if condition is None or condition.name.value == type_.name:
            return True
        named = self.schema.get_type(condition.name.value)
        return is_abstract_type(named) and self.schema.is_sub_type(named, type_)

    def included(self, node: SelectionNode) -> bool:
        """Whether @skip and @include leave a node in."""
        for directive in node.directives or ():
            if directive.name.value in ("skip", "include"):
                definition = self.schema.get_directive(directive.name.value)
                if definition is not None and directive.arguments:
                    given = self.inputs.read(directive.arguments[0].value, definition.args["if"].type)
                    if self.inputs.fixed(given) is not (directive.name.value == "include"):
                        return False
        return True
