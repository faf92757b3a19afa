"""A connection's rows as a file: CSV with a column for each dotted path, or a JSON object on each line.

In: a query with one connection at its root. Out: the bytes of all its rows, page by page, however many there are.
Never: more than one page in memory, nor rows of two builds in one file: such a file breaks off.
"""

import csv
import io
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
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
from starlette.responses import StreamingResponse
from starlette.types import Send

from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.document import Document
from graph.engine.errors import RequestRefused
from graph.engine.execute import Unavailable
from graph.engine.line import patiently
from graph.engine.prepared import UsedVariables
from graph.serving.negotiation import CSV
from graph.serving.rates import Charge
from graph.serving.refusal import Refused
from graph.serving.streams import root_fields

LOG = logging.getLogger("graph.serving")
PAGE = 500
AFTER = "exportAfter"
PAGED = frozenset({"first", "after", "last", "before"})


@dataclass(frozen=True)
class Export:
    """What is read page by page: the text of a page's query, where its rows are, how many, and their columns."""

    text: str
    key: str
    rows: str
    most: int | None
    columns: tuple[str, ...]


async def open_export(
    engine: Engine, request: Operation, media_type: str, charge: Charge
) -> AsyncIterator[bytes]:
    """The bytes of all rows; Refused or RequestRefused where the query cannot be exported.

    `charge` is told the cost of each page. A file that has begun waits where the server is busy.
    """
    document = await engine.document(request.query)
    operation = engine.allowed_operation(document, request)
    variables = engine.read_variables(operation, request)
    export = make_export(engine.schema, document, operation, variables)
    version = (await engine.database.describe()).version
    first = await read_page(engine, request, export, None, charge)

    async def pages() -> AsyncIterator[bytes]:
        page, left = first, export.most
        if media_type == CSV:
            yield csv_lines([export.columns])
        while True:
            rows = page[export.rows][:left]
            yield write_rows(rows, export, media_type)
            left = None if left is None else left - len(rows)
            if left == 0 or not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]
            try:
                page = await patiently(read_page, engine, request, export, after, charge)
                now = (await engine.database.describe()).version
            except (Refused, RequestRefused, Unavailable) as error:
                raise Torn(str(error)) from None
            if now != version:
                raise Torn("another build was published")

    return pages()


class Torn(Exception):  # noqa: N818 - what happened
    """A file that has begun cannot be ended."""


class FileResponse(StreamingResponse):
    """A file on its way; one that is torn has no end, so that its client sees it."""

    async def stream_response(self, send: Send) -> None:
        """Send the file."""
        try:
            await super().stream_response(send)
        except Torn as torn:
            LOG.warning("a file broke off: %s", torn)


async def read_page(
    engine: Engine, request: Operation, export: Export, after: str | None, charge: Charge
) -> Any:
    """One page of the connection."""
    variables = {**request.variables, AFTER: after}
    answer = await engine.answer(replace(request, query=export.text, variables=variables))
    await charge(answer.cost)
    if answer.errors or answer.data is None:
        raise RequestRefused(answer.errors)
    page = orjson.loads(answer.data)[export.key]
    if page is None:
        raise Refused("There is no such connection to export.")
    return page


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
    inner = ", ".join([*(print_ast(each) for each in arguments), f"first: {PAGE}", f"after: ${AFTER}"])
    alias = f"{field.alias.value}: " if field.alias else ""
    head = f"query({', '.join([*texts, f'${AFTER}: String'])})"
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


# --- columns and rows ----------------------------------------------------------------------------------------------


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


def write_rows(rows: Iterable[Any], export: Export, media_type: str) -> bytes:
    """Rows as lines."""
    if media_type == CSV:
        return csv_lines([cell(row, path) for path in export.columns] for row in rows)
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def cell(row: Any, path: str) -> str:
    """What stands at a path of a row: nothing for null, JSON for lists and objects."""
    for step in path.split("."):
        row = row.get(step) if isinstance(row, dict) else None
    if row is None or isinstance(row, str):
        return row or ""
    return orjson.dumps(row).decode()


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Lines of CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
