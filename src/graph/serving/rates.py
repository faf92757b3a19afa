"""How much each client may ask: requests weighed by what they cost, in a window of time.

In: who asks, what it cost. Out: headers that tell what is left, or `Refused`. Never: a token or an address in a store
as it is: clients are known by a hash.
"""

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from math import ceil
from time import time
from typing import TYPE_CHECKING

from starlette.requests import Request

from graph.engine.errors import Code
from graph.serving.refusal import Refused

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.aio.strategies import FixedWindowRateLimiter


class Rates:
    """The allowances of clients: `10000/minute` of cost, kept in memory or in Redis."""

    def __init__(self, rate: str, store: str = "async+memory://") -> None:
        """ValueError where the rate cannot be read, or where the store cannot be used."""
        self.limit: RateLimitItem | None = None
        self.limiter: FixedWindowRateLimiter | None = None
        if rate:
            self.limit, self.limiter = read_rate(rate, store)

    async def admit(self, request: Request) -> None:
        """Refuse a client that has used what it may."""
        if self.limit is None or self.limiter is None:
            return
        key = client_of(request)
        if not await self.limiter.test(self.limit, key):
            headers = await self.headers(request)
            headers["Retry-After"] = headers["X-RateLimit-Reset"]
            raise Refused(
                "Too much was asked in too short a time.",
                HTTPStatus.TOO_MANY_REQUESTS,
                Code.RATE_LIMITED,
                headers,
            )

    async def count(self, request: Request, cost: int) -> Mapping[str, str]:
        """Count what a request cost, one at least; the headers tell what is left."""
        if self.limit is None or self.limiter is None:
            return {}
        await self.limiter.hit(self.limit, client_of(request), cost=1 + cost)
        return await self.headers(request)

    async def headers(self, request: Request) -> dict[str, str]:
        """What the client may ask, what is left of it, and in how many seconds it may ask all of it again."""
        if self.limit is None or self.limiter is None:
            return {}
        window = await self.limiter.get_window_stats(self.limit, client_of(request))
        return {
            "X-RateLimit-Limit": str(self.limit.amount),
            "X-RateLimit-Remaining": str(max(window.remaining, 0)),
            "X-RateLimit-Reset": str(max(1, ceil(window.reset_time - time()))),
        }


def client_of(request: Request) -> str:
    """Who asks: the token's holder, or else the address."""
    known = request.headers.get("authorization") or (request.client.host if request.client else "")
    return sha256(known.encode()).hexdigest()[:32]


def read_rate(rate: str, store: str) -> "tuple[RateLimitItem, FixedWindowRateLimiter]":
    """Read a rate and open its store; what does both takes long to import, and most servers do without."""
    from limits import parse  # noqa: PLC0415 - see above
    from limits.aio.strategies import FixedWindowRateLimiter  # noqa: PLC0415 - likewise
    from limits.storage import storage_from_string  # noqa: PLC0415 - likewise

    return parse(rate), FixedWindowRateLimiter(storage_from_string(store))
