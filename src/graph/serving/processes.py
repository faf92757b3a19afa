"""The processes of a server: one that answers, or several with one that watches over them.

In: uvicorn's configuration. Out: they run until told to stop, or `SettingsError` where they cannot begin.
Never: a start that fails again and again, a worker without its supervisor, an end that is waited for without limit.
"""

import logging
import multiprocessing
import os
import pickle
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from typing import Any

from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.server import Server
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

from graph.serving.wire.bounds import OTHERS
from graph.settings import SettingsError, variable

__all__ = ["STARTUP_FAILURE", "follow_supervisor", "listen", "raise_descriptors"]

LISTENERS = 8
# Seconds in which a process that was told to stop has ended, or is made to.
END = 10.0
# Seconds between two tries to begin, for a worker that others have begun before.
PAUSE = 1.0
# Seconds between two looks at whether a worker that says nothing is there still.
MOMENT = 0.1
LOG = logging.getLogger("graph.serving")


def raise_descriptors(connections: int) -> None:
    """Let this process and its children have a descriptor for each connection, as far as the system allows."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHERS
    allowed = wanted if resource.RLIM_INFINITY in (now, most) else min(wanted, max(now, most))
    if allowed <= OTHERS:
        raise SettingsError(
            f"{allowed} files may be open at once: a server needs more than {OTHERS} (ulimit -n)"
        )
    if now != resource.RLIM_INFINITY and now < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    if allowed < wanted:
        said = "%s asks for %d connections, but %d files may be open at once (ulimit -n): there will be %d"
        LOG.warning(said, variable("max_connections"), connections, allowed, allowed - OTHERS)


def listen(config: Config) -> None:
    """Serve until told to stop, as uvicorn does; but take up several connections in each turn of the event loop.

    libuv takes up one for each listening socket: under load, when a turn takes long, many who come at once would
    wait for many turns.
    """
    bound = bind(config.host, config.port)
    sockets = [bound, *(bound.dup() for _ in range(LISTENERS - 1))]
    with suppress(KeyboardInterrupt):
        run = run_workers if config.workers > 1 else run_alone
        if not run(config, sockets):
            sys.exit(STARTUP_FAILURE)


def bind(host: str, port: int) -> socket.socket:
    """A socket at an address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    shown = f"[{host}]" if ":" in host else host
    try:
        made.bind((host, port))
    except (OSError, UnicodeError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or "it is no name of a host"
        named = f"{variable('host')}, {variable('port')}"
        raise SettingsError(f"{named}: cannot listen on {shown}:{port}: {reason}") from None
    made.set_inheritable(True)
    LOG.info("listening on http://%s:%d", shown, made.getsockname()[1])
    return made


def run_alone(config: Config, sockets: list[socket.socket]) -> bool:
    """Answer in this process; gives whether it began."""
    server = Server(config)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: setattr(server, "should_exit", True))
    server.run(sockets)
    return server.started


# --- several -------------------------------------------------------------------------------------------------------


class Worker(Process):
    """A worker that is asked whether it lives; its answer is waited for as long as it does, and nobody calls."""

    def __init__(self, config: Config, sockets: list[socket.socket], called: Callable[[], bool]) -> None:
        super().__init__(config, sockets)
        self.called = called

    def __getstate__(self) -> dict[str, Any]:
        """What the new process is told: whoever calls, calls this one."""
        return {name: value for name, value in vars(self).items() if name != "called"}

    def _healthcheck(self, timeout: float) -> bool | None:
        """Whether it has begun to answer; None where it does not say."""
        until = time.monotonic() + timeout
        try:
            self.parent_conn.send(b"ping")
            while time.monotonic() < until and self.process.is_alive() and not self.called():
                if self.parent_conn.poll(MOMENT):
                    return bool(self.parent_conn.recv())
        except (OSError, EOFError, pickle.UnpicklingError):
            pass
        return None

    def begins(self, timeout: float) -> bool:
        """Whether it begins to answer in time, and nobody calls meanwhile."""
        until = time.monotonic() + timeout
        while time.monotonic() < until and self.process.is_alive() and not self.called():
            if self._healthcheck(1.0):
                return True
            time.sleep(MOMENT)
        return False


class Workers(Multiprocess):
    """uvicorn's supervisor, which gives up only where no worker can begin, and waits for none for ever."""

    def __init__(self, config: Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        # Whether a worker has ever begun to answer.
        self.begun = False
        self.failed = False

    def keep_subprocess_alive(self) -> None:
        """Replace a worker that has died, or does not say that it lives."""
        for index, process in enumerate(self.processes):
            if process.is_alive(self.config.timeout_worker_healthcheck):
                self.begun = self.begun or process.is_ready(self.config.timeout_worker_healthcheck)
                continue
            if process.process.is_alive() and self.called():
                return
            process.kill()
            process.process.join(END)
            if process.exitcode == STARTUP_FAILURE and not self.begun:
                LOG.error("no worker can begin: the server ends")
                self.failed = True
                self.should_exit.set()
            if self.should_exit.is_set():
                return
            LOG.warning("worker %s died with code %s: another begins", process.pid, process.exitcode)
            if process.exitcode == STARTUP_FAILURE:
                time.sleep(PAUSE)
            self.processes[index] = self.worker()
            self.processes[index].start()

    def called(self) -> bool:
        """Whether somebody told this process to do something."""
        return bool(self.signal_queue) or self.should_exit.is_set()

    def worker(self) -> Worker:
        """A worker that has not begun."""
        return Worker(self.config, self.sockets, self.called)

    def init_processes(self) -> None:
        """Begin all workers."""
        self.processes += [self.worker() for _ in range(self.processes_num)]
        for each in self.processes:
            each.start()

    def restart_all(self) -> None:
        """Replace one worker after the other, each when the new one answers."""
        for index, old in enumerate(self.processes):
            new = self.worker()
            new.start()
            if not new.begins(self.config.timeout_worker_healthcheck):
                LOG.error("new worker %s does not begin: worker %s goes on", new.pid, old.pid)
                wait_for_end(new, time.monotonic())
                return
            old.terminate()
            wait_for_end(old, time.monotonic() + END)
            self.processes[index] = new

    def join_all(self) -> None:
        """Wait for the end of all workers; make those end that do not."""
        until = time.monotonic() + END
        for process in self.processes:
            wait_for_end(process, until)


def wait_for_end(worker: Process, until: float) -> None:
    """Wait for the end of a worker; make it end where it does not."""
    worker.process.join(max(0.0, until - time.monotonic()))
    if worker.process.is_alive():
        LOG.error("worker %s does not end: it is killed", worker.pid)
        worker.process.kill()
        worker.process.join(1)


def run_workers(config: Config, sockets: list[socket.socket]) -> bool:
    """Answer in several processes; gives whether any of them began, or could have."""
    workers = Workers(config, sockets)
    workers.run()
    return not workers.failed


def follow_supervisor() -> None:
    """Let this process end when its supervisor has, and leave it to that what a hang-up means."""
    supervisor = multiprocessing.parent_process()
    if supervisor is None:
        return
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=end_with, args=(supervisor,), name="supervisor", daemon=True).start()


def end_with(supervisor: BaseProcess) -> None:
    """Wait for the end of the supervisor, then end as if told to; at once, where that takes too long."""
    supervisor.join()
    LOG.error("the supervisor is gone: this worker ends")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END)
    os._exit(1)
