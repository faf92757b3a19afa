"""The oracle: graphql-core over plain Python objects.

In: the SDL of a server, a world, operations. Out: the answers it should give.
Never: the engine: fragments, aliases, directives, variables and the order of keys are graphql-core's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult, GraphQLResolveInfo, build_schema, execute_sync, parse

from tests.oracle.answers import Asked, Root
from tests.oracle.paging import Place
from tests.oracle.scalars import teach_scalars
from tests.oracle.worlds import World


@dataclass(frozen=True)
class Reply:
    """What the oracle says, with the places that its cursors stand for."""

    data: dict[str, Any] | None
    errors: tuple[Any, ...]
    cursors: Mapping[str, Place]


class Oracle:
    """Answers operations over worlds."""

    def __init__(self, sdl: str) -> None:
        self.schema = build_schema(sdl)
        teach_scalars(self.schema)

    def ask(
        self,
        world: World,
        text: str,
        variables: Mapping[str, Any] | None = None,
        cursors: Mapping[str, Place] | None = None,
        operation: str | None = None,
    ) -> Reply:
        """Answer an operation; `cursors` are those handed out before."""
        asked = Asked(world, dict(cursors or {}))
        result = execute_sync(
            self.schema,
            parse(text),
            Root(asked),
            variable_values=dict(variables or {}),
            operation_name=operation,
            field_resolver=resolve,
            type_resolver=lambda source, *_: source.type_name,
        )
        assert isinstance(result, ExecutionResult)
        return Reply(result.data, tuple(result.errors or ()), asked.cursors)


def resolve(source: Any, info: GraphQLResolveInfo[Any], /, **arguments: Any) -> Any:
    """Ask the object itself."""
    return source.answer(info.field_name, arguments)
