"""Bodies packed as a client can take them, where it is worth it.

In: a body, the Accept-Encoding header. Out: the body and its encoding. Never: slow packing on the event loop.
"""

import asyncio
import sys
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped] # it has no types

from graph.serving.negotiation import KEPT, LOOKED_AT, quality_of

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

# Below this, a packed body saves no packet.
SMALLEST = 1_024
# Above this, packing takes longer than the event loop should wait.
LARGEST_INLINE = 32_768


def gzip(body: bytes) -> bytes:
    """Pack as gzip does, without a date."""
    packer = zlib.compressobj(5, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


def pack_zstd(body: bytes) -> bytes:
    """Pack as Zstandard."""
    return zstd.compress(body, 3)


def pack_brotli(body: bytes) -> bytes:
    """Pack as Brotli."""
    return bytes(brotli.compress(body, quality=4))


# The best first, of those that a client likes equally.
PACKERS: dict[str, Callable[[bytes], bytes]] = {"zstd": pack_zstd, "br": pack_brotli, "gzip": gzip}


def choose_encoding(accepted: str | None) -> str | None:
    """The encoding that the client likes best; None where that is no encoding at all."""
    return choose_short(accepted and accepted[:LOOKED_AT])


@lru_cache(maxsize=KEPT)
def choose_short(accepted: str | None) -> str | None:
    """Choose by a header of bounded length."""
    if not accepted:
        return None
    liked: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        given = parameter.strip().removeprefix("q=")
        liked[name.strip()] = quality_of(given) if given else 1.0
    any_other = liked.get("*", 0.0)
    ranked = [(liked.get(name, any_other), -place, name) for place, name in enumerate(PACKERS)]
    best = max(ranked)
    return best[2] if best[0] > 0 and best[0] >= liked.get("identity", 0.0) else None


def encoding_for_tools(accepted: str | None) -> str | None:
    """The encoding that a client likes best, but Zstandard only where it takes no other.

    It is tools that read a schema, and some on Node 20 say that they take what they cannot unpack.
    """
    return choose_encoding(f"{accepted}, zstd;q=0" if accepted else None) or choose_encoding(accepted)


async def pack(body: bytes, encoding: str | None) -> tuple[bytes, str | None]:
    """The body packed, where that makes it smaller; large ones are packed on a thread."""
    if encoding is None or len(body) < SMALLEST:
        return body, None
    packer = PACKERS[encoding]
    packed = packer(body) if len(body) <= LARGEST_INLINE else await asyncio.to_thread(packer, body)
    return (packed, encoding) if len(packed) < len(body) else (body, None)
