"""`make soak MINUTES=n`: load, hostile input, swaps of builds, kills and slow clients together, and what came of it.

In: how many minutes. Out: a table; exit code 1 where something happened that must not. Never: a process left behind.

The first sixth of the time belongs to honest clients alone, and so does the last; in between all others come, too.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from graph import dataset
from graph.packaged import data_folder
from tests.browser.server import ROOT
from tests.serving.loading import build_marked
from tests.serving.running import Running, run
from tests.soak.attackers import ATTACKS
from tests.soak.report import Findings, show
from tests.soak.tally import Phases, read
from tests.soak.watching import Monitor, counted, measure

SETTINGS = {
    "workers": 2,
    "head_seconds": 2,
    "stall_seconds": 2,
    "idle_seconds": 2,
    "request_seconds": 10,
    "sql_seconds": 2,
    "watch_seconds": 0.2,
    "max_connections": 500,
    "max_waiting": 32,
    "wait_seconds": 1,
    "max_cost": 10**12,
}
# Processes of clients: what one of them measures is not its waiting for the threads of another.
CLIENTS = {
    "honest": ("tests.soak.honest",),
    **{name: ("tests.soak.attackers", name) for name in ATTACKS},
}
SERVER = (sys.executable, "-m", "tests.soak.server")


@contextmanager
def asking(name: str, port: int, folder: Path, phases: Phases) -> Iterator[None]:
    """A process of clients, until it ends by itself."""
    given = [str(port), str(file_of(folder, name)), *map(str, phases.ends)]
    command = [sys.executable, "-m", *CLIENTS[name], *given]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
        process.wait(max(phases.ends[-1] - time.time(), 0) + 90)
    finally:
        process.kill()
        process.wait()


def file_of(folder: Path, name: str) -> Path:
    """Where a process of clients leaves its tally."""
    return folder / f"{name}.json"


class Disturbance:
    """Builds that are swapped, builds that are killed while they are made, a worker that is killed."""

    def __init__(self, running: Running, original: Path, served: Path, phases: Phases) -> None:
        self.running = running
        self.original = original
        self.served = served
        self.phases = phases
        self.swaps = 0
        self.killed_builds = 0
        self.kills: list[float] = []
        self.chance = random.Random(2)

    def run(self) -> None:
        """Disturb while the attack lasts."""
        began = time.time()
        next_kill = began + (self.phases.ends[1] - began) / 2
        while self.phases.now() in ("before", "attack"):
            if self.phases.now() == "attack":
                self.swap()
                if self.swaps % 5 == 0:
                    self.kill_a_build()
                if time.time() > next_kill:
                    self.kill_a_worker()
                    next_kill = time.time() + 30
            time.sleep(0.5)

    def swap(self) -> None:
        """Put another build in the place of the one that is served."""
        self.swaps += 1
        build_marked(self.original, f"b{self.swaps}").replace(self.served)

    def kill_a_build(self) -> None:
        """Kill a real build at some moment."""
        command = [sys.executable, "-m", "graph", "build", "--database", f"sqlite:///{self.served}"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.chance.uniform(0.3, 2.5))
        process.kill()
        process.wait()
        self.killed_builds += 1

    def kill_a_worker(self) -> None:
        """Kill the worker that is not the one whose memory is measured."""
        _, *others = self.running.children()
        for pid in others:
            self.kills.append(time.time())
            os.kill(pid, signal.SIGKILL)


def soak(minutes: float, folder: Path) -> Findings:
    """Do all of it, and say what came of it."""
    original, served = folder / "original.sqlite", folder / "served.sqlite"
    dataset.build(data_folder(), original)
    copy(original, served)
    with run(folder, served, SETTINGS, SERVER) as running:
        seconds, now = minutes * 60, time.time() + 1
        phases = Phases((now + seconds / 6, now + seconds * 5 / 6, now + seconds))
        disturbance = Disturbance(running, original, served, phases)
        monitor = Monitor(running, phases)
        threads = [threading.Thread(target=each.run) for each in (disturbance, monitor)]
        with ExitStack() as clients:
            for name in CLIENTS:
                clients.enter_context(asking(name, running.port, folder, phases))
            for each in threads:
                each.start()
        for each in threads:
            each.join()
        time.sleep(6)  # slow connections run into their deadlines
        after = measure(running.children()[0])
        deadlines, departures = counted(running)
        stopped = running.stop()
        tally = read([file_of(folder, name) for name in CLIENTS])
        return Findings(
            tally,
            monitor,
            after,
            disturbance.swaps,
            disturbance.killed_builds,
            disturbance.kills,
            deadlines,
            departures,
            stopped,
            running.log.read_text(),
        )


def main() -> int:
    """Soak, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    minutes = parser.parse_args().minutes
    with TemporaryDirectory(prefix="soak-") as folder:
        return show(minutes, soak(minutes, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
