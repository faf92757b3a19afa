"""Subscriptions, as graphql-ws 6 and graphql-sse 2 ask for them."""

import sqlite3
from pathlib import Path
from shutil import copy

import pytest

from graph import dataset
from graph.packaged import data_folder
from tests.browser.server import SERVE, serving
from tests.clients.scripts import run_script

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]


def test_clients_of_both_protocols_hear_the_answer_at_once_and_when_a_build_changes_it(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "data.sqlite", tmp_path / "next.sqlite"
    dataset.build(data_folder(), path)
    copy(path, other)
    connection = sqlite3.connect(other)
    connection.execute("UPDATE organization SET name = 'Celyad Oncology' WHERE slug = 'celyad'")
    connection.execute("UPDATE dataset SET version = '2'")
    connection.commit()
    connection.close()
    command = [*SERVE, "--database", f"sqlite:///{path}"]
    with serving(command, tmp_path, ready="/health/ready") as address:
        told = run_script("streams.mjs", f"{address}/graphql", str(path), str(other))
    assert told["query"] == [{"data": {"companies": {"nodes": [{"name": "Aseptic Technologies"}]}}}]
    assert told["refused"] == "GRAPHQL_VALIDATION_FAILED"
    for live in (told["wsLive"], told["sseLive"]):
        names = [each["data"]["live"]["company"]["name"] for each in live]
        assert names == ["Celyad", "Celyad Oncology"]
    event = {"version": "2", "changed": {"modified": ["Organization:celyad"]}}
    assert told["wsChanged"] == told["sseChanged"] == [{"data": {"datasetChanged": event}}]
