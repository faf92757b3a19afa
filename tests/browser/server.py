"""Starts a server as its own process and tells its address. Out: a context manager over http://127.0.0.1:port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
SERVE = (sys.executable, "-m", "graph", "serve")
TINY = (sys.executable, "-m", "uvicorn", "tests.browser.tiny:app", "--app-dir", str(ROOT))
PATIENCE = 60  # seconds


@contextmanager
def serving(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    ready: str = "/graphiql",
    port: int | None = None,
) -> Iterator[str]:
    """Run the command in the folder, on this port or a free one, until the block ends; first `ready` must answer."""
    port = port or free_port()
    log = folder / f"server-{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=folder,
            env={**(environment or os.environ), "XDG_CACHE_HOME": str(folder / "cache")},
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}{ready}", process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until there is an answer; a server that ended, or is silent for PATIENCE, fails with its log."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer; the server said:\n{log.read_text()}")


def free_port() -> int:
    """Ask the system for a port that is free now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
