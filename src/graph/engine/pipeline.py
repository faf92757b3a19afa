"""The stages in the order of control flow: a request goes in, an answer comes out.

In: a `Request`. Out: an `Answer`. Never: HTTP, nor a stage's own work.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType

from graph.catalogue import Catalogue
from graph.engine.aside import Aside
from graph.engine.dialects.base import Dialect
from graph.engine.document import Document, DocumentCache
from graph.engine.errors import Code, RequestRefused, failure, refuse
from graph.engine.execute import Database, Description, Unavailable
from graph.engine.explaining import Explanation, explain
from graph.engine.limits import Costs, CostWalk, Limits, check
from graph.engine.line import Busy
from graph.engine.prepared import Prepared, Preparer
from graph.engine.response import make_response, splice
from graph.engine.running import Runner
from graph.engine.timings import Timings
from graph.engine.variables import count_values, read_variables

# How many builds may be published while one operation is answered.
BUILDS = 3
# Values in variables beyond which they are coerced aside: each takes some ten microseconds.
HEAVY = 300

# What resolves the root fields that are not entities: text, variables, the operation's name, context → a result.
Resolve = Callable[[str, dict[str, Any], str | None, Any], Awaitable[ExecutionResult]]


@dataclass(frozen=True)
class Request:
    """One GraphQL request."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    allowed: frozenset[OperationType] = frozenset({OperationType.QUERY, OperationType.MUTATION})
    context: Any = None
    id: str | None = None
    # What to tell beside the data, under `extensions`: "cost", and "explain" where that is allowed.
    wants: frozenset[str] = frozenset()
    # Filled in on the way.
    timings: Timings = field(default_factory=Timings, compare=False)


@dataclass(frozen=True)
class Answer:
    """The response to a request; `executed` is false where the request could not run at all."""

    body: bytes
    executed: bool
    errors: tuple[GraphQLError, ...] = ()
    # The `data` inside the body, in pieces.
    pieces: Sequence[bytes] | None = None
    # What it was, where it ran.
    operation: OperationType | None = None
    # How many rows it could have read, at most.
    cost: int = 0
    # The root fields that the database alone did not answer.
    delegated: frozenset[str] = frozenset()
    # Whether any root field has a value.
    given: bool = True

    @property
    def unavailable(self) -> bool:
        """Whether nothing was answered because the data cannot be read."""
        codes = {(each.extensions or {}).get("code") for each in self.errors}
        return self.executed and codes == {Code.UNAVAILABLE.value} and not self.given

    @property
    def data(self) -> bytes | None:
        """The `data` inside the body."""
        return None if self.pieces is None else b"".join(self.pieces)


class Engine:
    """Answers requests over one catalogue from one database."""

    def __init__(
        self,
        catalogue: Catalogue,
        schema: GraphQLSchema,
        dialect: Dialect,
        database: Database,
        resolve: Resolve,
        limits: Limits | None = None,
        seconds: float = 10.0,
        *,
        explains: bool = False,
        aside: Aside | None = None,
    ) -> None:
        self.schema = schema
        self.database = database
        self.resolve = resolve
        self.limits = limits or Limits()
        self.explains = explains
        self.aside = aside or Aside()
        self.documents = DocumentCache(schema, self.limits)
        self.preparer = Preparer(catalogue, schema, dialect, self.limits.fields)
        self.runner = Runner(database, seconds, self.aside)

    async def answer(self, request: Request) -> Answer:
        """Answer one request: every error that a client can make or meet is in the answer."""
        timings = request.timings
        timings.resume()
        try:
            document = await self.document(request.query)
            timings.mark("document")
            operation = self.allowed_operation(document, request)
            variables = await self.variables(operation, request)
            cost = self.check_cost(document, operation, variables)
            timings.cost += cost
            timings.mark("variables")
            prepared = await self.prepared(document, operation, variables, timings)
            timings.mark("prepare")
        except RequestRefused as refused:
            timings.fails(refused.errors)
            timings.mark("refuse")
            return Answer(
                make_response(None, refused.errors, request_id=request.id),
                executed=False,
                errors=refused.errors,
            )
        outcomes, others, errors = await self.values(prepared, operation, variables, request)
        fields = [
            (each.key, outcomes.get(each.key) or others.get(each.key) or b"null") for each in prepared.fields
        ]
        told = await self.told(request, prepared, variables, cost) if request.wants else None
        data = splice(fields)
        body = make_response(data, errors, told, request_id=request.id)
        if errors:
            timings.fails(errors)
        if timings.counting:
            timings.gives(await self.runner.count_rows(prepared, outcomes))
        timings.mark("splice")
        return Answer(
            body,
            executed=True,
            errors=tuple(errors),
            pieces=data,
            operation=operation.operation,
            cost=cost,
            delegated=prepared.elsewhere,
            given=any(value != b"null" for _, value in fields),
        )

    async def document(self, text: str) -> Document:
        """The document of a text: read aside where it is not known."""
        known = self.documents.find(text)
        return known if known is not None else await self.aside.run_once(text, self.documents.read, text)

    async def prepared(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        timings: Timings,
    ) -> Prepared:
        """An operation ready to run: prepared aside where it is not known."""
        known = self.preparer.find(document, operation, variables)
        timings.prepared = known is not None
        if known is not None:
            return known
        if not variables:
            key = (document.text, id(operation))
            return await self.aside.run_once(key, self.preparer.prepare, document, operation, variables)
        return await self.aside.run(self.preparer.prepare, document, operation, variables)

    async def told(
        self, request: Request, prepared: Prepared, variables: Mapping[str, Any], cost: int
    ) -> dict[str, Any]:
        """What the client wants to be told beside the data."""
        told: dict[str, Any] = {}
        if "cost" in request.wants:
            told["cost"] = {"estimated": cost, "limit": self.limits.cost}
        if "explain" in request.wants and self.explains:
            told["explain"] = [each.shown() for each in await explain(prepared, variables, self.database)]
        return told

    async def explain(self, request: Request) -> list[Explanation]:
        """Plan, SQL and query plan of each root field; RequestRefused where the operation cannot run."""
        document = self.documents.read(request.query)
        operation = self.allowed_operation(document, request)
        variables = await self.variables(operation, request)
        prepared = self.preparer.prepare(document, operation, variables)
        refused = [each.refusal for each in prepared.fields if each.refusal is not None]
        if refused:
            raise RequestRefused(refused)
        return await explain(prepared, variables, self.database)

    def allowed_operation(self, document: Document, request: Request) -> OperationDefinitionNode:
        """The operation that a request names, if its transport may run it."""
        operation = document.operation(request.operation_name)
        if operation.operation not in request.allowed:
            text = f"A {operation.operation.value} cannot be sent this way."
            raise refuse(text, Code.OPERATION_RESOLUTION_FAILURE, operation)
        if request.timings.operation is None:
            request.timings.operation = operation
        return operation

    async def variables(self, operation: OperationDefinitionNode, request: Request) -> dict[str, Any]:
        """The variables of an operation, coerced to their types: many of them aside."""
        if not operation.variable_definitions:
            return {}
        given = request.variables
        if count_values(given, self.limits) > HEAVY:
            return await self.aside.run(read_variables, self.schema, operation, given, self.limits)
        return read_variables(self.schema, operation, given, self.limits)

    def check_cost(
        self, document: Document, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> int:
        """The cost of an operation; refuses one that could read more rows than allowed."""
        costs = document.costs.setdefault(id(operation), Costs())
        cost = costs.find(variables)
        if cost is None:
            walk = CostWalk(self.schema, document.fragments, variables)
            cost = walk.operation(operation)
            costs.keep(variables, walk.sizing, cost)
        check(cost, self.limits.cost, "rows", Code.COST_LIMIT_EXCEEDED)
        return cost

    async def values(
        self,
        prepared: Prepared,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        request: Request,
    ) -> tuple[dict[str, bytes], dict[str, bytes], list[GraphQLError]]:
        """The values of all root fields; asked again where another build was published between them.

        Busy where one is published each time: an answer never mixes two.
        """
        mixed = prepared.delegated is not None and operation.operation is OperationType.QUERY
        if not mixed:
            return await self.values_now(prepared, variables, request)
        before = await self.build()
        found = await self.values_now(prepared, variables, request)
        for _ in range(BUILDS):
            if (now := await self.build()) == before:
                return found
            before, found = now, await self.values_now(prepared, variables, request)
        if await self.build() != before:
            raise Busy
        return found

    async def values_now(
        self, prepared: Prepared, variables: Mapping[str, Any], request: Request
    ) -> tuple[dict[str, bytes], dict[str, bytes], list[GraphQLError]]:
        """The values that statements give, those that resolvers give, and every error."""
        values, errors = await self.runner.run(prepared, variables)
        request.timings.mark("sql")
        return values, await self.run_delegated(prepared, request, errors), errors

    async def build(self) -> Description | None:
        """The build that is being served; None for a database that no build made, or that cannot be read."""
        try:
            found = await self.database.describe()
        except Unavailable:
            return None
        return found if found.built_at is not None else None

    async def run_delegated(
        self, prepared: Prepared, request: Request, errors: list[GraphQLError]
    ) -> dict[str, bytes]:
        """Have Strawberry resolve what is not an entity: introspection, `dataset`, a deployment's own fields."""
        if prepared.delegated is None:
            return {}
        result = await self.resolve(
            prepared.delegated, dict(request.variables), request.operation_name, request.context
        )
        request.timings.mark("resolve")
        errors += [visible(error) for error in result.errors or ()]
        return {key: as_json(value) for key, value in (result.data or {}).items()}


def as_json(value: Any) -> bytes:
    """A resolver's value as JSON; the slower writer knows numbers of any length."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=False, default=str).encode()


def visible(error: GraphQLError) -> GraphQLError:
    """An error of another resolver, with nothing internal in it."""
    if isinstance(error.original_error, Unavailable):
        return failure("The data cannot be read at the moment.", Code.UNAVAILABLE, error.nodes, error.path)
    if error.original_error is not None and not isinstance(error.original_error, GraphQLError):
        return failure("An internal error occurred.", Code.INTERNAL_SERVER_ERROR, error.nodes, error.path)
    if error.extensions and "code" in error.extensions:
        return error
    return failure(error.message, Code.BAD_USER_INPUT, error.nodes, error.path)
