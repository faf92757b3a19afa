"""What a server is told when the application's life begins: which line nearly all requests have to pass.

In: the lifespan of an application. Out: its state, from which connections know whom there is no room for. Never: more
than servers can do without: one that keeps no state is told nothing.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from graph.engine.line import Line

# The name of the line in the state of the lifespan, and of each request.
LINE = "graph.line"


class Beginning:
    """An application that tells its server of a line."""

    def __init__(self, app: ASGIApp, line: Line) -> None:
        self.app = app
        self.line = line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell it before the application's life begins."""
        if scope["type"] == "lifespan" and "state" in scope:
            scope["state"][LINE] = self.line
        await self.app(scope, receive, send)
