"""Operations with more than one answer: subscriptions, whichever transport carries them.

In: an operation. Out: the bytes of one response after another, as they come. Never: a transport.

`live` is run as the query that it holds: again after each published build, told only where the answer changed.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import orjson
import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    print_ast,
    separate_operations,
)

from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.document import Document
from graph.engine.errors import RequestRefused
from graph.engine.line import patiently
from graph.engine.pipeline import Answer, visible
from graph.engine.response import make_response
from graph.serving.changes import Changes
from graph.serving.rates import Charge
from graph.serving.watching import Watch

# How many texts of live queries are kept.
TEXTS = 64
# Seconds after which a query that failed is run again, before its failure is told.
PAUSES = (0.5, 1.0, 2.0)


class Streams:
    """Opens the streams of one process."""

    def __init__(self, engine: Engine, schema: strawberry.Schema, watch: Watch) -> None:
        self.engine = engine
        self.schema = schema
        self.watch = watch
        self.changes = Changes(engine, watch)
        self.texts: OrderedDict[tuple[str, str | None], str] = OrderedDict()

    async def open(self, request: Operation, charge: Charge) -> AsyncIterator[bytes]:
        """The responses of an operation, `charge` told what each costs; RequestRefused where it cannot run."""
        document = await self.engine.document(request.query)
        operation = self.engine.allowed_operation(document, request)
        if operation.operation is not OperationType.SUBSCRIPTION:
            return await self.once(request, charge)
        await self.engine.variables(operation, request)
        (field, *others) = root_fields(document, operation.selection_set)
        match field.name.value:
            case "live":
                return await self.live(
                    request, await self.live_text(document, operation, [field, *others]), field, charge
                )
            case "datasetChanged":
                version = (await self.watch.now()).version
                await self.changes.snapshot(version)
                return charged(self.changes.after(version, request, document), charge)
            case _:
                return charged(self.own(request), charge)

    async def live_text(
        self, document: Document, operation: OperationDefinitionNode, fields: list[FieldNode]
    ) -> str:
        """The text of the query inside `live`; the texts used last are kept."""
        key = (document.text, operation.name.value if operation.name else None)
        if key not in self.texts:
            self.texts[key] = await self.engine.aside.run(live_query, document, operation, fields)
            if len(self.texts) > TEXTS:
                self.texts.popitem(last=False)
        self.texts.move_to_end(key)
        return self.texts[key]

    async def once(self, request: Operation, charge: Charge) -> AsyncIterator[bytes]:
        """The one response of a query or mutation."""
        answer = await self.engine.answer(request)
        await charge(answer.cost)

        async def one() -> AsyncIterator[bytes]:
            yield answer.body

        return one()

    async def live(
        self, request: Operation, text: str, field: FieldNode, charge: Charge
    ) -> AsyncIterator[bytes]:
        """The answers of a query: the first at once, then each that differs from the one before."""
        key = (field.alias or field.name).value
        query = replace(request, query=text, allowed=frozenset({OperationType.QUERY}))
        version = (await self.watch.now()).version
        answer = await self.engine.answer(query)
        await charge(answer.cost)
        if not answer.executed:
            raise RequestRefused(answer.errors)

        async def answers() -> AsyncIterator[bytes]:
            nonlocal answer, version
            told: tuple[bytes, list[str]] | None = None
            while True:
                data = b'{"%b":%b}' % (key.encode(), answer.data or b"null")
                errors = [below(error, key) for error in answer.errors]
                if (data, [str(error) for error in errors]) != told:
                    told = data, [str(error) for error in errors]
                    yield make_response([data], errors, request_id=request.id)
                version = (await self.watch.after(version)).version
                answer = await self.again(query, charge)

        return answers()

    async def again(self, query: Operation, charge: Charge) -> Answer:
        """The answer of a query that was answered before; what failed is tried again before that is told."""
        answer = await patiently(self.engine.answer, query)
        await charge(answer.cost)
        for pause in PAUSES:
            if not answer.errors:
                break
            await asyncio.sleep(pause)
            answer = await patiently(self.engine.answer, query)
            await charge(answer.cost)
        return answer

    async def own(self, request: Operation) -> AsyncIterator[bytes]:
        """The events of a deployment's own subscription."""
        source: Any = await self.schema.subscribe(
            request.query,
            dict(request.variables),
            operation_name=request.operation_name,
            context_value=request.context,
        )
        async for result in source:
            yield self.response(result, request)

    def response(self, result: Any, request: Operation) -> bytes:
        """The response of an event."""
        errors = [visible(error) for error in result.errors or ()]
        return make_response([orjson.dumps(result.data)], errors, request_id=request.id)


async def charged(responses: AsyncIterator[bytes], charge: Charge) -> AsyncIterator[bytes]:
    """The same responses, each counted before it is sent."""
    async for response in responses:
        await charge(0)
        yield response


def below(error: GraphQLError, key: str) -> GraphQLError:
    """The same error, its path below a root field; it has no place in the text that the client sent."""
    path = [key, *(error.path or ())]
    return GraphQLError(error.message, path=path, extensions=error.extensions)


def root_fields(document: Document, selections: SelectionSetNode) -> list[FieldNode]:
    """The fields of a selection set, out of their fragments; a valid subscription has one key."""
    found: list[FieldNode] = []
    for node in selections.selections:
        if isinstance(node, FieldNode):
            found.append(node)
        elif isinstance(node, InlineFragmentNode):
            found += root_fields(document, node.selection_set)
        elif isinstance(node, FragmentSpreadNode):
            found += root_fields(document, document.fragments[node.name.value].selection_set)
    return found


def live_query(document: Document, operation: OperationDefinitionNode, fields: list[FieldNode]) -> str:
    """The query inside `live`, as text."""
    inner = tuple(node for field in fields if field.selection_set for node in field.selection_set.selections)
    query = OperationDefinitionNode(
        operation=OperationType.QUERY,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=(),
        selection_set=SelectionSetNode(selections=inner),
    )
    whole = DocumentNode(definitions=(query, *document.fragments.values()))
    return print_ast(next(iter(separate_operations(whole).values())))
