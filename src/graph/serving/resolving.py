"""Root fields that are not entities, resolved by Strawberry; what the schema says of itself is resolved once.

In: an operation's text, variables, context. Out: an execution result. Never: introspection on the event loop,
where it would take a tenth of a second.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import orjson
import strawberry
from graphql import ExecutionResult, FieldNode, GraphQLSchema, OperationDefinitionNode, execute_sync, parse

from graph.engine.execute import Unavailable

KEPT = 64
LARGEST = 2_000  # characters of an introspection that is kept, with its variables


class Known(logging.Filter):
    """Keeps Strawberry from logging what was told already: that no data can be read."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log a record."""
        return not (record.exc_info and isinstance(record.exc_info[1], Unavailable))


KNOWN = Known()


class Resolver:
    """Resolves with a Strawberry schema."""

    def __init__(self, schema: strawberry.Schema, core: GraphQLSchema) -> None:
        self.schema = schema
        self.core = core
        logging.getLogger("strawberry.execution").addFilter(KNOWN)
        self.known: OrderedDict[tuple[str, bytes], ExecutionResult] = OrderedDict()

    async def __call__(
        self, text: str, variables: dict[str, Any], name: str | None, context: Any
    ) -> ExecutionResult:
        """Resolve an operation."""
        if "__schema" in text or "__type" in text:
            found = await self.introspect(text, variables, name)
            if found is not None:
                return found
        result = await self.schema.execute(text, variables, context, operation_name=name)
        return ExecutionResult(result.data, result.errors, result.extensions)

    async def introspect(
        self, text: str, variables: Mapping[str, Any], name: str | None
    ) -> ExecutionResult | None:
        """What the schema says of itself; None where more than that is asked."""
        key = (text, orjson.dumps([name, variables]))
        if key in self.known:
            self.known.move_to_end(key)
            return self.known[key]
        made = await asyncio.to_thread(self.introspect_here, text, dict(variables), name)
        if made is not None and len(text) + len(key[1]) <= LARGEST:
            self.known[key] = made
            if len(self.known) > KEPT:
                self.known.popitem(last=False)
        return made

    def introspect_here(
        self, text: str, variables: dict[str, Any], name: str | None
    ) -> ExecutionResult | None:
        """Execute introspection on this thread."""
        document = parse(text)
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode) and not all(
                isinstance(field, FieldNode) and field.name.value in ("__schema", "__type")
                for field in definition.selection_set.selections
            ):
                return None
        return execute_sync(self.core, document, variable_values=variables, operation_name=name)
