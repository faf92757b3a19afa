"""Servers as processes of their own on loopback.

In: a `Contender` and where its data is. Out: a `Server` that answers, with its start time and memory.
Never: ends a process that it did not start.
"""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.bench.processes import Memory, memory, processor_seconds
from tests.bench.questions import QUESTIONS, Question

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
PAUSE = 0.005


@dataclass(frozen=True)
class Setting:
    """What every contender is given: the database, the answers as they should be, a folder for its log.

    `postgresql` is the URL of the same data there, or nothing, and then `no_postgresql` says why.
    """

    database: Path
    answers: Path
    folder: Path
    postgresql: str = ""
    no_postgresql: str = "nothing asked for it"


@dataclass(frozen=True)
class Contender:
    """A server to measure: how to start it on a port, and where it answers a question.

    `missing` says why it cannot run here, None where it can.
    """

    name: str
    what: str
    command: Callable[[Setting, int], list[str]]
    environment: Callable[[Setting, int], Mapping[str, str]] = lambda _, __: {}
    path: Callable[[Question], str] = lambda _: "/graphql"
    missing: Callable[[Setting], str | None] = lambda _: None


@dataclass
class Server:
    """A running contender."""

    contender: Contender
    address: str
    process: subprocess.Popen[bytes]
    start_seconds: float
    sizes: dict[str, int] = field(default_factory=dict)

    def url(self, question: Question) -> str:
        """Where it answers a question."""
        return f"{self.address}{self.contender.path(question)}"

    def ask(self, question: Question) -> bytes:
        """One answer."""
        request = Request(self.url(question), question.body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=30) as response:
            body: bytes = response.read()
        return body

    def memory(self) -> Memory:
        """What it takes now."""
        return memory(self.process.pid)

    def processor_seconds(self) -> float:
        """What it has taken of the processors so far."""
        return processor_seconds(self.process.pid)


@contextmanager
def serving(contender: Contender, setting: Setting, *, asking: bool = True) -> Iterator[Server]:
    """Run a contender until the block ends; the block begins when B is answered.

    Not `asking`, it begins when the server says that it is ready, and nothing was asked of it.
    """
    port = free_port()
    log = setting.folder / f"{contender.name}.log"
    with log.open("w") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            contender.command(setting, port),
            cwd=ROOT,
            env={**os.environ, **contender.environment(setting, port)},
            stdout=output,
            stderr=output,
        )
        server = Server(contender, f"http://127.0.0.1:{port}", process, 0.0)
        try:
            wait_for(server, log, asking=asking)
            server.start_seconds = time.perf_counter() - began
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(server: Server, log: Path, *, asking: bool) -> None:
    """Ask until there is an answer; a server that ended, or stays silent, fails with its log."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        try:
            if asking:
                server.ask(QUESTIONS["B"])
            else:
                urlopen(f"{server.address}/health/ready", timeout=30).close()
        except HTTPError as error:
            raise AssertionError(f"{server.contender.name} answers {error.code}: {error.read()!r}") from None
        except (URLError, ConnectionError):
            time.sleep(PAUSE)
        else:
            return
    raise AssertionError(f"{server.contender.name} does not answer; it said:\n{log.read_text()}")


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
