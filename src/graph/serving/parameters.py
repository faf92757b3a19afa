"""What a GraphQL request asks, out of a query string or a JSON body.

In: text or bytes. Out: `Parameters`, or `Refused` with a status and a reason.
Never: a guess at what was meant. Of a key that a JSON object has twice, the last one counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson

from graph.serving.refusal import Refused

# How deep variables may nest: what walks them recurses.
DEEPEST = 64
# Characters beyond which a text is read aside: it may hold ten thousand values, which take some milliseconds to make
# and to look at.
LARGE = 16_384
# Bodies of at most so many bytes are kept with what they say.
SMALL = 4096


@dataclass(frozen=True)
class Parameters:
    """The parameters of a GraphQL request; the text may be named instead of sent."""

    query: str | None
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)
    document_id: str | None = None
    # Whether they came in so large a text that the event loop should not walk them.
    large: bool = False


def is_large(text: str | bytes) -> bool:
    """Whether a text may hold so much that the event loop should not read it."""
    return len(text) > LARGE


def read_json(body: bytes) -> Any:
    """Read JSON; what is not JSON, or not UTF-8, is refused."""
    if not body.strip():
        raise Refused("The body is empty: send a JSON object with a query.")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(
            f"The body is not JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        ) from None


def read_body(body: bytes) -> Parameters:
    """Read the parameters out of a JSON body; small ones that come again and again are read once."""
    return read_small(body) if len(body) <= SMALL else read_any(body)


@lru_cache(maxsize=256)
def read_small(body: bytes) -> Parameters:
    """Read a body, or give what it was read as."""
    return read_any(body)


def read_any(body: bytes) -> Parameters:
    """Read a body."""
    read = read_json(body)
    if not isinstance(read, dict):
        raise Refused("The body is JSON, but not an object with a query.")
    if body.count(b"{") + body.count(b"[") > DEEPEST:
        check_depth(read)
    return checked(read)


def read_query(parameters: Mapping[str, str]) -> Parameters:
    """Read the parameters out of a query string, where variables and extensions are JSON."""
    found: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if found.get(name):
            found[name] = read_part(name, found[name])
        else:
            found.pop(name, None)
    for name in ("operationName", "documentId"):
        if found.get(name) == "":
            found.pop(name)
    return checked(found)


def read_part(name: str, text: str) -> Any:
    """Read one parameter that is JSON."""
    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(f"`{name}` is not JSON.") from None
    if text.count("{") + text.count("[") > DEEPEST:
        check_depth(read)
    return read


def check_depth(read: Any) -> None:
    """Refuse values nested too deeply for what will walk them; itself it walks level by level."""
    level = [read]
    for _ in range(DEEPEST + 2):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise Refused(f"The values sent nest more than {DEEPEST} levels deep.")


def checked(found: Mapping[str, Any], *, large: bool = False) -> Parameters:
    """Check the types of the parameters, which perhaps came in a large text."""
    texts = {key: found.get(key) for key in ("query", "operationName", "documentId")}
    for key, value in texts.items():
        if value is not None and not isinstance(value, str):
            raise Refused(f"`{key}` is not a string.")
    objects = {key: found.get(key) for key in ("variables", "extensions")}
    for key, value in objects.items():
        if value is not None and not isinstance(value, dict):
            raise Refused(f"`{key}` is not an object.")
    return Parameters(
        texts["query"] or None,
        texts["operationName"],
        objects["variables"] or {},
        objects["extensions"] or {},
        texts["documentId"],
        large,
    )
