"""The errors that clients see: a clear message, a place in the document, a stable code."""

from collections.abc import Collection
from enum import StrEnum

from graphql import GraphQLError, Node


class Code(StrEnum):
    """The values of `extensions.code`."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    OPERATION_RESOLUTION_FAILURE = "OPERATION_RESOLUTION_FAILURE"
    COST_LIMIT_EXCEEDED = "COST_LIMIT_EXCEEDED"
    DEPTH_LIMIT_EXCEEDED = "DEPTH_LIMIT_EXCEEDED"
    TIMEOUT = "TIMEOUT"
    NOT_FOUND = "NOT_FOUND"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    RATE_LIMITED = "RATE_LIMITED"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
    UNAVAILABLE = "SERVICE_UNAVAILABLE"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


def failure(
    message: str,
    code: Code,
    nodes: Collection[Node] | Node | None = None,
    path: Collection[str | int] | None = None,
) -> GraphQLError:
    """Make an error with its code."""
    return GraphQLError(message, nodes=nodes, path=path, extensions={"code": code.value})


class RequestRefused(Exception):  # noqa: N818 - a refusal, not a fault
    """A request that cannot run at all, with every reason."""

    def __init__(self, errors: Collection[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = tuple(errors)


def refuse(message: str, code: Code, nodes: Collection[Node] | Node | None = None) -> RequestRefused:
    """Make a refusal with one reason."""
    return RequestRefused([failure(message, code, nodes)])
