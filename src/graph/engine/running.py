"""A prepared operation with its variables → the value of each root field that the database answers.

In: a `Prepared` operation, coerced variables. Out: bytes by key, an error for each field that has none; how many rows
there are in them. Never: anything slow on the event loop: many values are bound, and large ones counted, aside.
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from graph.engine.aside import Aside
from graph.engine.binding import bind_all
from graph.engine.errors import Code, RequestRefused, failure
from graph.engine.execute import Database, DeadlineExceeded, Job, Outcome, TooLarge
from graph.engine.prepared import Prepared, RootField, at_field

# Parameters, each times the values in the variables, beyond which they are bound aside.
HEAVY = 2_000
# Bytes of values beyond which their rows are counted aside.
LARGE = 262_144

Values = dict[str, bytes]
Jobs = list[tuple[RootField, Job]]


class Runner:
    """Runs operations on one database."""

    def __init__(self, database: Database, seconds: float, aside: Aside) -> None:
        self.database = database
        self.seconds = seconds
        self.aside = aside

    async def run(
        self, prepared: Prepared, variables: Mapping[str, Any]
    ) -> tuple[Values, list[GraphQLError]]:
        """Run the statements of all root fields; each that fails is null, with its error."""
        values = {each.key: each.json for each in prepared.fields if each.json is not None}
        jobs, errors = await self.bind(prepared, variables)
        outcomes = await self.database.run([job for _, job in jobs], self.seconds) if jobs else []
        for (each, _), outcome in zip(jobs, outcomes, strict=True):
            if isinstance(outcome, bytes):
                values[each.key] = outcome
            else:
                errors.append(at_field(why(outcome), each.selection))
        return values, errors

    async def bind(self, prepared: Prepared, variables: Mapping[str, Any]) -> tuple[Jobs, list[GraphQLError]]:
        """The statement of each root field with its parameters."""
        binds = sum(len(each.statement.binds) for each in prepared.fields if each.statement is not None)
        if binds * size_of(variables, HEAVY) > HEAVY:
            return await self.aside.run(bind_fields, prepared, variables)
        return bind_fields(prepared, variables)

    async def count_rows(self, prepared: Prepared, values: Mapping[str, bytes]) -> int | None:
        """How many rows there are in the values of all root fields; None where one of them does not show it."""
        if sum(map(len, values.values())) > LARGE:
            return await self.aside.run(rows_in, prepared, values)
        return rows_in(prepared, values)


def bind_fields(prepared: Prepared, variables: Mapping[str, Any]) -> tuple[Jobs, list[GraphQLError]]:
    """The statement of each root field with its parameters; and why there is none, where it is refused."""
    jobs: Jobs = []
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


def rows_in(prepared: Prepared, values: Mapping[str, bytes]) -> int | None:
    """How many rows there are in the values of all root fields."""
    rows = 0
    for each in prepared.fields:
        if each.marks is None:
            return None
        rows += each.marks.count(values.get(each.key, b""))
    return rows


def size_of(value: Any, most: int) -> int:
    """How many values there are in a value, as far as it matters."""
    waiting, seen = [value], 0
    while waiting and seen + len(waiting) <= most:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        seen += 1
    return seen + len(waiting)


def why(outcome: Outcome) -> GraphQLError:
    """Why a statement gave nothing, in words for a client."""
    if isinstance(outcome, DeadlineExceeded):
        return failure("The query took too long; ask for less at a time.", Code.TIMEOUT)
    if isinstance(outcome, TooLarge):
        return failure("The answer is too large; ask for less at a time.", Code.COST_LIMIT_EXCEEDED)
    return failure("The data cannot be read at the moment.", Code.UNAVAILABLE)
