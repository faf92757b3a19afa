"""Why a request is not answered as it was asked: a reason, a status, a code, perhaps headers.

In: words. Out: `Refused`, to be raised. Never: what is internal.
"""

from collections.abc import Mapping
from http import HTTPStatus

from graph.engine.errors import Code
from graph.engine.line import Busy


class Refused(Exception):  # noqa: N818 - a refusal, not a fault
    """A request that is refused before anything runs."""

    def __init__(
        self,
        reason: str,
        status: HTTPStatus = HTTPStatus.BAD_REQUEST,
        code: Code = Code.BAD_USER_INPUT,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})


def too_busy(busy: Busy) -> Refused:
    """The refusal of what came when too many were waiting."""
    return Refused(
        "The server is busy.",
        HTTPStatus.SERVICE_UNAVAILABLE,
        Code.UNAVAILABLE,
        {"Retry-After": str(busy.seconds)},
    )


def failed() -> Refused:
    """The refusal of what went wrong here."""
    return Refused(
        "An internal error occurred.", HTTPStatus.INTERNAL_SERVER_ERROR, Code.INTERNAL_SERVER_ERROR
    )


def too_late() -> Refused:
    """The refusal of what was not answered when the server had to stop."""
    text = "The server stops: ask again."
    return Refused(text, HTTPStatus.SERVICE_UNAVAILABLE, Code.UNAVAILABLE, {"Retry-After": "1"})
