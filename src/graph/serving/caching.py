"""Answers known by a tag: asked again, they are confirmed or given without running anything.

In: a database that never changes in place, parameters. Out: strong ETags, answers kept in memory.
Never: a tag for errors, for mutations, or for what a deployment's own resolvers answered.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

import orjson
from graphql import OperationType

from graph.engine.execute import Database, Unavailable
from graph.engine.pipeline import Answer
from graph.engine.together import Together

# The root fields beside entities whose values change with the data or the schema alone.
FIXED = frozenset({"__schema", "__type", "dataset"})

# What an answer takes beside its body, in bytes: its tag, its place in the cache.
BESIDE = 512
# How many characters of a list of tags are looked at.
LOOKED_AT = 4000

# The digests of documents of at most so many characters are kept.
SHORT = 4096


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is sent: packed or not."""

    body: bytes
    encoding: str | None
    # What was asked: the operation's name and its kind.
    operation: str | None = None
    kind: str | None = None
    # How many rows are in it, where they were counted.
    rows: int | None = None


class Tags:
    """Makes the tag of an answer out of the data's version, the schema's, the operation and its variables."""

    def __init__(self, database: Database, schema_text: Callable[[], str], *, immutable: bool) -> None:
        self.database = database
        self.schema_text = schema_text
        self.schema: bytes | None = None
        self.immutable = immutable
        self.together = Together()

    async def generation(self, text: str) -> bytes | None:
        """Which data a document would be answered from; None where that can change without a sign."""
        if not self.immutable:
            return None
        if self.schema is None:
            self.schema = await self.together.run("schema", partial(asyncio.to_thread, self.digest_of_schema))
        try:
            found = await self.database.describe()
        except Unavailable:
            return None
        if found.built_at is None:
            return None
        # Servers that built the same data apart agree on everything else.
        return f"{found.version} {found.built_at if 'builtAt' in text else ''}".encode()

    def digest_of_schema(self) -> bytes:
        """The digest of the schema, whose text takes a seventh of a second: it is made for the first who ask."""
        return sha256(self.schema_text().encode()).digest()

    def tag(
        self, generation: bytes, text: str, name: str | None, variables: Mapping[str, Any], media_type: str
    ) -> str:
        """The tag of an answer, without quotes; lengths keep the parts apart."""
        digest = sha256(self.schema or b"")
        asked = orjson.dumps([name, variables, media_type], option=orjson.OPT_NON_STR_KEYS)
        for part in (generation, asked, digest_of(text)):
            digest.update(b"%d " % len(part))
            digest.update(part)
        return digest.hexdigest()[:32]


def digest_of(text: str) -> bytes:
    """The digest of a document's text; that of a short one that comes again and again is computed once."""
    return short_digest(text) if len(text) <= SHORT else long_digest(text)


def long_digest(text: str) -> bytes:
    """Compute a digest."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


short_digest = lru_cache(maxsize=512)(long_digest)


def is_fixed(answer: Answer) -> bool:
    """Whether the same request would be answered the same as long as the data is."""
    return (
        answer.executed
        and not answer.errors
        and answer.operation is OperationType.QUERY
        and answer.delegated <= FIXED
    )


def tag_of(tag: str, encoding: str | None) -> str:
    """The tag of an answer in an encoding: each has a tag of its own."""
    return f"{tag}-{encoding}" if encoding else tag


def matched(header: str | None, tag: str, encoding: str | None) -> str | None:
    """The tag that a client has already, as it named it: that of the answer unpacked, or as it would be sent."""
    if not header:
        return None
    known = (tag, tag_of(tag, encoding))
    for each in header[:LOOKED_AT].split(","):
        given = each.strip().removeprefix("W/").strip('"')
        if given in known:
            return given
    return None


def is_any(header: str | None) -> bool:
    """Whether a client wants to be told only that there is an answer, whichever: `If-None-Match: *`."""
    return header is not None and header[:LOOKED_AT].strip() == "*"


class AnswerCache:
    """The answers used last, bounded in bytes."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.held = 0
        self.answers: OrderedDict[tuple[str, str | None], Kept] = OrderedDict()

    def find(self, tag: str, encoding: str | None) -> Kept | None:
        """The answer of a tag for clients that like an encoding."""
        found = self.answers.get((tag, encoding))
        if found is not None:
            self.answers.move_to_end((tag, encoding))
        return found

    def keep(self, tag: str, encoding: str | None, answer: Kept) -> None:
        """Keep an answer, unless it would take more than an eighth of the room."""
        if len(answer.body) * 8 > self.size or (tag, encoding) in self.answers:
            return
        self.answers[(tag, encoding)] = answer
        self.held += len(answer.body) + BESIDE
        while self.held > self.size:
            _, dropped = self.answers.popitem(last=False)
            self.held -= len(dropped.body) + BESIDE
