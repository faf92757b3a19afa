"""Headers, read and written as often as every request has them.

In: an ASGI scope; headers by name. Out: a request whose headers are found by name, responses with theirs.
Never: what a header means.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

# Headers that are lists: lines of one name are one list, as RFC 9110 has it in 5.3.
LISTS = (b"accept", b"accept-encoding", b"if-none-match")


class IndexedHeaders(Headers):
    """The headers of a request, found by name without a look at each: of several of a name, the first, or a list."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope=scope)
        self.found = dict(reversed(self._list))
        if len(self.found) < len(self._list):
            self.combine()

    def combine(self) -> None:
        """Make one list of the lines of each header that is one."""
        for name in LISTS:
            lines = [value for each, value in self._list if each == name]
            if len(lines) > 1:
                self.found[name] = b", ".join(lines)

    def __getitem__(self, key: str) -> str:
        """The value of a header; names are lower-case in ASGI."""
        return self.found[raw_name(key)].decode("latin-1")

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a header, if there is one."""
        found = self.found.get(raw_name(key))
        return default if found is None else found.decode("latin-1")


class GraphQLRequest(Request):
    """A request whose headers are asked for by name again and again."""

    @property
    def headers(self) -> Headers:
        """The headers."""
        if not hasattr(self, "_headers"):
            self._headers = IndexedHeaders(self.scope)
        return self._headers


class Answered(Response):
    """A response of bytes, whose headers are written as they are sent."""

    def __init__(self, body: bytes, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(body, status)
        self.raw_headers = [(raw_name(name), value.encode("latin-1")) for name, value in headers.items()]
        self.raw_headers.append((b"content-length", b"%d" % len(body)))


@lru_cache(maxsize=64)
def raw_name(name: str) -> bytes:
    """A header's name as it is sent."""
    return name.lower().encode("latin-1")
