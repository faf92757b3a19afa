"""`python -m tests.bench.apart serve …`: `spinoff-graph`, but nobody is answered together with others.

In: words of a command line. Out: a server. Never: in what is shipped: the clients of a load all ask the same, and
would be answered together, which is not what is to be measured.
"""

from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar

import graph.engine.databases.sqlite
from graph.__main__ import main

Made = TypeVar("Made")


class Apart:
    """Work that several ask for at the same time, done for each."""

    async def run(self, _: Hashable, work: Callable[[], Awaitable[Made]]) -> Made:
        """Do a piece of work."""
        return await work()


setattr(graph.engine.databases.sqlite, "Together", Apart)  # noqa: B010 - see above

if __name__ == "__main__":
    main()
