"""Cursors: a row's place in one ordering, as text that a client hands back.

In: a cursor. Out: the values of the order keys, or an error for a client.
Never: made here. The database writes cursors (`dialect.cursor`): the hexadecimal form of a JSON array that
holds the ordering's mark and the row's value of each key.
"""

import binascii
import hashlib
from functools import lru_cache
from typing import Any

import orjson

MARK_LENGTH = 8
MAX_LENGTH = 20_000


@lru_cache(maxsize=512)
def read_cursor(text: str) -> tuple[str, tuple[Any, ...]] | None:
    """Read a cursor's mark and key values; None for what is no cursor."""
    if len(text) > MAX_LENGTH:
        return None
    try:
        read = orjson.loads(binascii.unhexlify(text))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(read, list) or not read or not isinstance(read[0], str):
        return None
    if any(isinstance(value, list | dict) for value in read):
        return None
    return read[0], tuple(read[1:])


def mark_of(ordering: object) -> str:
    """A short digest of an ordering: cursors made for another one have another."""
    return hashlib.sha256(repr(ordering).encode()).hexdigest()[:MARK_LENGTH]
