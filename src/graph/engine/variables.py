"""The variables of a request → values of their GraphQL types, within bounds.

In: definitions of variables, what a client sent for them. Out: coerced values, or a refusal with every reason.
Never: a value coerced before it is known how many there are: each takes some ten microseconds.
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema, OperationDefinitionNode
from graphql.execution.values import get_variable_values

from graph.engine.document import coded
from graph.engine.errors import Code, RequestRefused, refuse
from graph.engine.limits import Limits


def count_values(variables: Mapping[str, Any], limits: Limits) -> int:
    """How many values there are in what was sent, lists and objects among them; refuses too many."""
    waiting: list[Any] = [variables]
    seen = 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            if len(each) > limits.items:
                text = f"A list in the variables has {len(each)} items; at most {limits.items} are allowed."
                raise refuse(text, Code.BAD_USER_INPUT)
            waiting.extend(each)
        seen += 1
        if seen + len(waiting) > limits.values:
            text = f"The variables hold more than {limits.values} values."
            raise refuse(text, Code.BAD_USER_INPUT)
    return seen


def read_variables(
    schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any], limits: Limits
) -> dict[str, Any]:
    """The variables of an operation, coerced to their types."""
    definitions = operation.variable_definitions or ()
    hidden = not limits.suggestions
    read = get_variable_values(schema, definitions, dict(given), limits.errors, hidden)
    if isinstance(read, list):
        raise RequestRefused([coded(error, Code.BAD_USER_INPUT) for error in read])
    return read.coerced
