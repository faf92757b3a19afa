"""What happens to a server while it is asked: builds are swapped, clients leave, it is told to stop."""

import asyncio
import os
import re
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from shutil import copy

import orjson
import pytest
from websockets.exceptions import ConnectionClosed

from tests.serving.apps import database
from tests.serving.leaving import LIVE, leave_file, leave_http, leave_socket, leave_stream
from tests.serving.loading import build_marked, load, other, slow
from tests.serving.running import Running, command_of, everything, opened, post, run, socket_of, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("load")]

GENEROUS = {"max_cost": 10**12, "log_requests": False}
SOON = 20.0  # seconds; what is waited for takes a few hundredths of one


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(copy(database(), tmp_path / "data.sqlite"))


def metric(running: Running, name: str) -> float:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request("GET", "/metrics", headers={"Connection": "close"})
    text = connection.getresponse().read().decode()
    connection.close()
    found = re.search(rf"^{name} (\S+)$", text, re.MULTILINE)
    assert found is not None, text
    return float(found.group(1))


def wait_for_metric(running: Running, name: str, number: float, seconds: float = 20) -> None:
    """Wait until a metric has a value, for so long at most."""
    end = time.monotonic() + seconds
    while (found := metric(running, name)) != number:
        assert time.monotonic() < end, found
        time.sleep(0.01)


def held(pid: int) -> Counter[str]:
    """What a process holds: descriptors, threads."""
    folder = Path(f"/proc/{pid}")
    return Counter(
        descriptors=len(list((folder / "fd").iterdir())), threads=len(list((folder / "task").iterdir()))
    )


def lost_files(pid: int) -> list[str]:
    """The database files that have lost their place and are held all the same."""
    links = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()]
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return [each for each in (*links, *maps) if "data.sqlite" in each and "(deleted)" in each]


# --- builds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers, cache", [(1, 33_554_432), (1, 0), (2, 0)])
def test_builds_are_swapped_without_a_failed_or_a_mixed_answer_and_the_old_ones_are_let_go(
    path: Path, tmp_path: Path, workers: int, cache: int
) -> None:
    builds = [build_marked(path, str(number)) for number in range(12)]
    with run(tmp_path, path, {"workers": workers, "answer_cache": cache, **GENEROUS}) as running:
        with load(running.port) as clients:
            time.sleep(0.3)
            for build in builds:
                build.replace(path)
                time.sleep(0.12)
            time.sleep(0.5)
        assert [client.wrong for client in clients] == [Counter()] * 4
        assert all(client.answers > 10 for client in clients)
        assert len(set().union(*(client.marks for client in clients))) > 3
        assert {list(client.marks)[-1] for client in clients} == {"11"}
        for _ in range(20 * workers):
            with opened(running) as connection:
                connection.sendall(post("{ __typename dataset { version } }", Connection="close"))
                assert b'"11"' in everything(connection)
        assert [lost_files(pid) for pid in running.children()] == [[]] * workers


def test_live_answers_are_of_one_build_each_and_end_with_the_last(path: Path, tmp_path: Path) -> None:
    builds = [build_marked(path, str(number)) for number in range(6)]

    async def listen(running: Running) -> set[str]:
        socket = await socket_of(running.port)
        await socket.send(orjson.dumps({"type": "subscribe", "id": "1", "payload": {"query": LIVE}}).decode())
        seen: set[str] = set()
        while "#5" not in seen:
            said = orjson.loads(await asyncio.wait_for(socket.recv(), SOON))
            live = said["payload"]["data"]["live"]
            names = [row["name"] for key in ("companies", "universities") for row in live[key]["nodes"]]
            marks = {name[name.find("#") :] if "#" in name else "" for name in names}
            assert len(marks) == 1
            seen |= marks
        await socket.close()
        return seen

    with run(tmp_path, path, {"watch_seconds": 0.02, **GENEROUS}) as running:

        def publish() -> None:
            for build in builds:
                time.sleep(0.2)
                build.replace(path)

        publisher = threading.Thread(target=publish)
        publisher.start()
        seen = asyncio.run(listen(running))
        publisher.join()
        assert len(seen) > 2


# --- the end -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_told_to_stop_a_server_loses_no_request_and_is_gone_in_five_seconds(
    path: Path, tmp_path: Path, workers: int
) -> None:
    async def subscribe(running: Running) -> int | None:
        socket = await socket_of(running.port)
        await socket.send(orjson.dumps({"type": "subscribe", "id": "1", "payload": {"query": LIVE}}).decode())
        try:
            while True:
                await asyncio.wait_for(socket.recv(), SOON)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None

    with run(tmp_path, path, {"workers": workers, "answer_cache": 0, **GENEROUS}) as running:
        codes: list[int | None] = []
        listener = threading.Thread(target=lambda: codes.append(asyncio.run(subscribe(running))))
        listener.start()
        with load(running.port) as clients, opened(running) as stream, opened(running) as asking:
            stream.sendall(post(LIVE, Accept="text/event-stream"))
            until(stream, b"event: next")
            time.sleep(0.5)
            asking.sendall(post(slow(2)))
            time.sleep(0.05)
            assert running.stop() < 5
            assert b'{"data":{"citations":{"totalCount":0}}}' in everything(asking)
            everything(stream)
            for client in clients:
                client.join(SOON)
        listener.join(SOON)
        assert codes == [1012]
        assert [client.wrong for client in clients] == [Counter()] * 4
        assert sum(client.answers for client in clients) > 40
        assert "Traceback" not in running.log.read_text()


def test_told_to_stop_a_server_waits_for_no_query_without_an_end(path: Path, tmp_path: Path) -> None:
    endless = {"sql_seconds": 60, "request_seconds": 60, **GENEROUS, "log_requests": True}
    with run(tmp_path, path, endless) as running, opened(running) as connection:
        connection.sendall(post(slow(3), X_Request_Id="cut-off"))
        time.sleep(0.3)
        assert running.stop() < 5
        head, _, body = everything(connection).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nretry-after: 1\r\n" in head
        (error,) = orjson.loads(body)["errors"]
        assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE", "requestId": "cut-off"}
        log = running.log.read_text()
        assert "Traceback" not in log
        assert [each["status"] for each in map(orjson.loads, log.splitlines()) if "status" in each] == [503]


def test_told_to_hang_up_a_server_of_one_process_stops_as_when_it_is_told_to_stop(
    path: Path, tmp_path: Path
) -> None:
    with run(tmp_path, path, {"answer_cache": 0, **GENEROUS}) as running, opened(running) as asking:
        asking.sendall(post(slow(2)))
        time.sleep(0.1)
        running.process.send_signal(signal.SIGHUP)
        assert b'{"data":{"citations":{"totalCount":0}}}' in everything(asking)
        assert running.process.wait(SOON) == 0


def test_workers_end_when_their_supervisor_was_killed(path: Path, tmp_path: Path) -> None:
    with run(tmp_path, path, {"workers": 2, **GENEROUS}) as running:
        workers = running.children()
        assert len(workers) == 2
        running.process.kill()
        running.process.wait(5)
        end = time.monotonic() + SOON
        while any(Path(f"/proc/{pid}/cmdline").exists() and command_of(pid) for pid in workers):
            assert time.monotonic() < end, "a worker goes on without its supervisor"
            time.sleep(0.05)


def counted(running: Running) -> float:
    """How many requests all processes together have answered with 200, as one of them tells."""
    try:
        return metric(running, r'graph_requests_total\{status="200",transport="http"\}')
    except AssertionError:  # none yet
        return 0.0


def until_counted(running: Running, number: int) -> None:
    """Wait until every process tells of so many requests, and none of more."""
    end = time.monotonic() + SOON
    alike = 0
    while alike < 12:
        assert time.monotonic() < end, f"{counted(running)} are told of, not {number}"
        found = counted(running)
        assert found <= number
        alike = alike + 1 if found == number else 0
        time.sleep(0.05)


def test_the_counts_of_all_workers_add_up_exactly_also_of_those_that_were_replaced(
    path: Path, tmp_path: Path
) -> None:
    def ask(running: Running, times: int) -> None:
        for _ in range(times):
            with opened(running) as connection:
                connection.sendall(post("{ __typename }", Connection="close"))
                assert b" 200 " in everything(connection)

    with run(tmp_path, path, {"workers": 2, **GENEROUS}) as running:
        ask(running, 60)
        until_counted(running, 60)
        before = set(running.children())
        ask(running, 40)
        running.process.send_signal(signal.SIGHUP)  # within a moment of the last one
        end = time.monotonic() + 3 * SOON
        while before & set(running.children()):
            assert time.monotonic() < end, "the workers were not replaced"
            time.sleep(0.1)
        ask(running, 20)
        until_counted(running, 120)


def test_told_to_begin_anew_a_server_replaces_its_workers_and_loses_no_request(
    path: Path, tmp_path: Path
) -> None:
    with run(tmp_path, path, {"workers": 2, "answer_cache": 0, **GENEROUS}) as running:
        before = set(running.children())
        with load(running.port) as clients:
            time.sleep(0.5)
            running.process.send_signal(signal.SIGHUP)
            end = time.monotonic() + 3 * SOON
            while before & set(running.children()):
                assert time.monotonic() < end, "the workers were not replaced"
                time.sleep(0.1)
            time.sleep(0.5)
        assert len(running.children()) == 2
        assert [client.wrong for client in clients] == [Counter()] * 4
        assert all(client.answers > 10 for client in clients)


def test_a_worker_that_dies_while_it_is_asked_whether_it_lives_is_replaced_soon(tmp_path: Path) -> None:
    with run(tmp_path, database(), {"workers": 2}) as running:
        victim = running.children()[1]
        os.kill(victim, signal.SIGSTOP)  # as one that is busy: it does not say that it lives
        time.sleep(1.2)  # it is asked twice a second
        os.kill(victim, signal.SIGKILL)
        end = time.monotonic() + SOON / 2
        while len([each for each in running.children() if each != victim]) < 2:
            assert time.monotonic() < end, "the worker was not replaced"
            time.sleep(0.1)


def test_told_to_stop_while_a_worker_does_not_say_that_it_lives_a_server_stops_in_time(
    tmp_path: Path,
) -> None:
    with run(tmp_path, database(), {"workers": 2}) as running:
        victim = running.children()[1]
        os.kill(victim, signal.SIGSTOP)
        time.sleep(1.2)
        os.kill(victim, signal.SIGKILL)
        assert running.stop() < 5


# --- clients that leave --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose queries may run for a minute: what is left of one that nobody waits for would be seen."""
    folder = tmp_path_factory.mktemp("endless")
    with run(folder, database(), {"sql_seconds": 60, "request_seconds": 60, **GENEROUS}) as made:
        yield made


@pytest.mark.parametrize("leave", [leave_http, leave_stream, leave_file, leave_socket])
def test_clients_that_leave_stop_their_queries_and_leave_nothing_behind(
    endless: Running, leave: object
) -> None:
    assert callable(leave)
    for number in range(4):
        leave(endless, number)
    settle(endless)
    before = held(endless.process.pid)
    for number in range(100):
        leave(endless, number)
    settle(endless)
    after = held(endless.process.pid)
    assert after["descriptors"] <= before["descriptors"] + 3
    assert after["threads"] <= before["threads"] + 2
    assert "Traceback" not in endless.log.read_text()
    with opened(endless) as connection:
        connection.sendall(post("{ citations(first: 1) { totalCount } }", Connection="close"))
        assert b'"totalCount":226' in everything(connection)


def settle(running: Running) -> None:
    """Wait until nothing runs any more; a query that went on would take a minute."""
    end = time.monotonic() + SOON
    while (
        metric(running, "graph_running") + metric(running, "graph_waiting") + metric(running, "graph_sockets")
    ):
        assert time.monotonic() < end, "something runs for nobody"
        time.sleep(0.05)
    time.sleep(0.3)


# --- too many ------------------------------------------------------------------------------------------------------


def test_who_comes_when_too_many_wait_is_told_at_once_and_cheap_requests_are_answered(tmp_path: Path) -> None:
    settings = {"threads": 1, "max_waiting": 2, "wait_seconds": 60, "sql_seconds": 60, **GENEROUS}
    with run(tmp_path, database(), settings) as running:
        connections = [opened(running) for _ in range(6)]
        for number, connection in enumerate(connections[:3]):
            connection.sendall(post(slow(3), other(number)))
            time.sleep(0.2)
        for number, connection in enumerate(connections[3:], 3):
            began = time.monotonic()
            connection.sendall(post(slow(3), other(number)))
            answer = until(connection, b"]}")
            assert time.monotonic() - began < 1  # asked for: a fiftieth of that
            assert answer.startswith(b"HTTP/1.1 503")
            assert re.search(rb"\r\nretry-after: \d+\r\n", answer)
            assert b'"SERVICE_UNAVAILABLE"' in answer
        assert metric(running, "graph_running") == 1
        assert metric(running, "graph_waiting") == 2
        with opened(running) as connection:
            connection.sendall(post("{ __typename }"))
            assert b" 200 " in until(connection, b'"Query"}}')
        for connection in connections:
            connection.close()
        settle(running)
        with opened(running) as connection:
            connection.sendall(post("{ citations { totalCount } }"))
            assert b" 200 " in until(connection, b"226")


def test_a_file_across_a_change_of_builds_breaks_off_and_no_row_of_the_other_build_is_in_it(
    path: Path, tmp_path: Path
) -> None:
    columns = [str(each[1]) for each in rows_of(path, "PRAGMA table_info(source)")]
    number = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
    others = ", ".join(column for column in columns if column != "id")
    more = f"SELECT 'more-' || i, {others} FROM n, (SELECT * FROM source LIMIT 1)"
    rows_of(path, f"INSERT INTO source (id, {others}) {number} {more}")
    other = build_marked(path, "2")
    rows_of(other, "UPDATE source SET title = 'of the other build'")
    with run(tmp_path, path, GENEROUS) as running, opened(running, receive=4096) as connection:
        connection.sendall(post("{ sources { nodes { id title } } }", Accept="text/csv"))
        found = until(connection, b"more-")
        other.replace(path)
        found += everything(connection)
        assert found.startswith(b"HTTP/1.1 200")
        assert not found.endswith(b"0\r\n\r\n")
        assert b"of the other build" not in found
        log = running.log.read_text()
        assert "a file broke off: another build was published" in log
        assert "Traceback" not in log


def rows_of(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Run a statement on a database file, and close it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()
