"""Servers as processes of their own on loopback.

In: a `Contender` and where its data is. Out: a `Server` that answers, with its start time and memory.
Never: ends a process that it did not start.
"""

import json
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

from tests.bench.questions import QUESTIONS, Question

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
PAUSE = 0.005


@dataclass(frozen=True)
class Setting:
    """What every contender is given: the database, the answers as they should be, a folder for its log."""

    database: Path
    answers: Path
    folder: Path


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
    missing: Callable[[], str | None] = lambda: None


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
        request = Request(self.url(question), body_of(question), {"Content-Type": "application/json"})
        with urlopen(request, timeout=30) as response:
            body: bytes = response.read()
        return body

    def memory(self) -> float:
        """Resident memory, in MB of 10⁶ bytes."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(shown.stdout) * 1024 / 1e6


def body_of(question: Question) -> bytes:
    """The body of a request: GraphQL over HTTP; who does not speak it leaves it unread."""
    return json.dumps({"query": question.query, "variables": question.variables}).encode()


@contextmanager
def serving(contender: Contender, setting: Setting) -> Iterator[Server]:
    """Run a contender until the block ends."""
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
            wait_for(server, log)
            server.start_seconds = time.perf_counter() - began
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(server: Server, log: Path) -> None:
    """Ask until there is an answer; a server that ended, or stays silent, fails with its log."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        try:
            server.ask(QUESTIONS["B"])
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
