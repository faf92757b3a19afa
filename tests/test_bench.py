"""The benchmark measures what it says, on tiny data: how fast anything is decides nothing here."""

import json
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.questions import QUESTIONS

CONTENDERS = {"raw", "raw-apsw", "constant", "ours", "selectinload"}
TINY = [
    "--companies",
    "60",
    "--rounds",
    "1",
    "--in-process-rounds",
    "1",
    "--seconds",
    "0.05",
    "--load",
    "asyncio",
]


def test_every_contender_gives_the_same_answers_and_is_measured_on_every_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "bench.json"
    main([*TINY, "--contenders", *sorted(CONTENDERS), "--json", str(written)])
    found = json.loads(written.read_text())
    assert set(found["seconds in process"]) == set(QUESTIONS)
    assert set(found["over http"]) == CONTENDERS
    for measured in found["over http"].values():
        assert set(measured["rates"]) == set(QUESTIONS)
        assert all(rate > 0 for rates in measured["rates"].values() for rate in rates)
        assert measured["memory MB"] > 1
    table = capsys.readouterr().out
    assert all(name in table for name in CONTENDERS)
