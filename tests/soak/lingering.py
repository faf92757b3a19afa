"""Attackers who take their time: heads and bodies that trickle, answers that nobody reads, clients that leave.

In, out, never: as any `Attack`.
"""

import time
from contextlib import suppress

from websockets.exceptions import ConnectionClosed

from tests.serving.leaving import LIVE, leave_file, leave_http, leave_socket, leave_stream
from tests.serving.running import closes_within, everything, opened, post
from tests.serving.wire import hear
from tests.soak.attacking import Attack, Kind

LARGE = (
    "{ citations(first: 300) { nodes { id source { citations(first: 300) { nodes { id asPrinted } } } } } }"
)
FILE = "{ citations { nodes { id asPrinted source { title } } } }"
WAYS = {"an answer": leave_http, "events": leave_stream, "a file": leave_file, "a socket": leave_socket}


class Lingering(Attack):
    """Holds connections, and lets them go at the wrong moment."""

    def kinds(self) -> list[tuple[Kind, int]]:
        """As many as hold a tenth of the connections that the server may have, at the most."""
        return [(self.trickle, 6), (self.read_slowly, 3), (self.leave, 2), (self.export, 1)]

    def trickle(self, number: int) -> None:
        """A head, or a body, that never ends: whoever sends it is cut off."""
        with opened(self.place) as connection:
            whole = post("{__typename}")
            try:
                for byte in whole[: 60 if number % 2 else -1]:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.03)
                found = hear(connection, b'"TIMEOUT"', 8)
            except (BrokenPipeError, ConnectionResetError):
                found = b""
        if not found or b'"TIMEOUT"' in found:
            self.cut_off("a head" if number % 2 else "a body")

    def read_slowly(self, number: int) -> None:
        """Large answers and streams that nobody reads: what takes none of an answer is cut off."""
        headers = {"Accept": "text/csv"} if number % 3 == 0 else {}
        stream = number % 3 == 1
        with opened(self.place, receive=4096) as connection:
            for _ in range(10):
                connection.sendall(post(LIVE if stream else LARGE, **headers))
            time.sleep(4)
            if not stream and closes_within(connection, 1):
                self.cut_off("a reader")

    def leave(self, number: int) -> None:
        """Leave before the answer is there."""
        name, way = list(WAYS.items())[number % len(WAYS)]
        with suppress(ConnectionClosed, TimeoutError):
            way(self.place, number)
        self.tally.count("attack", f"left: {name}")
        time.sleep(0.02)

    def export(self, number: int) -> None:
        """A file: whole, or visibly broken off."""
        with opened(self.place) as connection:
            connection.sendall(post(FILE, Accept="application/x-ndjson", Connection="close"))
            found = everything(connection)
        busy = b" 503 " in found[:20]
        if not busy and (not found.endswith(b"0\r\n\r\n") or found.count(b'"asPrinted"') != 226):
            self.tally.lose("export: broken off")
        time.sleep(0.1)
