"""The stages in the order of control flow: a request goes in, an answer comes out.

In: a `Request`. Out: an `Answer`. Never: HTTP, nor a stage's own work.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution.values import get_variable_values

from graph.catalogue import Catalogue
from graph.engine.binding import bind_all
from graph.engine.dialects.base import Dialect
from graph.engine.document import Document, DocumentCache, coded
from graph.engine.errors import Code, RequestRefused, failure, refuse
from graph.engine.execute import Database, DeadlineExceeded, Description, Job, Outcome, Unavailable
from graph.engine.explaining import Explanation, explain
from graph.engine.limits import Costs, CostWalk, Limits, check
from graph.engine.line import Line
from graph.engine.prepared import Prepared, Preparer, RootField, at_field
from graph.engine.response import make_response, splice
from graph.engine.timings import Timings

Given = ParamSpec("Given")
Made = TypeVar("Made")
# How many builds may be published while one operation is answered.
BUILDS = 3
# Bytes of values beyond which their rows are counted aside.
LARGE = 262_144
# Values in variables beyond which they are coerced aside: each takes some ten microseconds.
HEAVY = 300
ASIDES = 2
ASIDE = ThreadPoolExecutor(ASIDES, thread_name_prefix="prepare")

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
        line: Line | None = None,
    ) -> None:
        self.schema = schema
        self.database = database
        self.resolve = resolve
        self.limits = limits or Limits()
        self.seconds = seconds
        self.explains = explains
        # Before the threads that read and prepare what was never asked before.
        self.line = line or Line(ASIDES)
        self.documents = DocumentCache(schema, self.limits)
        self.preparer = Preparer(catalogue, schema, dialect, self.limits.fields)

    async def answer(self, request: Request) -> Answer:
        """Answer one request: every error that a client can make or meet is in the answer."""
        timings = request.timings
        timings.resume()
        asked: OperationType | None = None
        try:
            document = await self.document(request.query)
            timings.mark("document")
            asked = document.operation(request.operation_name).operation
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
                operation=asked,
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
            timings.gives(await self.rows(prepared, outcomes))
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
        return known if known is not None else await self.aside(self.documents.read, text)

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
        return await self.aside(self.preparer.prepare, document, operation, variables)

    async def aside(self, work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
        """Do what can be slow, the first time an operation is seen, on a thread: the event loop goes on."""
        loop = asyncio.get_running_loop()
        return await self.line.run(lambda: loop.run_in_executor(ASIDE, partial(work, *args, **kwargs)))

    async def rows(self, prepared: Prepared, values: Mapping[str, bytes]) -> int | None:
        """How many rows there are in the values of all root fields; large ones are counted on a thread."""
        if sum(map(len, values.values())) <= LARGE:
            return rows_of(prepared, values)
        return await asyncio.to_thread(rows_of, prepared, values)

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
        variables = self.read_variables(operation, request)
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
        if is_more(request.variables, HEAVY):
            return await self.aside(self.read_variables, operation, request)
        return self.read_variables(operation, request)

    def read_variables(self, operation: OperationDefinitionNode, request: Request) -> dict[str, Any]:
        """The variables of an operation, coerced to their types."""
        definitions = operation.variable_definitions
        if not definitions:
            return {}
        given, hidden = dict(request.variables), not self.limits.suggestions
        read = get_variable_values(self.schema, definitions, given, self.limits.errors, hidden)
        if isinstance(read, list):
            raise RequestRefused([coded(error, Code.BAD_USER_INPUT) for error in read])
        return read.coerced

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
        """The values of all root fields; asked again where another build was published between them."""
        mixed = prepared.delegated is not None and operation.operation is OperationType.QUERY
        if not mixed:
            return await self.values_now(prepared, variables, request)
        before = await self.build()
        found = await self.values_now(prepared, variables, request)
        for _ in range(BUILDS):
            if (now := await self.build()) == before:
                break
            before, found = now, await self.values_now(prepared, variables, request)
        return found

    async def values_now(
        self, prepared: Prepared, variables: Mapping[str, Any], request: Request
    ) -> tuple[dict[str, bytes], dict[str, bytes], list[GraphQLError]]:
        """The values that statements give, those that resolvers give, and every error."""
        values, errors = await self.run(prepared, variables)
        request.timings.mark("sql")
        return values, await self.run_delegated(prepared, request, errors), errors

    async def build(self) -> Description | None:
        """The build that is being served; None for a database that no build made, or that cannot be read."""
        try:
            found = await self.database.describe()
        except Unavailable:
            return None
        return found if found.built_at is not None else None

    async def run(
        self, prepared: Prepared, variables: Mapping[str, Any]
    ) -> tuple[dict[str, bytes], list[GraphQLError]]:
        """Run the statements of all root fields; each that fails is null, with its error."""
        values = {each.key: each.json for each in prepared.fields if each.json is not None}
        heavy = is_more(variables, HEAVY)
        jobs, errors = (
            await self.aside(jobs_of, prepared, variables) if heavy else jobs_of(prepared, variables)
        )
        outcomes = await self.database.run([job for _, job in jobs], self.seconds) if jobs else []
        for (each, _), outcome in zip(jobs, outcomes, strict=True):
            if isinstance(outcome, bytes):
                values[each.key] = outcome
            else:
                errors.append(at_field(describe(outcome), each.selection))
        return values, errors

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


def is_more(value: Any, most: int) -> bool:
    """Whether there are more values in a value, lists and objects among them, than so many."""
    waiting, seen = [value], 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        seen += 1
        if seen + len(waiting) > most:
            return True
    return False


def jobs_of(
    prepared: Prepared, variables: Mapping[str, Any]
) -> tuple[list[tuple[RootField, Job]], list[GraphQLError]]:
    """The statement of each root field with its parameters; and why there is none, where it is refused."""
    jobs: list[tuple[RootField, Job]] = []
    errors: list[GraphQLError] = []
    for each in prepared.fields:
        if each.refusal is not None:
            errors.append(each.refusal)
        elif each.statement is not None:
            try:
                bound = bind_all(each.statement.binds, variables)
                jobs.append((each, Job(each.statement.sql, bound, each.statement.positions)))
            except RequestRefused as refused:
                errors.append(at_field(refused.errors[0], each.selection))
    return jobs, errors


def rows_of(prepared: Prepared, values: Mapping[str, bytes]) -> int | None:
    """How many rows there are in the values of all root fields; None where one of them does not show it."""
    rows = 0
    for each in prepared.fields:
        if each.marks is None:
            return None
        rows += each.marks.count(values.get(each.key, b""))
    return rows


def as_json(value: Any) -> bytes:
    """A resolver's value as JSON; the slower writer knows numbers of any length."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=False, default=str).encode()


def describe(outcome: Outcome) -> GraphQLError:
    """Why a statement failed, in words for a client."""
    if isinstance(outcome, DeadlineExceeded):
        return failure("The query took too long; ask for less at a time.", Code.TIMEOUT)
    return failure("The data cannot be read at the moment.", Code.UNAVAILABLE)


def visible(error: GraphQLError) -> GraphQLError:
    """An error of another resolver, with nothing internal in it."""
    if isinstance(error.original_error, Unavailable):
        return failure("The data cannot be read at the moment.", Code.UNAVAILABLE, error.nodes, error.path)
    if error.original_error is not None and not isinstance(error.original_error, GraphQLError):
        return failure("An internal error occurred.", Code.INTERNAL_SERVER_ERROR, error.nodes, error.path)
    if error.extensions and "code" in error.extensions:
        return error
    return failure(error.message, Code.BAD_USER_INPUT, error.nodes, error.path)
