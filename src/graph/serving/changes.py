"""`datasetChanged`: each new version of the data, with the rows in which it differs from the one before.

In: the version that a client knows. Out: the bytes of one event after another. Never: the same work twice, however many
subscribe: a snapshot, a difference and an event are made once, by whoever needs them first.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from functools import partial
from types import SimpleNamespace
from typing import Generic, TypeVar

import orjson
from graphql import DocumentNode, ExecutionResult, execute

from graph.api.subscriptions import DatasetChange, DatasetDifference
from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.document import Document
from graph.engine.line import patiently
from graph.engine.response import make_response
from graph.serving.snapshots import Snapshot, difference, take_snapshot
from graph.serving.watching import Watch

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
# Snapshots to compare with: the one before, the one of now, and one that is being made.
SNAPSHOTS = 3
DIFFERENCES = 3
EVENTS = 64


class Once(Generic[Key, Made]):
    """What is made once for all who ask for it at the same time, or soon after; so many are kept."""

    def __init__(self, kept: int) -> None:
        self.kept = kept
        self.made: OrderedDict[Key, asyncio.Task[Made]] = OrderedDict()

    async def get(self, key: Key, make: Callable[[], Awaitable[Made]]) -> Made:
        """What was made for a key, or is being made; who leaves does not stop it for the others."""
        if key not in self.made:
            self.made[key] = asyncio.ensure_future(in_a_task(make))
            if len(self.made) > self.kept:
                self.made.popitem(last=False)
        task = self.made[key]
        try:
            return await asyncio.shield(task)
        except BaseException:
            if task.done() and self.made.get(key) is task:  # it failed: who comes next tries again
                del self.made[key]
            raise


async def in_a_task(make: Callable[[], Awaitable[Made]]) -> Made:
    """Make something."""
    return await make()


class Changes:
    """Tells what changes, to all who subscribe in one process."""

    def __init__(self, engine: Engine, watch: Watch) -> None:
        self.engine = engine
        self.watch = watch
        self.snapshots: Once[str, Snapshot | None] = Once(SNAPSHOTS)
        self.differences: Once[tuple[str, str], DatasetDifference | None] = Once(DIFFERENCES)
        self.events: Once[Hashable, bytes] = Once(EVENTS)

    async def after(self, version: str, request: Operation, document: Document) -> AsyncIterator[bytes]:
        """An event for each version that comes after this one."""
        definitions = (*document.operations.values(), *document.fragments.values())
        asked = orjson.dumps([request.operation_name, request.variables])
        whole = DocumentNode(definitions=definitions)
        while True:
            before, version = version, (await self.watch.after(version)).version
            changed = await self.between(before, version)
            change = DatasetChange(version=version, changed=changed)
            key = (request.query, asked, before, version)
            yield await self.events.get(key, partial(self.event, request, whole, change))

    async def between(self, before: str, after: str) -> DatasetDifference | None:
        """What changed between two versions; None where one of them cannot be compared."""

        async def compare() -> DatasetDifference | None:
            old, new = await self.snapshot(before), await self.snapshot(after)
            if old is None or new is None:
                return None
            return await asyncio.to_thread(difference, old, new)

        return await self.differences.get((before, after), compare)

    async def snapshot(self, version: str) -> Snapshot | None:
        """The rows of a version; None where it is not served any more, or is too large."""

        async def take() -> Snapshot | None:
            made = await take_snapshot(self.engine)
            return made if (await self.watch.now()).version == version else None

        return await self.snapshots.get(version, take)

    async def event(self, request: Operation, document: DocumentNode, change: DatasetChange) -> bytes:
        """The response that tells of a change."""
        result = await patiently(
            self.engine.aside.run,
            execute,
            self.engine.schema,
            document,
            SimpleNamespace(datasetChanged=change),
            variable_values=dict(request.variables),
            operation_name=request.operation_name,
        )
        assert isinstance(result, ExecutionResult)
        return make_response([orjson.dumps(result.data)])
