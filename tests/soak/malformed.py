"""Attackers who send the hostile corpus: over HTTP, WebSockets and events, and bytes that no library sends.

In, out, never: as any `Attack`.
"""

import http.client
import time

from tests.hostile.asking import Answer, Hostile, hold, send
from tests.hostile.inputs import EVENTS, MESSAGES, OPERATIONS, REQUESTS, Message
from tests.hostile.raw import FRAMES, NUMBER
from tests.hostile.raw import REQUESTS as BYTES
from tests.hostile.streaming import hold_events
from tests.hostile.talking import SHAPES, acknowledged, operate, tell
from tests.serving.wire import PONG, flood, frame, say
from tests.soak.attacking import Attack, Kind

# To be told to come again is no fault where others take all there is.
FAULTS = ("INTERNAL_SERVER_ERROR",)


def is_file(hostile: Hostile) -> bool:
    """Whether a file is asked for, which has no end where another build is published meanwhile."""
    return any(each in hostile.headers.get("Accept", "") for each in ("csv", "ndjson"))


class Malformed(Attack):
    """Sends the corpus, an input after the other over each transport."""

    def kinds(self) -> list[tuple[Kind, int]]:
        """One thread for each transport."""
        kinds = self.send_hostile, self.stream_hostile, self.say_hostile, self.send_bytes, self.talk_nonsense
        return [(each, 1) for each in kinds]

    def send_hostile(self, number: int) -> None:
        """A request: answered, and not as a fault of the server's."""
        hostile = REQUESTS[number % len(REQUESTS)]
        if is_file(hostile):
            return  # builds are swapped all the time: a file may break off, as that of another attacker does
        hold(hostile, self.asked(hostile), FAULTS)
        time.sleep(0.005)

    def stream_hostile(self, number: int) -> None:
        """A request for events: refused, or a stream that ends."""
        hostile = EVENTS[number % len(EVENTS)]
        hold_events(hostile, self.asked(hostile), FAULTS)
        time.sleep(0.005)

    def say_hostile(self, number: int) -> None:
        """An operation that ends with a message, or a message that is answered or closes its socket."""
        hostile, message = OPERATIONS[number % len(OPERATIONS)], MESSAGES[number % len(MESSAGES)]
        with acknowledged(self.host) as socket:
            operate(socket, hostile.name, hostile.body or b"", FAULTS)
        tell(self.host, message, FAULTS)
        time.sleep(0.005)

    def send_bytes(self, number: int) -> None:
        """A head, a body or frames that no library sends; a few a second."""
        raw = BYTES[number % len(BYTES)]
        found, _ = say(self.place, raw.sent.replace(NUMBER, b"%d" % number))
        assert b"INTERNAL_SERVER_ERROR" not in found, raw.name
        assert not found.startswith(b"HTTP/1.1 500"), raw.name
        frames = FRAMES[number % len(FRAMES)].sent if number % 2 else frame(PONG) * 1_000
        closed = flood(self.place, frames)
        assert closed.opcode == PONG or closed.code is not None, closed
        time.sleep(0.2)

    def talk_nonsense(self, number: int) -> None:
        """A WebSocket with messages of the wrong shape: closed with a code, or still there."""
        for _ in range(1 + number % 3):
            tell(self.host, Message("nonsense", self.chance.choice(SHAPES)), FAULTS)
        time.sleep(0.02)

    def asked(self, hostile: Hostile) -> Answer:
        """What is answered to an input, on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, timeout=20)
        try:
            answer = send(connection, hostile)
        finally:
            connection.close()
        if b'"TIMEOUT"' in answer.body:
            self.cut_off("hostile")
        return answer
