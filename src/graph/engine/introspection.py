"""How much it takes to tell what the schema says of itself: an estimate, made before anything runs.

In: a document, a schema. Out: about how many values would be told. Never: a fragment looked at twice.

Introspection reads no row, and so it costs nothing; but its lists lie in lists, and a million values take graphql-core
some seconds.
"""

from collections.abc import Mapping
from functools import lru_cache

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_introspection_query,
    parse,
)

from graph.engine.errors import Code
from graph.engine.limits import check

ROOTS = frozenset({"__schema", "__type"})
# How many times as much as the query that every tool sends may be asked.
TIMES = 2


def check_introspection(document: DocumentNode, schema: GraphQLSchema) -> None:
    """Refuse a document of which some operation asks the schema for far more than all that it is."""
    sizes, most = bounds_of(schema)
    for work in works_of(document, sizes):
        check(work, most, "values of introspection", Code.COST_LIMIT_EXCEEDED)


@lru_cache(maxsize=8)
def bounds_of(schema: GraphQLSchema) -> tuple[dict[str, int], int]:
    """How long lists are, and how many values an operation may ask for."""
    sizes = sizes_of(schema)
    return sizes, TIMES * max(works_of(parse(get_introspection_query(input_value_deprecation=True)), sizes))


def works_of(document: DocumentNode, sizes: Mapping[str, int]) -> list[int]:
    """About how many values each operation would be told."""
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    walk = IntrospectionWalk(sizes, fragments)
    return [
        walk.operation(each) for each in document.definitions if isinstance(each, OperationDefinitionNode)
    ]


def sizes_of(schema: GraphQLSchema) -> dict[str, int]:
    """How long the lists of introspection are: that of all types, and each other one on average where there is one."""
    types = list(schema.type_map.values())
    objects = [each for each in types if isinstance(each, GraphQLObjectType | GraphQLInterfaceType)]
    inputs = [len(each.fields) for each in types if isinstance(each, GraphQLInputObjectType)]
    members = [len(each.values) for each in types if isinstance(each, GraphQLEnumType)]
    fields = [field for each in objects for field in each.fields.values()]
    interfaces = [each for each in objects if isinstance(each, GraphQLInterfaceType)]
    possible = [len(schema.get_possible_types(each)) for each in interfaces]
    return {
        "types": len(types),
        "directives": len(schema.directives),
        "fields": mean([len(each.fields) for each in objects]),
        "args": mean([len(field.args) for field in fields if field.args]),
        "inputFields": mean(inputs),
        "enumValues": mean(members),
        "interfaces": mean([len(each.interfaces) for each in objects if each.interfaces]),
        "possibleTypes": mean(possible),
    }


def mean(numbers: list[int]) -> int:
    """The mean over all items of how long their list is: long lists are met more often; one where there are none."""
    return max(1, -(-sum(number**2 for number in numbers) // max(sum(numbers), 1)))


class IntrospectionWalk:
    """Estimates how many values introspection would tell; a fragment is looked at once."""

    def __init__(self, sizes: Mapping[str, int], fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self.sizes = sizes
        self.fragments = fragments
        self.known: dict[str, int] = {}

    def operation(self, operation: OperationDefinitionNode) -> int:
        """The values below `__schema` and `__type`, wherever fragments have them."""
        return self.roots(operation.selection_set)

    def roots(self, selections: SelectionSetNode) -> int:
        """The values of the introspection at a root."""
        found = 0
        for node in selections.selections:
            if isinstance(node, FieldNode) and node.name.value in ROOTS:
                found += self.values(node.selection_set)
            elif isinstance(node, InlineFragmentNode):
                found += self.roots(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                found += self.roots(self.fragments[node.name.value].selection_set)
        return found

    def values(self, selections: SelectionSetNode | None) -> int:
        """The values of a selection set of introspection."""
        found = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                found += self.sizes.get(node.name.value, 1) * (1 + self.values(node.selection_set))
            elif isinstance(node, InlineFragmentNode):
                found += self.values(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                found += self.fragment(node.name.value)
        return found

    def fragment(self, name: str) -> int:
        """The values of a fragment."""
        if name not in self.known:
            self.known[name] = self.values(self.fragments[name].selection_set)
        return self.known[name]
