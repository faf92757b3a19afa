"""What all attackers have in common: threads that do one thing each, again and again, as long as the attack lasts.

In: a port, when the attack begins and ends. Out: a tally. Never: a request after the attack.
"""

import http.client
import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.serving.running import Place
from tests.soak.tally import Phases, Tally

LOST = (OSError, http.client.HTTPException, EOFError, InvalidHandshake)
Kind = Callable[[int], None]


class Attack(ABC):
    """The attackers of one process."""

    def __init__(self, port: int, phases: Phases, tally: Tally) -> None:
        self.place = Place(port)
        self.host = f"127.0.0.1:{port}"
        self.phases = phases
        self.tally = tally
        self.chance = random.Random(1)

    @abstractmethod
    def kinds(self) -> list[tuple[Kind, int]]:
        """What is done, and by how many threads."""

    def run(self) -> None:
        """Attack from the end of the first phase to the end of the second."""
        while self.phases.now() == "before":
            time.sleep(0.05)
        threads = [
            threading.Thread(target=self.again, args=(kind, number), daemon=True)
            for kind, times in self.kinds()
            for number in range(times)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)

    def again(self, kind: Kind, number: int) -> None:
        """Do one thing again and again."""
        while self.phases.now() == "attack":
            number += 1
            try:
                kind(number)
            except ConnectionClosed as closed:
                self.closed(kind.__name__, closed)
            except AssertionError as wrong:
                self.tally.fault(f"{kind.__name__}: {str(wrong)[:300]}")
            except LOST as error:
                self.tally.lose(f"{kind.__name__}: {type(error).__name__} {str(error)[:100]}".rstrip())
                time.sleep(0.02)
            else:
                self.tally.count("attack", kind.__name__.replace("_", " "))

    def closed(self, name: str, closed: ConnectionClosed) -> None:
        """A WebSocket ended: lost, where nobody said why."""
        if closed.rcvd is None:
            self.tally.lose(f"{name}: without a code")
        else:
            self.tally.count("attack", f"closed with {closed.rcvd.code}")

    def cut_off(self, what: str) -> None:
        """A client was cut off, or a request, since it took too long."""
        self.tally.count("attack", f"cut off: {what}")
