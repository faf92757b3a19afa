"""HAProxy before a server, with the configuration that ships.

In: where the server is, what the configuration leaves to the environment. Out: where clients come. Never: another
configuration, nor HAProxy where it is not installed: that is said.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.browser.server import free_port

CONFIGURATION = Path(__file__).parents[1] / "deploy" / "haproxy.cfg"
NEEDED = "HAProxy is needed. `make test` installs it; or: apt-get install haproxy"
PATIENCE = 10.0  # seconds


@dataclass
class Proxy:
    """HAProxy as it runs: where clients come, where it tells what it did."""

    port: int
    metrics: str
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def refused(self) -> int:
        """How many answers of 5xx its clients had, by the server or by itself."""
        with urlopen(self.metrics, timeout=5) as response:
            lines = response.read().decode().splitlines()
        name = 'haproxy_frontend_http_responses_total{proxy="clients",code="5xx"}'
        return sum(int(line.split()[-1]) for line in lines if line.startswith(name))


@contextmanager
def proxy(address: str, **more: object) -> Iterator[Proxy]:
    """Run HAProxy before a server until the block ends; the block begins when clients may come.

    `more` are variables of the configuration, in small letters.
    """
    command = shutil.which("haproxy", path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))
    if command is None:
        raise FileNotFoundError(NEEDED)
    port, metrics = free_port(), free_port()
    given = {
        "server": urlsplit(address).netloc,
        "listen": f"127.0.0.1:{port}",
        "metrics": f"127.0.0.1:{metrics}",
    }
    variables = {name.upper(): str(value) for name, value in (given | more).items()}
    process = subprocess.Popen([command, "-f", str(CONFIGURATION), "-q"], env={**os.environ, **variables})
    made = Proxy(port, f"http://127.0.0.1:{metrics}/metrics", process)
    try:
        wait_for(made)
        yield made
    finally:
        process.terminate()
        process.wait(10)


def wait_for(made: Proxy) -> None:
    """Wait until it tells what it did."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and made.process.poll() is None:
        try:
            made.refused()
        except (URLError, ConnectionError):
            time.sleep(0.02)
        else:
            return
    raise AssertionError("HAProxy does not come up")
