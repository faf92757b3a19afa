"""Clients that no server wishes for, all at once: the hostile corpus, slow ones, ones that leave, floods, overload.

In: a port, when the attack begins and ends. Out: a file of tallies. Never: a request after the attack.
"""

import asyncio
import http.client
import random
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import orjson
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.hostile.inputs import REQUESTS
from tests.hostile.talking import SHAPES
from tests.serving.leaving import LIVE, leave_file, leave_http, leave_socket, leave_stream
from tests.serving.loading import slow
from tests.serving.running import Place, everything, opened, post, socket_of
from tests.soak.tally import Phases, Tally

LARGE = (
    "{ citations(first: 300) { nodes { id source { citations(first: 300) { nodes { id asPrinted } } } } } }"
)
FILE = "{ citations { nodes { id asPrinted source { title } } } }"
LOST = (OSError, http.client.HTTPException, EOFError, InvalidHandshake)


class Attack:
    """All attackers of one server."""

    def __init__(self, port: int, phases: Phases, tally: Tally) -> None:
        self.place = Place(port)
        self.phases = phases
        self.tally = tally
        self.chance = random.Random(1)

    def run(self) -> None:
        """Attack from the end of the first phase to the end of the second."""
        while self.phases.now() == "before":
            time.sleep(0.05)
        kinds: list[tuple[Callable[[int], None], int]] = [
            (self.send_hostile, 1),
            (self.trickle, 6),
            (self.read_slowly, 3),
            (self.leave, 2),
            (self.talk_nonsense, 1),
            (self.overload, 24),
            (self.export, 1),
        ]
        threads = [
            threading.Thread(target=self.again, args=(kind, number), daemon=True)
            for kind, times in kinds
            for number in range(times)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)

    def again(self, kind: Callable[[int], None], number: int) -> None:
        """Do one thing again and again."""
        while self.phases.now() == "attack":
            number += 1
            try:
                kind(number)
            except LOST as error:
                self.tally.lose(f"{kind.__name__}: {type(error).__name__}")
                time.sleep(0.02)
            else:
                self.tally.count("attack", kind.__name__.replace("_", " "))

    def send_hostile(self, number: int) -> None:
        """An input of the corpus: answered, and not as a fault of the server's."""
        hostile = REQUESTS[number % len(REQUESTS)]
        connection = http.client.HTTPConnection("127.0.0.1", self.place.port, timeout=20)
        connection.request(hostile.method, hostile.target, hostile.body, hostile.headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        busy = answer.status == 503 and b"SERVICE_UNAVAILABLE" in body
        if answer.status >= 500 and not busy and b'"TIMEOUT"' not in body:
            self.tally.fault(f"{hostile.name}: {answer.status} {body[:200]!r}")
        time.sleep(0.005)

    def trickle(self, number: int) -> None:
        """A head, or a body, that never ends."""
        with opened(self.place) as connection:
            whole = post("{__typename}")
            end = time.monotonic() + 5
            try:
                for byte in whole[: 60 if number % 2 else -1]:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.03)
                while time.monotonic() < end:
                    time.sleep(0.2)
                    connection.sendall(b"")
            except (BrokenPipeError, ConnectionResetError):
                pass  # as it should be

    def read_slowly(self, number: int) -> None:
        """Large answers and streams that nobody reads."""
        headers = {"Accept": "text/csv"} if number % 3 == 0 else {}
        with opened(self.place, receive=4096) as connection:
            for _ in range(10):
                connection.sendall(post(LIVE if number % 3 == 1 else LARGE, **headers))
            time.sleep(4)

    def leave(self, number: int) -> None:
        """Leave before the answer is there."""
        ways = (leave_http, leave_stream, leave_file, leave_socket)
        with suppress(ConnectionClosed, TimeoutError):
            ways[number % len(ways)](self.place, number)
        time.sleep(0.02)

    def talk_nonsense(self, number: int) -> None:
        """A WebSocket with messages of the wrong shape: closed with a code, or still there."""
        asyncio.run(self.nonsense(number))
        time.sleep(0.02)

    async def nonsense(self, number: int) -> None:
        """Say something, and hear what becomes of it."""
        socket = await socket_of(self.place.port, open_timeout=20)
        try:
            for _ in range(1 + number % 3):
                await socket.send(self.chance.choice(SHAPES).decode())
            await socket.send(
                orjson.dumps({"type": "subscribe", "id": "1", "payload": {"query": LIVE}}).decode()
            )
            await asyncio.wait_for(socket.recv(), 20)
        except ConnectionClosed as closed:
            if closed.rcvd is None:
                raise ConnectionResetError("without a close code") from closed
        finally:
            await socket.close()

    def overload(self, number: int) -> None:
        """Expensive queries, more than can be answered: each is answered or told to come again."""
        time.sleep(3 * self.chance.random())
        connection = http.client.HTTPConnection("127.0.0.1", self.place.port, timeout=20)
        began = time.perf_counter()
        body = orjson.dumps({"query": slow(2)})
        connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status == 503 and answer.headers.get("retry-after"):
            self.tally.took("refused", time.perf_counter() - began)
        elif b'"totalCount":0' not in text and b'"TIMEOUT"' not in text:
            self.tally.fault(f"overload: {answer.status} {text[:200]!r}")

    def export(self, number: int) -> None:
        """A file: whole, or visibly broken off."""
        with opened(self.place) as connection:
            connection.sendall(post(FILE, Accept="application/x-ndjson", Connection="close"))
            found = everything(connection)
        busy = b" 503 " in found[:20]
        if not busy and (not found.endswith(b"0\r\n\r\n") or found.count(b'"asPrinted"') != 226):
            self.tally.lose("export: broken off")
        time.sleep(0.1)


def main() -> None:
    """Attack: PORT FILE END END END."""
    port, file, *ends = sys.argv[1:]
    before, attack, after = map(float, ends)
    tally = Tally()
    Attack(int(port), Phases((before, attack, after)), tally).run()
    tally.write(Path(file))


if __name__ == "__main__":
    main()
