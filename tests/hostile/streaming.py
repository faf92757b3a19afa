"""Reads what is answered to a client that takes server-sent events.

In: an input and its answer. Out: nothing; what is not as promised fails. Never: a stream that has no end.
"""

from collections.abc import Collection

import orjson

from tests.hostile.asking import FAULTS, Answer, Hostile, hold, hold_result

LAST = "event: complete\ndata:"


def hold_events(hostile: Hostile, answer: Answer, faults: Collection[str] = FAULTS) -> None:
    """Hold an answer to be a refusal, as JSON, or `next` events and then `complete`."""
    if not answer.headers.get("content-type", "").startswith("text/event-stream"):
        assert answer.status >= 400, f"{hostile.name}: {answer.status} {answer.body[:300]!r}"
        hold(hostile, answer, faults)
        return
    assert answer.status == 200, f"{hostile.name}: {answer.status}"
    # A comment begins the stream, and comes again where there is nothing to tell for a while.
    events = [each for each in answer.body.decode().split("\n\n") if each not in ("", ":")]
    assert events[-1] == LAST, f"{hostile.name}: {events[-1:]}"
    assert len(events) > 1, f"{hostile.name}: a stream of nothing"
    for event in events[:-1]:
        head, _, data = event.partition("\ndata: ")
        assert head == "event: next", f"{hostile.name}: {event[:300]}"
        read = orjson.loads(data)
        hold_result(hostile.name, read, answer.headers["x-request-id"], faults)
        assert not hostile.refused or read["errors"], f"{hostile.name}: {data[:300]}"
