"""How much each client may ask: operations weighed by what they cost, in a window of time, on every transport.

In: who asks, what it cost. Out: headers that tell what is left, or `Refused`. Never: a token or an address in a store
as it is: clients are known by a hash. Nor a request that fails because the store does: each process counts by itself
until the store is back.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from http import HTTPStatus
from math import ceil
from time import monotonic, time
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import HTTPConnection

from graph.engine.errors import Code
from graph.serving.access import bearer
from graph.serving.refusal import Refused

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.aio.strategies import FixedWindowRateLimiter

Made = TypeVar("Made")
# Told the cost of each answer that an operation gives.
Charge = Callable[[int], Awaitable[object]]
MEMORY = "async+memory://"
SCHEME = re.compile(r"([a-z+]+)://")
# What the library says of a package that is not installed.
MISSING = "prerequisite not available"
PATIENCE = 0.25  # seconds that a store may take
AWAY = 5.0  # seconds in which a store that failed is left alone
LOG = logging.getLogger("graph.serving")


class Rates:
    """The allowances of clients: `10000/minute` of cost, kept in memory or in Redis."""

    def __init__(self, rate: str, store: str = MEMORY, *, by_token: bool = False) -> None:
        """ValueError where the rate cannot be read, or where the store cannot be used.

        `by_token` where every client has a token: else clients are known by their address alone.
        """
        self.by_token = by_token
        self.limit: RateLimitItem | None = None
        self.away = 0.0
        if rate:
            self.limit = read_rate(rate)
            self.shared = open_store(store)
            self.own = open_store(MEMORY)

    def client(self, connection: HTTPConnection, token: str | None = None) -> str:
        """Who asks: the holder of a token, or else an address."""
        if self.limit is None:
            return ""
        address = connection.client.host if connection.client else ""
        known = token or bearer(connection.headers.get("authorization")) if self.by_token else None
        return sha256((known or address).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    async def admit(self, client: str) -> None:
        """Refuse a client that has used what it may."""
        limit = self.limit
        if limit is not None and not await self.ask(lambda store: store.test(limit, client)):
            raise await self.too_much(client)

    async def spend(self, client: str, cost: int) -> None:
        """Count what an operation may cost, one at least, before it runs.

        Refuses it where all had been used by then: by others that were admitted at the same moment.
        """
        limit = self.limit
        if limit is None:
            return
        key, expiry, amount = limit.key_for(client), limit.get_expiry(), 1 + cost
        used = await self.ask(lambda store: store.storage.incr(key, expiry, amount=amount))
        if used - amount >= limit.amount:
            raise await self.too_much(client)

    async def too_much(self, client: str) -> Refused:
        """The refusal of a client that has used what it may."""
        headers = await self.headers(client)
        seconds = headers["X-RateLimit-Reset"]
        return Refused(
            f"Too much was asked in too short a time; ask again in {seconds} s.",
            HTTPStatus.TOO_MANY_REQUESTS,
            Code.RATE_LIMITED,
            {**headers, "Retry-After": seconds},
        )

    async def count(self, client: str, cost: int) -> None:
        """Count what an answer cost, one at least."""
        limit = self.limit
        if limit is not None:
            await self.ask(lambda store: store.hit(limit, client, cost=1 + cost))

    def charge(self, client: str) -> Charge:
        """What counts the answers of one operation."""
        return lambda cost: self.count(client, cost)

    def price(self, client: str) -> Charge | None:
        """What counts one operation before it runs; None where nobody asks what it costs."""
        return None if self.limit is None else lambda cost: self.spend(client, cost)

    async def headers(self, client: str) -> dict[str, str]:
        """What the client may ask, what is left of it, and in how many seconds it may ask all of it again."""
        limit = self.limit
        if limit is None:
            return {}
        window = await self.ask(lambda store: store.get_window_stats(limit, client))
        return {
            "X-RateLimit-Limit": str(limit.amount),
            "X-RateLimit-Remaining": str(max(window.remaining, 0)),
            "X-RateLimit-Reset": str(max(1, ceil(window.reset_time - time()))),
        }

    async def close(self) -> None:
        """Let go of the store's connections."""
        bridge = getattr(self.shared.storage, "bridge", None) if self.limit is not None else None
        if bridge is not None:
            await bridge.storage.aclose()

    async def ask(self, question: "Callable[[FixedWindowRateLimiter], Awaitable[Made]]") -> Made:
        """Ask the store; this process's own where the store does not answer, and for a while after that."""
        from limits.errors import StorageError  # noqa: PLC0415 - see read_rate

        if monotonic() >= self.away:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await question(self.shared)
            except (StorageError, TimeoutError) as error:
                self.away = monotonic() + AWAY
                LOG.warning("the store of rates does not answer, each process counts by itself: %s", error)
        return await question(self.own)


def read_rate(rate: str) -> "RateLimitItem":
    """Read a rate, ValueError where it is none; what does takes long to import, and most servers do without."""
    from limits import parse  # noqa: PLC0415 - see above

    try:
        return parse(rate)
    except ValueError:
        raise ValueError("write it as `1000000/minute`, or `off`") from None


def open_store(store: str) -> "FixedWindowRateLimiter":
    """Open a store; ValueError where it cannot be used, with no more of its address, which may hold a password."""
    from limits.aio.storage import Storage  # noqa: PLC0415 - see read_rate
    from limits.aio.strategies import FixedWindowRateLimiter  # noqa: PLC0415 - see read_rate
    from limits.errors import ConfigurationError  # noqa: PLC0415 - likewise
    from limits.storage import storage_from_string  # noqa: PLC0415 - likewise

    scheme = SCHEME.match(store)
    kind = scheme.group(1) if scheme else "…"
    options = {"implementation": "redispy"} if "redis" in kind else {}
    reason = "its address cannot be read"
    try:
        opened = storage_from_string(store, wrap_exceptions=True, **options)
        if isinstance(opened, Storage):
            return FixedWindowRateLimiter(opened)
        reason = f"write async+{kind}://…"
    except ConfigurationError as error:
        if MISSING in str(error):
            reason = str(error)
    except Exception:  # noqa: BLE001, S110 - a driver's own, which may tell parts of the address
        pass
    raise ValueError(f"the store of rates {kind}://… cannot be used: {reason}")
