"""Attackers who ask for more than can be answered, from a process of their own: what they measure is the server's.

In, out, never: as any `Attack`.
"""

import http.client
import time

import orjson

from tests.serving.loading import HEADERS, other, slow
from tests.soak.attacking import Attack, Kind


class Overload(Attack):
    """Asks expensive queries: each is answered, cut off or told to come again."""

    def kinds(self) -> list[tuple[Kind, int]]:
        """More than there are threads and places in line."""
        return [(self.overload, 24)]

    def overload(self, number: int) -> None:
        """An expensive query."""
        time.sleep(3 * self.chance.random())
        connection = http.client.HTTPConnection(self.host, timeout=20)
        began = time.perf_counter()
        asked = {"query": slow(2), "variables": other(self.chance.randrange(10**9))}
        connection.request("POST", "/graphql", orjson.dumps(asked), HEADERS)
        answer = connection.getresponse()
        text = answer.read()
        took = time.perf_counter() - began
        connection.close()
        if answer.status == 503 and answer.headers.get("retry-after"):
            self.tally.took("refused", took)
        elif b'"TIMEOUT"' in text:
            self.cut_off("a query")
        elif b'"totalCount":0' not in text:
            self.tally.fault(f"overload: {answer.status} {text[:200]!r}")
