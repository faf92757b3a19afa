"""The server of the soak: as it is run, with a clock in the event loop of each worker, and a thread that sees where it
stands.

In: the environment's settings. Out: a server whose `/stall` has `places` and `hard`, too. Never: in what is shipped.
"""

from typing import Any

from starlette.types import Receive, Scope, Send

from graph.app import from_environment
from graph.cli import run_server
from graph.settings import Settings
from tests.soak.sampling import Sampler
from tests.timed import Timed


class Sampled(Timed):
    """An application beside a clock that is watched."""

    sampler: Sampler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch the loop's thread, which is the one that begins the application's life."""
        if scope["type"] == "lifespan":
            self.sampler = Sampler(self.clock)
            self.sampler.start()
        await super().__call__(scope, receive, send)

    def tell(self) -> dict[str, Any]:
        """What `/stall` says."""
        return {**super().tell(), **self.sampler.tell()}


def app() -> Sampled:
    """The application, timed and watched."""
    return Sampled(from_environment())


if __name__ == "__main__":
    run_server(Settings(), "tests.soak.server:app")
