"""How many requests a process answers at once; who comes beyond that is told at once to come again.

In: requests that begin and end. Out: nothing, or `Refused`. Never: a queue without an end.
"""

from http import HTTPStatus
from types import TracebackType

from graph.engine.errors import Code
from graph.serving.refusal import Refused


class Load:
    """Counts the requests that are being answered: a block for each."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.running = 0

    def __enter__(self) -> None:
        if self.running >= self.most:
            raise Refused(
                "The server is busy.",
                HTTPStatus.SERVICE_UNAVAILABLE,
                Code.UNAVAILABLE,
                {"Retry-After": "1"},
            )
        self.running += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.running -= 1
