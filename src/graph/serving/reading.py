"""An HTTP request → the parameters of a GraphQL request.

In: a Starlette request. Out: `Parameters`, or `Refused`. Never: more of a body in memory than is allowed.
"""

from functools import lru_cache
from http import HTTPStatus

from starlette.requests import Request

from graph.engine.aside import Aside
from graph.serving.negotiation import JSON, KEPT, LOOKED_AT
from graph.serving.parameters import Parameters, is_large, read_body, read_query
from graph.serving.refusal import Refused

METHODS = "GET, HEAD, OPTIONS, POST"
# A length with more digits is larger than any body.
DIGITS = 18


async def read_request(request: Request, max_body: int, aside: Aside) -> Parameters:
    """Read what a request asks: the query string of a GET, the body of a POST, a large one aside."""
    if request.method in ("GET", "HEAD"):
        return read_query(request.query_params)
    if request.method != "POST":
        raise Refused(
            f"{request.method} is not served here.", HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": METHODS}
        )
    check_content_type(request.headers.get("content-type", ""))
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity":
        raise Refused(
            "Send the body as it is, without Content-Encoding.",
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            headers={"Accept-Encoding": "identity"},
        )
    body = await whole_body(request, max_body)
    return await aside.run(read_body, body) if is_large(body) else read_body(body)


async def whole_body(request: Request, max_body: int) -> bytes:
    """The body, as long as it is not too large: one that says so itself is not waited for."""
    chunks: list[bytes] = []
    size = 0
    if is_larger(request.headers.get("content-length", ""), max_body):
        raise too_large(max_body)
    async for chunk in request.stream():
        size += len(chunk)
        if size > max_body:
            raise too_large(max_body)
        chunks.append(chunk)
    return b"".join(chunks)


def is_larger(length: str, most: int) -> bool:
    """Whether a length is a number, and larger than that."""
    return length.isdecimal() and (len(length) > DIGITS or int(length) > most)


def too_large(most: int) -> Refused:
    """The refusal of a body."""
    return Refused(f"The body is larger than {most} bytes.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def check_content_type(given: str) -> None:
    """Refuse any media type but JSON in UTF-8: forms and plain text can be sent by pages of other sites."""
    check_short(given[:LOOKED_AT])


@lru_cache(maxsize=KEPT)
def check_short(given: str) -> None:
    """Check a header of bounded length."""
    name, *parameters = (part.strip().lower() for part in given.split(";"))
    charsets = [
        each.removeprefix("charset=").strip('"') for each in parameters if each.startswith("charset=")
    ]
    if name != JSON or any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise Refused("Send the body as application/json in UTF-8.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
