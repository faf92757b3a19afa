"""Root fields that are not entities: introspection by graphql-core, on a thread; all others by Strawberry.

In: an operation's text, variables, context. Out: an execution result. Never: anything slow on the event loop: to read
a text or to tell a whole schema takes up to a second. What the schema says of itself is told once.
"""

import logging
from collections import OrderedDict
from inspect import isawaitable
from typing import Any

import orjson
import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    execute,
    execute_sync,
    parse,
    print_ast,
)
from orjson import Fragment
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph.engine.aside import Aside
from graph.engine.execute import Unavailable
from graph.engine.introspection import ROOTS

PLAIN = StrawberryGraphQLCoreExecutionContext
KEPT = 64
# How long somebody may wait for what the schema says of itself (seconds): tools ask for it, which wait.
WAIT = 10.0
LARGEST = 2_000  # characters of an introspection that is kept, with its variables


class Known(logging.Filter):
    """Keeps Strawberry from logging what was told already: that no data can be read."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log a record."""
        return not (record.exc_info and isinstance(record.exc_info[1], Unavailable))


KNOWN = Known()


class Resolver:
    """Resolves with a Strawberry schema."""

    def __init__(self, schema: strawberry.Schema, core: GraphQLSchema, aside: Aside) -> None:
        self.schema = schema
        self.core = core
        self.aside = aside
        # One thread tells schemas: who asks for something else does not wait for that, nor does a rest of the others.
        self.telling = Aside(1, WAIT)
        logging.getLogger("strawberry.execution").addFilter(KNOWN)
        self.known: OrderedDict[tuple[str, bytes], ExecutionResult] = OrderedDict()

    async def __call__(
        self, text: str, variables: dict[str, Any], name: str | None, context: Any
    ) -> ExecutionResult:
        """Resolve an operation that is known to be valid."""
        if "__schema" not in text and "__type" not in text:
            return await self.resolve(text, variables, name, context)
        own, other = await self.aside.run(parted, text)
        told = await self.introspect(text, own, variables, name)
        if other is None:
            return told
        found = await self.resolve(other, variables, name, context)
        data = None if found.data is None else {**(told.data or {}), **found.data}
        return ExecutionResult(data, [*(told.errors or ()), *(found.errors or ())] or None)

    async def resolve(
        self, asked: str | DocumentNode, variables: dict[str, Any], name: str | None, context: Any
    ) -> ExecutionResult:
        """Have Strawberry's resolvers answer; a schema that has more than types is asked as Strawberry has it."""
        if self.schema.get_extensions() or self.schema.execution_context_class is not PLAIN:
            text = asked if isinstance(asked, str) else await self.aside.run(print_ast, asked)
            result = await self.schema.execute(text, variables, context, operation_name=name)
            return ExecutionResult(result.data, result.errors, result.extensions)
        document = await self.aside.run(parse, asked) if isinstance(asked, str) else asked
        found = execute(
            self.core, document, context_value=context, variable_values=variables, operation_name=name
        )
        made = await found if isawaitable(found) else found
        assert isinstance(made, ExecutionResult)
        if made.errors:
            self.schema.process_errors(made.errors)
        return made

    async def introspect(
        self, text: str, document: DocumentNode, variables: dict[str, Any], name: str | None
    ) -> ExecutionResult:
        """What the schema says of itself."""
        key = (text, orjson.dumps([name, variables]))
        if key in self.known:
            self.known.move_to_end(key)
            return self.known[key]
        made = await self.telling.run_once(key, told_of, self.core, document, variables, name)
        if len(text) + len(key[1]) <= LARGEST:
            self.known[key] = made
            if len(self.known) > KEPT:
                self.known.popitem(last=False)
        return made


def told_of(
    schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any], name: str | None
) -> ExecutionResult:
    """What a schema says of itself, as JSON: a hundred thousand objects are made and let go on one thread."""
    made = execute_sync(schema, document, variable_values=variables, operation_name=name)
    assert isinstance(made, ExecutionResult)
    if made.data is None:
        return made
    return ExecutionResult(
        {key: Fragment(orjson.dumps(value)) for key, value in made.data.items()}, made.errors
    )


def parted(text: str) -> tuple[DocumentNode, DocumentNode | None]:
    """An operation with its introspection alone, and with all else; None where there is nothing else."""
    document = parse(text)
    (operation,) = (each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    whole = operation.selection_set.selections
    own = [each for each in whole if is_own(each)]
    others = [each for each in whole if not is_own(each)]
    return narrowed(document, operation, own), narrowed(document, operation, others) if others else None


def is_own(node: SelectionNode) -> bool:
    """Whether this is a field of introspection."""
    return isinstance(node, FieldNode) and node.name.value in ROOTS


def narrowed(
    document: DocumentNode, operation: OperationDefinitionNode, selections: list[SelectionNode]
) -> DocumentNode:
    """A document with its one operation asking for so much alone."""
    kept = OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=SelectionSetNode(selections=tuple(selections)),
    )
    others = (each for each in document.definitions if each is not operation)
    return DocumentNode(definitions=(kept, *others))
