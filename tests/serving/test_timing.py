"""`Server-Timing` names every stage of a request, and says what was kept from before."""

import re
from typing import Any

import pytest

from graph.engine.timings import Timings
from graph.settings import Settings
from tests.serving.apps import ask, serving

QUERY = "query Timed { companies(first: 2) { nodes { name } } }"
RUN = ["read", "lookup", "document", "variables", "prepare", "sql", "splice", "pack", "total"]


def stages(response: Any) -> dict[str, float]:
    """Milliseconds by stage, in the order in which they are named."""
    found = re.findall(r"([a-z]+);dur=([0-9.]+)", response.headers["server-timing"])
    return {name: float(milliseconds) for name, milliseconds in found}


def said(response: Any) -> dict[str, str]:
    """What is said of the caches."""
    return dict(re.findall(r"([a-z]+);desc=([a-z]+)", response.headers["server-timing"]))


def test_every_stage_is_named_and_together_they_take_no_longer_than_the_whole() -> None:
    with serving() as client:
        found = stages(ask(client, QUERY))
    assert list(found) == RUN
    # With the total itself, twice as much; each figure is rounded to a thousandth.
    assert sum(found.values()) <= 2 * found["total"] + 0.001 * len(RUN)
    assert found["sql"] > 0


def test_an_answer_that_was_kept_is_a_hit_and_ran_nothing() -> None:
    with serving() as client:
        first = ask(client, QUERY)
        again = ask(client, QUERY)
        confirmed = ask(client, QUERY, headers={"If-None-Match": first.headers["etag"]})
    assert said(first) == {"cache": "miss", "prepared": "miss"}
    assert said(again) == said(confirmed) == {"cache": "hit"}
    assert list(stages(again)) == list(stages(confirmed)) == ["read", "lookup", "total"]


def test_without_a_cache_an_operation_is_prepared_once() -> None:
    with serving(answer_cache=0) as client:
        found = [said(ask(client, QUERY)) for _ in range(2)]
    assert found == [{"cache": "off", "prepared": "miss"}, {"cache": "off", "prepared": "hit"}]


def test_what_the_database_does_not_answer_is_a_stage_of_its_own() -> None:
    with serving() as client:
        assert "resolve" in stages(ask(client, "{ dataset { version } }"))


@pytest.mark.parametrize(
    "query", ["{", "{ nope }", "query($n: Int!) { companies(first: $n) { totalCount } }"]
)
def test_a_refusal_says_how_long_it_took(query: str) -> None:
    with serving() as client:
        refused = ask(client, query)
    assert refused.status_code == 400
    assert "refuse" in stages(refused)
    assert "sql" not in stages(refused)


def test_a_request_that_was_not_read_has_a_total_alone() -> None:
    with serving() as client:
        assert list(stages(client.post("/graphql", content=b"{"))) == ["total"]


def test_nobody_is_told_where_that_is_turned_off_as_it_is_in_production() -> None:
    assert not Settings(preset="production").server_timing
    with serving(server_timing=False) as client:
        assert "server-timing" not in ask(client, QUERY).headers


def test_pages_of_origins_that_were_named_may_read_the_timing() -> None:
    origin = {"Origin": "https://friend.example"}
    with serving(origins="https://friend.example") as client:
        answer = ask(client, QUERY, headers=origin)
        assert answer.headers["timing-allow-origin"] == "https://friend.example"
        assert "Server-Timing" in answer.headers["access-control-expose-headers"]
    with serving() as client:
        assert "timing-allow-origin" not in ask(client, QUERY, headers=origin).headers


def test_a_stage_that_runs_again_adds_up_and_the_wait_before_it_does_not_count() -> None:
    timings = Timings()
    timings.mark("sql")
    once = timings.stages["sql"]
    timings.last -= 100  # as long ago as that the stage before ended
    timings.resume()
    timings.mark("sql")
    assert list(timings.stages) == ["sql"]
    assert once < timings.stages["sql"] < 50
