"""All rows of a connection, page after page, as one response.

In: a query with one connection at its root. Out: the bytes of all its rows, however many there are.
Never: more than one page in memory, nor rows of two builds in one file: such a file breaks off.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from starlette.types import Receive, Scope, Send

from graph.engine import Engine
from graph.engine import Request as Operation
from graph.engine.errors import RequestRefused
from graph.engine.execute import Unavailable
from graph.engine.line import patiently
from graph.serving.export.lines import Lines, header, write_lines
from graph.serving.export.paging import BYTES, PageSize
from graph.serving.export.query import AFTER, FIRST, Export, make_export
from graph.serving.rates import Charge
from graph.serving.refusal import Refused
from graph.serving.streamed import Streamed

LOG = logging.getLogger("graph.serving")


class Torn(Exception):  # noqa: N818 - what happened
    """A file that has begun cannot be ended."""


class FileResponse(Streamed):
    """A file on its way; one that is torn has no end, so that its client sees it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        try:
            await super().__call__(scope, receive, send)
        except Torn as torn:
            LOG.warning("a file broke off: %s", torn)


@dataclass
class Reading:
    """A connection that is being read; `request` asks for one of its pages."""

    engine: Engine
    request: Operation
    export: Export
    media_type: str
    charge: Charge
    size: PageSize
    left: int | None

    async def page(self, after: str | None) -> Lines:
        """The next page; RequestRefused where it cannot be read."""
        variables = {**self.request.variables, FIRST: self.size.now, AFTER: after}
        answer = await self.engine.answer(replace(self.request, variables=variables))
        await self.charge(answer.cost)
        if answer.errors or answer.data is None:
            raise RequestRefused(answer.errors)
        read = self.export, self.media_type
        # Rows that are large one by one: the event loop goes on meanwhile.
        large = len(answer.data) > 2 * BYTES
        lines = (
            await asyncio.to_thread(write_lines, answer.data, *read)
            if large
            else write_lines(answer.data, *read)
        )
        self.left = None if self.left is None else self.left - lines.rows
        self.size.learn(len(answer.data), self.left)
        return lines

    async def pages(self, first: Lines, version: str) -> AsyncIterator[bytes]:
        """The bytes of every page; Torn where a later one cannot be read, or is of another build."""
        yield header(self.export, self.media_type) + first.body
        lines = first
        while lines.after is not None and self.left != 0:
            try:
                lines = await patiently(self.page, lines.after)
                now = (await self.engine.database.describe()).version
            except (Refused, RequestRefused, Unavailable) as error:
                raise Torn(str(error)) from None
            if now != version:
                raise Torn("another build was published")
            yield lines.body


@dataclass(frozen=True)
class File:
    """All rows of a connection: its name, and the bytes as they come."""

    name: str
    pages: AsyncIterator[bytes]


async def open_export(engine: Engine, request: Operation, media_type: str, charge: Charge) -> File:
    """The file of all rows; Refused or RequestRefused where the query cannot be exported.

    `charge` is told the cost of each page. A file that has begun waits where the server is busy.
    """
    document = await engine.document(request.query)
    operation = engine.allowed_operation(document, request)
    variables = await engine.variables(operation, request)
    export = await engine.aside.run(make_export, engine.schema, document, operation, variables)
    paged = replace(request, query=export.text, operation_name=None)
    size = PageSize.begin(await cost_of_a_row(engine, paged), engine.limits.cost, export.most)
    reading = Reading(engine, paged, export, media_type, charge, size, export.most)
    version = (await engine.database.describe()).version
    return File(export.name, reading.pages(await reading.page(export.after), version))


async def cost_of_a_row(engine: Engine, request: Operation) -> int:
    """How many rows one row of the connection can stand for, at most; RequestRefused where that is too many."""
    document = await engine.document(request.query)
    operation = document.operation(None)
    given = replace(request, variables={**request.variables, FIRST: 1, AFTER: None})
    return engine.check_cost(document, operation, await engine.variables(operation, given))
