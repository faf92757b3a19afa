"""Load: as many requests as a server answers on a few connections, in a given time.

In: an address, a body. Out: a `Load`. Never: a response that is not 200, or not of the expected size.

`wrk` where the machine has it; else a generator on asyncio, which is slower itself: compare only runs of one kind.
"""

import json
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.streaming import stream

HEADERS = 2000
"""The most bytes that a response's headers may have."""

SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [=[%s]=]
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  local text = '{"requests":%%d,"microseconds":%%d,"bytes":%%d,"failed":%%d,"median":%%f,"late":%%f}\\n'
  local median, late = latency:percentile(50), latency:percentile(99)
  io.write(text:format(summary.requests, summary.duration, summary.bytes, failed, median, late))
end
"""


@dataclass(frozen=True)
class Load:
    """What a server did: requests per second, and how long they took (seconds; half of them, all but 1 %).

    `requests` were answered; asking for them took `generating` seconds of a processor.
    """

    rate: float
    median: float
    late: float
    requests: int
    generating: float


Generator = Callable[[str, bytes, int, float, int], Load]


def choose(name: str) -> tuple[str, Generator]:
    """The generator by its name; `auto` takes the best there is."""
    if name == "asyncio" or (name == "auto" and shutil.which("wrk") is None):
        return "asyncio", by_asyncio
    return "wrk", by_wrk


def by_wrk(url: str, body: bytes, size: int, seconds: float, connections: int) -> Load:
    """Load by wrk, on one thread; it counts whole seconds."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "post.lua"
        script.write_text(SCRIPT % body.decode())
        options = [
            "-t1",
            "--timeout",
            "60s",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
            "-s",
            str(script),
        ]
        before = children_seconds()
        ran = subprocess.run(["wrk", *options, url], capture_output=True, text=True, check=True)
        generating = children_seconds() - before
    found = json.loads(ran.stdout.splitlines()[-1])
    return checked(
        found["requests"],
        found["microseconds"] / 1e6,
        found["bytes"],
        found["failed"],
        size,
        url,
        found["median"] / 1e6,
        found["late"] / 1e6,
        generating,
    )


def children_seconds() -> float:
    """The processor time of the processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def by_asyncio(url: str, body: bytes, size: int, seconds: float, connections: int) -> Load:
    """Load by this process."""
    before = time.process_time()
    done = stream(url, body, seconds, connections)
    times = sorted(done.times) or [0.0]
    return checked(
        len(done.times),
        done.seconds,
        done.received,
        done.failed,
        size,
        url,
        times[len(times) // 2],
        times[int(len(times) * 0.99)],
        time.process_time() - before,
    )


def checked(
    requests: int,
    seconds: float,
    received: int,
    failed: int,
    size: int,
    url: str,
    median: float,
    late: float,
    generating: float,
) -> Load:
    """Hold that every response was right by status and size."""
    if failed:
        raise AssertionError(f"{url}: {failed} of {requests} requests failed")
    if not requests:  # slower than the time given
        return Load(0.0, seconds, seconds, 0, generating)
    if not size <= received / requests <= size + HEADERS:
        raise AssertionError(f"{url}: {received / requests:.0f} bytes a response, a body has {size}")
    return Load(requests / seconds, median, late, requests, generating)
