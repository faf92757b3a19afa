"""Honest clients: they ask what a page would, on a few connections, and hold every answer to be right.

In: a port, when the phases end. Out: a file of tallies. Never: as many requests as the server can bear.
"""

import http.client
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import orjson

from tests.serving.loading import HEADERS, WHOLE, marks_of
from tests.soak.tally import Phases, Tally

PAUSE = 0.01  # seconds
POINT = '{ company(slug: "celyad") { name place { name } fundingRounds { nodes { label } } } }'
CACHED = "/graphql?" + urlencode({"query": "{ universities { nodes { name spinoffs { totalCount } } } }"})
BUSY = "SERVICE_UNAVAILABLE"


class Honest(threading.Thread):
    """One client on one connection."""

    def __init__(self, port: int, phases: Phases, tally: Tally) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.phases = phases
        self.tally = tally
        self.tag: str | None = None

    def run(self) -> None:
        """Ask until all is over."""
        while self.phases.now() is not None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                self.talk(connection)
            except (http.client.HTTPException, OSError) as error:
                self.tally.lose(f"honest: {type(error).__name__}")
                time.sleep(0.05)
            connection.close()

    def talk(self, connection: http.client.HTTPConnection) -> None:
        """Ask on a connection until the server closes it."""
        turn = 0
        while (phase := self.phases.now()) is not None:
            turn += 1
            began = time.perf_counter()
            if turn % 4 == 0:
                connection.request("GET", CACHED, headers={"If-None-Match": self.tag} if self.tag else {})
            elif turn % 50 == 0:
                connection.request("GET", "/health/ready")
            else:
                query = WHOLE if turn % 2 else POINT
                connection.request("POST", "/graphql", orjson.dumps({"query": query}), HEADERS)
            answer = connection.getresponse()
            body = answer.read()
            self.tally.took(phase, time.perf_counter() - began)
            self.hold(phase, answer.status, body)
            self.tag = answer.headers.get("etag", self.tag) if turn % 4 == 0 else self.tag
            if answer.will_close:
                return
            time.sleep(PAUSE)

    def hold(self, phase: str, status: int, body: bytes) -> None:
        """Hold that an answer is right."""
        if status == 304:
            self.tally.count(phase, "304")
            return
        read = orjson.loads(body)
        codes = [each["extensions"]["code"] for each in read.get("errors", ())]
        if status == 200 and not codes:
            self.tally.count(phase, "200")
            if "dataset" in read.get("data", {}) and len(marks := marks_of(read["data"])) > 1:
                self.tally.fault(f"an answer of two builds: {marks}")
        elif codes and set(codes) <= {BUSY, "TIMEOUT"} and phase != "before":
            self.tally.count(phase, f"{status} {codes[0]}")
        else:
            self.tally.fault(f"{phase}: {status} {body[:200]!r}")


def main() -> None:
    """Ask: PORT FILE END END END."""
    port, file, *ends = sys.argv[1:]
    before, attack, after = map(float, ends)
    phases, tally = Phases((before, attack, after)), Tally()
    clients = [Honest(int(port), phases, tally) for _ in range(4)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    tally.write(Path(file))


if __name__ == "__main__":
    main()
