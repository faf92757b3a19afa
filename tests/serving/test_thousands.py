"""Ten thousand clients that leave, ten thousand requests that are cut off: afterwards nothing is left of them."""

import asyncio
import os
import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.serving.apps import database
from tests.serving.crowds import AT_ONCE, ask_on, crowd, leave
from tests.serving.running import Running, everything, opened, post, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("load")]

# Whoever asks waits in line for as long as it takes: none is told to come again.
PATIENT = {"max_cost": 10**12, "max_waiting": 100_000, "wait_seconds": 60}
KINDS = ("answer", "file", "events", "socket")
GAUGES = ("graph_running", "graph_waiting", "graph_sockets", "graph_streams")
# Bytes: far less than a kilobyte of each client, which the caches and the allocator explain.
MOST_MEMORY = 30_000_000
SOON = 20.0  # seconds; what is waited for takes a few hundredths of one


@dataclass(frozen=True)
class Held:
    """What a process holds; memory in bytes."""

    descriptors: int
    threads: int
    memory: int


def held(pid: int) -> Held:
    folder = Path(f"/proc/{pid}")
    pages = int((folder / "statm").read_text().split()[1])
    return Held(
        len(list((folder / "fd").iterdir())),
        len(list((folder / "task").iterdir())),
        pages * os.sysconf("SC_PAGE_SIZE"),
    )


def gauges(running: Running) -> dict[str, float]:
    """What the server says is going on."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=SOON)
    connection.request("GET", "/metrics", headers={"Connection": "close"})
    text = connection.getresponse().read().decode()
    connection.close()
    found = dict(re.findall(r"^(graph_\w+) (\S+)$", text, re.MULTILINE))
    return {name: float(found[name]) for name in GAUGES}


def settled(running: Running) -> Held:
    """What the server holds when nothing goes on any more."""
    end = time.monotonic() + SOON
    while any((now := gauges(running)).values()):
        assert time.monotonic() < end, f"something runs for nobody: {now}"
        time.sleep(0.05)
    time.sleep(0.5)
    return held(running.process.pid)


def answers_at_once(running: Running) -> None:
    began, answer = time.monotonic(), b""
    # With two milliseconds for its SQL it may be cut off itself, where the processors are busy: then it is asked again.
    while b'"totalCount":226' not in answer:
        assert not answer or b'"TIMEOUT"' in answer
        with opened(running) as connection:
            connection.sendall(post("{ citations(first: 1) { totalCount } }", Connection="close"))
            answer = everything(connection)
        assert time.monotonic() - began < 1


def nothing_is_left(running: Running, before: Held) -> None:
    after = settled(running)
    assert after.descriptors <= before.descriptors + 3
    assert after.threads <= before.threads + 2
    assert after.memory - before.memory < MOST_MEMORY
    assert "Traceback" not in running.log.read_text()
    answers_at_once(running)


def test_nothing_is_left_of_ten_thousand_clients_that_left_before_their_answer(tmp_path: Path) -> None:
    async def come_and_go(port: int, count: int) -> None:
        await crowd(count, lambda number: leave(port, KINDS[number % 4], number // 4))

    settings = {"sql_seconds": 60, "request_seconds": 60, **PATIENT}
    with run(tmp_path, database(), settings) as running:
        asyncio.run(come_and_go(running.port, 1_000))
        before = settled(running)
        asyncio.run(come_and_go(running.port, 10_000))
        nothing_is_left(running, before)


@pytest.mark.parametrize(
    "deadline",
    [{"sql_seconds": 0.002}, {"sql_seconds": 60, "request_seconds": 0.05}],
    ids=["of SQL", "of a request"],
)
def test_nothing_is_left_of_ten_thousand_requests_that_were_cut_off(
    tmp_path: Path, deadline: Mapping[str, float]
) -> None:
    codes: Counter[str] = Counter()

    async def ask(port: int, count: int) -> None:
        await crowd(AT_ONCE, lambda _: ask_on(port, count // AT_ONCE, codes))

    with run(tmp_path, database(), {**PATIENT, **deadline}) as running:
        asyncio.run(ask(running.port, 1_000))
        before = settled(running)
        codes.clear()
        asyncio.run(ask(running.port, 10_000))
        assert set(codes) <= {"TIMEOUT", "SERVICE_UNAVAILABLE"}
        assert codes.total() == 10_000
        assert codes["TIMEOUT"] > 5_000
        nothing_is_left(running, before)
