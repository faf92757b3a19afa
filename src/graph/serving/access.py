"""Who may ask: tokens, and the origins whose pages may.

In: headers. Out: nothing, or `Refused`; headers for browsers. Never: a token in memory, only its hash.
"""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from graph.engine.errors import Code
from graph.serving.refusal import Refused

HASHED = "sha256:"
DIGEST = re.compile(r"[0-9a-fA-F]{64}")
# A scheme and a host, perhaps with a port.
ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#@]+")
DAY = 86_400  # seconds
# What a page of another origin may read of an answer beside its body.
EXPOSED = (
    "ETag, X-Request-Id, Retry-After, Server-Timing, Content-Disposition, "
    "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
)


class Access:
    """What a deployment allows: everyone where it names no token, its own pages where it names no origin."""

    def __init__(
        self, tokens: Iterable[str] = (), origins: Iterable[str] = (), *, closed: bool = False
    ) -> None:
        """Take tokens as they are or as `sha256:` and their hash; origins as browsers write them, `*` for any.

        `closed` where a token is needed even if there is none that would do.
        """
        self.digests = [digest_of(each) for each in tokens]
        self.origins = frozenset(map(origin_of, origins))
        self.closed = closed or bool(self.digests)

    def admit(self, headers: Headers) -> None:
        """Refuse a request without a token where one is needed."""
        if self.closed and not self.knows(bearer(headers.get("authorization"))):
            raise Refused(
                "A token is needed: `Authorization: Bearer …`.",
                HTTPStatus.UNAUTHORIZED,
                Code.UNAUTHENTICATED,
                {"WWW-Authenticate": "Bearer"},
            )

    def knows(self, token: str | None) -> bool:
        """Whether a token is one of those given; takes as long for any other."""
        given = sha256((token or "").encode("utf-8", "surrogatepass")).digest()
        found = [hmac.compare_digest(given, each) for each in self.digests]
        return token is not None and any(found)

    def allows(self, headers: Headers) -> bool:
        """Whether the page that asks, if one does, may: one of this server's, or of an origin that was named."""
        origin = headers.get("origin")
        if origin is None or self.names(origin):
            return True
        try:
            place = urlsplit(origin).netloc
        except ValueError:  # no address at all
            return False
        return place.lower() == headers.get("host", "").lower()

    def names(self, origin: str) -> bool:
        """Whether an origin was named."""
        return "*" in self.origins or origin.lower() in self.origins

    def shared(self, headers: Headers) -> dict[str, str]:
        """What tells a browser that a page of another origin may read the answer; nothing where it may not."""
        origin = headers.get("origin")
        if origin is None or not self.names(origin):
            return {}
        allowed = "*" if "*" in self.origins else origin
        return {
            "Access-Control-Allow-Origin": allowed,
            "Access-Control-Expose-Headers": EXPOSED,
            "Timing-Allow-Origin": allowed,
        }

    def varies(self, *names: str) -> str:
        """The value of `Vary`: which headers an answer is made by, beside these."""
        others = [("Authorization", self.closed), ("Origin", bool(self.origins))]
        return ", ".join([*names, *(name for name, varies in others if varies)])

    def preflight(self, headers: Headers) -> dict[str, str]:
        """What a browser wants to know before it sends a request of another origin."""
        shared = self.shared(headers)
        if not shared:
            return {}
        return shared | {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": headers.get("access-control-request-headers", "Content-Type"),
            "Access-Control-Max-Age": str(DAY),
        }


def origin_of(given: str) -> str:
    """An origin as it is compared; ValueError for what is none, and would never be met."""
    origin = given.rstrip("/").lower()
    if origin not in ("*", "null") and not ORIGIN.fullmatch(origin):
        raise ValueError("an origin is written like `https://pages.example` or `http://localhost:3000`")
    return origin


def bearer(header: str | None) -> str | None:
    """The token of an Authorization header."""
    scheme, _, token = (header or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def digest_of(given: str) -> bytes:
    """The hash of a token, or the hash that was given instead; ValueError where that is none."""
    if given.startswith(HASHED):
        hexadecimal = given.removeprefix(HASHED)
        if not DIGEST.fullmatch(hexadecimal):
            raise ValueError("a token given as sha256: has 64 hexadecimal digits")
        return bytes.fromhex(hexadecimal)
    return sha256(given.encode()).digest()
