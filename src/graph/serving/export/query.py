"""A query of one connection → the query of one of its pages, and the columns of its rows.

In: a document whose operation has one connection at its root. Out: an `Export`, or `Refused`. Never: runs anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Undefined,
    print_ast,
    separate_operations,
    value_from_ast_untyped,
    visit,
)

from graph.engine.document import Document
from graph.engine.inputs import InputReader
from graph.engine.prepared import UsedVariables
from graph.engine.selection import Selection, SelectionReader
from graph.serving.refusal import Refused

# The variables of a page, how many rows it has and after which cursor; and the key of what says whether more come.
FIRST, AFTER, INFO = "exportFirst", "exportAfter", "exportInfo"
FORWARD, BACKWARD = frozenset({"first", "after"}), frozenset({"last", "before"})


@dataclass(frozen=True)
class Export:
    """What is read page by page: the text of a page's query, where its rows are, and their columns.

    `after` is the cursor that the first page comes after, `most` how many rows there are to be; `name` is the
    connection's.
    """

    text: str
    name: str
    key: str
    rows: str
    columns: tuple[str, ...]
    after: str | None = None
    most: int | None = None


def make_export(
    schema: GraphQLSchema,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Export:
    """Rewrite a query to read its connection page by page; Refused where it has not one connection."""
    connection = connection_of(schema, document, operation, variables)
    chosen = [each for each in connection.fields if each.name in ("nodes", "edges")]
    if len(chosen) != 1:
        raise Refused("A file is made of a connection's `nodes`, or of its `edges`: ask for one of them.")
    (rows,) = chosen
    found = {
        each.name.value: value_from_ast_untyped(each.value, dict(variables))
        for each in connection.node.arguments or ()
    }
    given = {name: value for name, value in found.items() if value is not Undefined}
    if any(given.get(name) is not None for name in BACKWARD):
        raise Refused("A file is read from the front: ask with `first` and `after`.")
    if (most := given.get("first")) is not None and most < 0:
        raise Refused("`first` is less than 0.")
    return Export(
        page_query(document, operation, connection, rows),
        connection.name,
        connection.key,
        rows.key,
        tuple(dict.fromkeys(columns(schema, rows, ""))),
        given.get("after"),
        most,
    )


def connection_of(
    schema: GraphQLSchema,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Selection:
    """The one connection at the root, its fragments merged, and without what directives leave out."""
    root = schema.query_type
    assert root is not None
    if operation.operation is OperationType.QUERY:
        reader = SelectionReader(schema, document.fragments, InputReader(dict(variables)))
        found = reader.read_root(root, operation.selection_set)
        asked = [each for each in found if each.name != "__typename"]
        if len(asked) == 1 and is_connection(root.fields.get(asked[0].name)):
            return asked[0]
    raise Refused("A file is made of a query with one field, a connection, at its root.")


def page_query(
    document: Document, operation: OperationDefinitionNode, connection: Selection, rows: Selection
) -> str:
    """The text of the query of one page, its size and its cursor variables."""
    selections = [each for node in rows.nodes if node.selection_set for each in node.selection_set.selections]
    body = FieldNode(
        name=rows.node.name,
        alias=rows.node.alias,
        arguments=(),
        directives=(),
        selection_set=SelectionSetNode(selections=tuple(selections)),
    )
    arguments = tuple(
        each for each in connection.node.arguments or () if each.name.value not in FORWARD | BACKWARD
    )
    field = FieldNode(
        name=connection.node.name,
        alias=connection.node.alias,
        arguments=arguments,
        directives=(),
        selection_set=SelectionSetNode(selections=(body,)),
    )
    needed = with_fragments(document, field)
    texts = [print_ast(each) for each in used_definitions(operation, needed)]
    inner = ", ".join([*(print_ast(each) for each in arguments), f"first: ${FIRST}", f"after: ${AFTER}"])
    head = f"query({', '.join([*texts, f'${FIRST}: Int', f'${AFTER}: String'])})"
    page = f"{connection.key}: {connection.name}({inner})"
    info = f"{INFO}: pageInfo {{ hasNextPage endCursor }}"
    fragments = "\n".join(print_ast(each) for each in needed.definitions[1:])
    return f"{head} {{ {page} {{ {print_ast(body)} {info} }} }}\n{fragments}"


def with_fragments(document: Document, field: FieldNode) -> DocumentNode:
    """A document of one field and of the fragments that it needs."""
    query = OperationDefinitionNode(
        operation=OperationType.QUERY,
        name=None,
        variable_definitions=(),
        directives=(),
        selection_set=SelectionSetNode(selections=(field,)),
    )
    whole = DocumentNode(definitions=(query, *document.fragments.values()))
    return next(iter(separate_operations(whole).values()))


def used_definitions(operation: OperationDefinitionNode, needed: DocumentNode) -> Iterator[Any]:
    """The definitions of the variables that a document uses; Refused where a page has the same for itself."""
    used = UsedVariables()
    visit(needed, used)
    if used.names & {FIRST, AFTER}:
        raise Refused(f"The variables of a file have other names than ${FIRST} and ${AFTER}.")
    for each in operation.variable_definitions or ():
        if each.variable.name.value in used.names:
            yield each


# --- columns -------------------------------------------------------------------------------------------------------


def columns(schema: GraphQLSchema, selection: Selection, prefix: str) -> Iterator[str]:
    """The dotted paths of what is selected; a list, such as the `nodes` of an inner connection, is a column of JSON."""
    for branch in selection.branches:
        type_ = schema.get_type(branch.types[0])
        for each in branch.fields:
            path = f"{prefix}{each.key}"
            field: GraphQLField | None = getattr(type_, "fields", {}).get(each.name)
            if not each.branches or is_list(field):
                yield path
            else:
                yield from columns(schema, each, f"{path}.")


def is_list(field: GraphQLField | None) -> bool:
    """Whether a field is a list."""
    declared = field.type if field is not None else None
    type_ = declared.of_type if isinstance(declared, GraphQLNonNull) else declared
    return isinstance(type_, GraphQLList)


def is_connection(field: GraphQLField | None) -> bool:
    """Whether a field is a connection."""
    return field is not None and "first" in field.args
