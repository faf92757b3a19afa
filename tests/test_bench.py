"""The benchmark measures what it says, on tiny data: how fast anything is decides nothing here."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.__main__ import MEASURES, main
from tests.bench.questions import QUESTIONS

CONTENDERS = {"raw", "raw-apsw", "constant", "ours", "selectinload"}
POSTGRESQL = {"raw-postgresql", "ours-postgresql"}
TINY = ["--companies", "60"]
SHORT = ["--rounds", "1", "--seconds", "0.05", "--load", "asyncio"]


def measured(tmp_path: Path, *words: str) -> Any:
    written = tmp_path / "bench.json"
    main([*words, *TINY, "--json", str(written)])
    return json.loads(written.read_text())


def numbers(found: Any) -> list[float]:
    if isinstance(found, dict):
        return [each for value in found.values() for each in numbers(value)]
    if isinstance(found, list):
        return [each for value in found for each in numbers(value)]
    return [found] if isinstance(found, int | float) else []


def test_every_contender_gives_the_same_answers_and_is_measured_on_every_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(tmp_path, *SHORT, "--in-process-rounds", "1", "--contenders", *sorted(CONTENDERS))
    assert set(found["seconds in process"]) == set(QUESTIONS)
    assert set(found["over http"]) == CONTENDERS
    for each in found["over http"].values():
        assert set(each["rates"]) == set(QUESTIONS)
        assert all(rate > 0 for rates in each["rates"].values() for rate in rates)
        assert each["memory MB"]["resident"] > each["memory MB"]["private"] > 1
        assert all(ratio > 0 for ratio in each["ratios"]["raw"].values())
    table = capsys.readouterr().out
    assert all(name in table for name in CONTENDERS)


@pytest.mark.postgresql
def test_the_contenders_on_postgresql_answer_alike_and_are_compared_with_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(tmp_path, *SHORT, "--in-process-rounds", "1", "--contenders", *sorted(POSTGRESQL))
    assert set(found["over http"]) == POSTGRESQL
    assert all(
        ratio > 0 for ratio in found["over http"]["ours-postgresql"]["ratios"]["raw-postgresql"].values()
    )
    assert "ours-postgresql to raw-postgresql: A1 " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words,key",
    [
        (["planning", "--operations", "2", "--servers", "1"], "planning seconds"),
        (["profile", "--requests", "3", "--seconds", "0.05"], "profile seconds"),
        (["workers", *SHORT, "--connections", "2"], "workers"),
        (["beside", *SHORT, "--connections", "1"], "beside"),
        (["scale", "--sizes", "100", "200", "--rounds", "2"], "scale seconds"),
        (["start", "--starts", "1", "--seconds", "0.05"], "start seconds"),
        (["overload", "--rounds", "1", "--seconds", "0.2", "--apart"], "overload"),
        (["overload", "--rounds", "1", "--seconds", "0.2", "--proxy", "--workers", "2"], "overload"),
    ],
)
def test_each_other_part_measures_something(tmp_path: Path, words: list[str], key: str) -> None:
    assert words[0] in MEASURES
    found = numbers(measured(tmp_path, *words)[key])
    assert found
    assert max(found) > 0


def test_the_parts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["help"])
    listed = capsys.readouterr().out
    assert all(f" {name} " in listed for name in MEASURES)
