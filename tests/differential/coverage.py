"""What of a schema operations really use: fields of output types, fields of input types, members of enumerations.

In: a schema, operations with their variables. Out: (type, field) pairs. Never: what was only generated.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    parse,
    type_from_ast,
    visit,
)

Pair = tuple[str, str]


def every_output(schema: GraphQLSchema) -> set[Pair]:
    """Each field of each object type and interface."""
    return {
        (name, field)
        for name, type_ in schema.type_map.items()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) and not name.startswith("__")
        if type_ not in (schema.mutation_type, schema.subscription_type)
        for field in type_.fields
    }


def every_input(schema: GraphQLSchema) -> set[Pair]:
    """Each field of each input type."""
    return {
        (name, field)
        for name, type_ in schema.type_map.items()
        if isinstance(type_, GraphQLInputObjectType)
        for field in type_.fields
    }


class Used:
    """Gathers what operations use."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.outputs: set[Pair] = set()
        self.inputs: set[Pair] = set()
        self.enums: set[Pair] = set()

    def add(self, text: str, variables: Mapping[str, Any] | None = None) -> None:
        """Look through one operation."""
        info = TypeInfo(self.schema)
        visit(parse(text), TypeInfoVisitor(info, Seeing(self, info, variables or {})))

    def value(self, type_: Any, value: Any) -> None:
        """Look through the value of a variable."""
        while isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        if isinstance(type_, GraphQLList):
            for item in value if isinstance(value, list) else [value]:
                self.value(type_.of_type, item)
        elif isinstance(type_, GraphQLInputObjectType) and isinstance(value, dict):
            for name, inner in value.items():
                self.inputs.add((type_.name, name))
                self.value(type_.fields[name].type, inner)
        elif isinstance(type_, GraphQLEnumType) and isinstance(value, str):
            self.enums.add((type_.name, value))


class Seeing(Visitor):
    """Notes fields as it comes by."""

    def __init__(self, used: Used, info: TypeInfo, variables: Mapping[str, Any]) -> None:
        super().__init__()
        self.used = used
        self.info = info
        self.variables = variables

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Note a field of an output type."""
        parent = self.info.get_parent_type()
        if parent is not None and not node.name.value.startswith("__"):
            self.used.outputs.add((parent.name, node.name.value))

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        """Note a field of an input object."""
        parent = get_named_type(self.info.get_parent_input_type())
        if parent is not None:
            self.used.inputs.add((parent.name, node.name.value))

    def enter_enum_value(self, node: Any, *_: Any) -> None:
        """Note a member of an enumeration."""
        named = get_named_type(self.info.get_input_type())
        if named is not None:
            self.used.enums.add((named.name, node.value))

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        """Note what a variable holds."""
        name = node.variable.name.value
        if name in self.variables:
            self.used.value(type_from_ast(self.used.schema, node.type), self.variables[name])
