"""How many rows an answer has, found by walking through it beside what was asked.

In: a schema, a document, data. Out: a number. Never: the engine's plan, or its bytes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)

Asked = list[tuple[GraphQLNamedType | None, SelectionSetNode]]


def rows_in(schema: GraphQLSchema, document: DocumentNode, name: str | None, data: Any) -> int:
    """The objects of an answer that have an id of their own, each time that they are there."""
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    chosen = next(each for each in operations if name is None or (each.name and each.name.value == name))
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    return Walk(schema, fragments).rows([(schema.query_type, chosen.selection_set)], data)


class Walk:
    """Walks through an answer."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self.schema = schema
        self.fragments = fragments

    def rows(self, asked: Asked, value: Any) -> int:
        """The rows in a value."""
        if isinstance(value, list):
            return sum(self.rows(asked, each) for each in value)
        if not isinstance(value, dict) or not asked:
            return 0
        inner: dict[str, Asked] = {}
        for type_, selections in asked:
            for key, below in self.fields(type_, selections):
                inner.setdefault(key, []).extend(below)
        found = sum(self.rows(inner.get(key, []), each) for key, each in value.items())
        return found + any(is_row(type_) for type_, _ in asked)

    def fields(
        self, type_: GraphQLNamedType | None, selections: SelectionSetNode
    ) -> Iterator[tuple[str, Asked]]:
        """The keys that a selection set asks for, with what is asked below each; of any concrete type."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                definition = getattr(type_, "fields", {}).get(node.name.value)
                below = node.selection_set
                named = get_named_type(definition.type) if definition else None
                yield (node.alias or node.name).value, [(named, below)] if below else []
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                narrowed = self.schema.get_type(condition.name.value) if condition else type_
                yield from self.fields(narrowed, node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                narrowed = self.schema.get_type(fragment.type_condition.name.value)
                yield from self.fields(narrowed, fragment.selection_set)


def is_row(type_: GraphQLNamedType | None) -> bool:
    """Whether a type's objects have ids of their own."""
    return type_ is not None and (
        type_.name == "Node" or any(each.name == "Node" for each in getattr(type_, "interfaces", ()))
    )
