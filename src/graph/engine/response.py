"""The answers of root fields → the response.

In: each root field's key and bytes, errors, extensions. Out: the response's bytes, keys in the order asked.
Never: parses what the database wrote.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from graphql import GraphQLError


def splice(fields: Iterable[tuple[str, bytes]]) -> list[bytes]:
    """The `data` object of root fields, in pieces: long answers are put together once, with what stands around."""
    pieces: list[bytes] = []
    for key, value in fields:
        pieces += [b',"' if pieces else b'{"', key.encode(), b'":', value]
    pieces.append(b"}" if pieces else b"{}")
    return pieces


def make_response(
    data: Sequence[bytes] | None,
    errors: Sequence[GraphQLError] = (),
    extensions: Mapping[str, Any] | None = None,
    request_id: str | None = None,
) -> bytes:
    """The response: `data`, in pieces, is left out where the request could not run at all."""
    parts: list[bytes] = []
    if errors:
        parts += [b',"errors":', orjson.dumps([formatted(error, request_id) for error in errors])]
    if data is not None:
        parts += [b',"data":', *data]
    if extensions:
        parts += [b',"extensions":', orjson.dumps(extensions)]
    parts[0] = b"{" + parts[0][1:]
    return b"".join([*parts, b"}"])


def formatted(error: GraphQLError, request_id: str | None) -> dict[str, Any]:
    """An error as clients see it."""
    shown: dict[str, Any] = dict(error.formatted)
    shown["message"] = shown["message"].encode("utf-8", "replace").decode()
    shown["extensions"] = {**(error.extensions or {}), **({"requestId": request_id} if request_id else {})}
    return shown
