"""What a GraphQL request asks, out of a query string or a JSON body.

In: text or bytes. Out: `Parameters`, or `BadRequest` with a status and a reason.
Never: a guess at what was meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson


class BadRequest(Exception):  # noqa: N818 - the name of the status
    """A request that is not GraphQL over HTTP."""

    def __init__(self, reason: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Parameters:
    """The parameters of a GraphQL request."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)


def read_json(body: bytes) -> Any:
    """Read JSON; what is not JSON, or not UTF-8, is a bad request."""
    if not body.strip():
        raise BadRequest("The body is empty: send a JSON object with a query.")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.") from None


def read_body(body: bytes) -> Parameters:
    """Read the parameters out of a JSON body."""
    read = read_json(body)
    if not isinstance(read, dict):
        raise BadRequest("The body is JSON, but not an object with a query.")
    return checked(read)


def read_query(parameters: Mapping[str, str]) -> Parameters:
    """Read the parameters out of a query string, where variables and extensions are JSON."""
    found: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if found.get(name):
            try:
                found[name] = orjson.loads(found[name])
            except orjson.JSONDecodeError:
                raise BadRequest(f"`{name}` is not JSON.") from None
        else:
            found.pop(name, None)
    if found.get("operationName") == "":
        found.pop("operationName")
    return checked(found)


def checked(found: Mapping[str, Any]) -> Parameters:
    """Check the types of the parameters."""
    query = found.get("query")
    if not isinstance(query, str) or not query.strip():
        raise BadRequest("`query` is missing: it is the text of a GraphQL document.")
    name = found.get("operationName")
    if name is not None and not isinstance(name, str):
        raise BadRequest("`operationName` is not a string.")
    objects = {key: found.get(key) for key in ("variables", "extensions")}
    for key, value in objects.items():
        if value is not None and not isinstance(value, dict):
            raise BadRequest(f"`{key}` is not an object.")
    return Parameters(query, name, objects["variables"] or {}, objects["extensions"] or {})
