"""Subscriptions, as graphql-ws 6 and graphql-sse 2 ask for them."""

import pytest

from tests.clients.conftest import Publisher
from tests.clients.scripts import run_script

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]


def test_clients_of_both_protocols_hear_the_answer_at_once_and_when_a_build_changes_it(
    publisher: Publisher,
) -> None:
    told = run_script("streams.mjs", f"{publisher.address}/graphql", publisher.database, publisher.following)
    assert told["query"] == [{"data": {"companies": {"nodes": [{"name": "Aseptic Technologies"}]}}}]
    assert told["refused"] == "GRAPHQL_VALIDATION_FAILED"
    for live in (told["wsLive"], told["sseLive"]):
        names = [each["data"]["live"]["company"]["name"] for each in live]
        assert names == ["Celyad", "Celyad Oncology"]
    event = {"version": "2", "changed": {"modified": ["Organization:celyad"]}}
    assert told["wsChanged"] == told["sseChanged"] == [{"data": {"datasetChanged": event}}]
