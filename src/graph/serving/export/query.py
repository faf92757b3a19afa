"""A query of one connection → the query of one of its pages, and the columns of its rows.

In: a document whose operation has one connection at its root. Out: an `Export`, or `Refused`. Never: runs anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    parse,
    print_ast,
    separate_operations,
    visit,
)

from graph.engine.document import Document
from graph.engine.prepared import UsedVariables
from graph.serving.refusal import Refused
from graph.serving.streams import root_fields

# The variables of a page: how many rows it has, and after which cursor.
FIRST, AFTER = "exportFirst", "exportAfter"
PAGED = frozenset({"first", "after", "last", "before"})


@dataclass(frozen=True)
class Export:
    """What is read page by page: the text of a page's query, where its rows are, how many, and their columns."""

    text: str
    key: str
    rows: str
    most: int | None
    columns: tuple[str, ...]


def make_export(
    schema: GraphQLSchema,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Export:
    """Rewrite a query to read its connection page by page; Refused where it has not one connection."""
    fields = root_fields(document, operation.selection_set)
    root = schema.query_type
    assert root is not None
    definition = root.fields.get(fields[0].name.value) if len(fields) == 1 else None
    if operation.operation is not OperationType.QUERY or definition is None or "first" not in definition.args:
        raise Refused("A file is made of a query with one field, a connection, at its root.")
    (field,) = fields
    connection = get_named_type(definition.type)
    asked = root_fields(document, field.selection_set) if field.selection_set else []
    rows = next((each for each in asked if each.name.value in ("nodes", "edges")), None)
    if rows is None or rows.selection_set is None:
        raise Refused("A file is made of a connection's `nodes` or `edges`.")
    key = (rows.alias or rows.name).value
    columns = paths(schema, document, row_type(connection, rows), rows.selection_set, "")
    return Export(
        page_query(document, operation, field, rows),
        (field.alias or field.name).value,
        key,
        limit_of(field, variables),
        tuple(dict.fromkeys(columns)),
    )


def row_type(connection: GraphQLNamedType, rows: FieldNode) -> GraphQLNamedType:
    """The type of a connection's nodes or edges."""
    assert isinstance(connection, GraphQLObjectType)
    named: GraphQLNamedType = get_named_type(connection.fields[rows.name.value].type)
    return named


def limit_of(field: FieldNode, variables: Mapping[str, Any]) -> int | None:
    """How many rows are asked for: as many as `first` says, all where it says nothing."""
    for argument in field.arguments or ():
        if argument.name.value == "first":
            if isinstance(argument.value, IntValueNode):
                return max(int(argument.value.value), 0)
            given = (
                variables.get(argument.value.name.value) if isinstance(argument.value, VariableNode) else None
            )
            return None if given is None else max(int(given), 0)
    return None


def page_query(
    document: Document, operation: OperationDefinitionNode, field: FieldNode, rows: FieldNode
) -> str:
    """The text of the query of one page, its cursor a variable."""
    arguments = tuple(each for each in field.arguments or () if each.name.value not in PAGED)
    kept = field_like(field, arguments, SelectionSetNode(selections=(rows,)))
    used = UsedVariables()
    whole = DocumentNode(definitions=(query_of(operation, kept, ()), *document.fragments.values()))
    needed = next(iter(separate_operations(whole).values()))
    visit(needed, used)
    definitions = tuple(
        each for each in operation.variable_definitions or () if each.variable.name.value in used.names
    )
    texts = [print_ast(each) for each in definitions]
    inner = ", ".join([*(print_ast(each) for each in arguments), f"first: ${FIRST}", f"after: ${AFTER}"])
    alias = f"{field.alias.value}: " if field.alias else ""
    head = f"query({', '.join([*texts, f'${FIRST}: Int', f'${AFTER}: String'])})"
    body = f"{print_ast(rows)} pageInfo {{ hasNextPage endCursor }}"
    fragments = "\n".join(print_ast(each) for each in needed.definitions[1:])
    return print_ast(parse(f"{head} {{ {alias}{field.name.value}({inner}) {{ {body} }} }}\n{fragments}"))


def field_like(field: FieldNode, arguments: Any, selections: SelectionSetNode) -> FieldNode:
    """The same field with other arguments and selections."""
    return FieldNode(
        name=field.name, alias=field.alias, arguments=arguments, directives=(), selection_set=selections
    )


def query_of(
    operation: OperationDefinitionNode, field: FieldNode, definitions: Any
) -> OperationDefinitionNode:
    """A query of one field."""
    return OperationDefinitionNode(
        operation=OperationType.QUERY,
        name=operation.name,
        variable_definitions=definitions,
        directives=(),
        selection_set=SelectionSetNode(selections=(field,)),
    )


# --- columns -------------------------------------------------------------------------------------------------------


def paths(
    schema: GraphQLSchema,
    document: Document,
    type_: GraphQLNamedType | None,
    selections: SelectionSetNode,
    prefix: str,
) -> Iterator[str]:
    """The dotted paths of what is selected; a list, or a connection, is one column of JSON."""
    for node in selections.selections:
        if isinstance(node, FieldNode):
            path = f"{prefix}{(node.alias or node.name).value}"
            field: GraphQLField | None = getattr(type_, "fields", {}).get(node.name.value)
            if node.selection_set is None or field is None or is_many(field):
                yield path
            else:
                yield from paths(schema, document, get_named_type(field.type), node.selection_set, f"{path}.")
        elif isinstance(node, InlineFragmentNode):
            narrowed = schema.get_type(node.type_condition.name.value) if node.type_condition else type_
            yield from paths(schema, document, narrowed, node.selection_set, prefix)
        elif isinstance(node, FragmentSpreadNode):
            fragment = document.fragments[node.name.value]
            narrowed = schema.get_type(fragment.type_condition.name.value)
            yield from paths(schema, document, narrowed, fragment.selection_set, prefix)


def is_many(field: GraphQLField) -> bool:
    """Whether a field has many values: a list or a connection."""
    type_ = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    return isinstance(type_, GraphQLList) or "first" in field.args
