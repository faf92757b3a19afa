"""The example questions: each is asked in words, has a name, and has an answer."""

import re
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, OperationType, parse
from starlette.testclient import TestClient

QUESTIONS = sorted((Path(__file__).parents[2] / "schema" / "operations").glob("*.graphql"))


def has_rows(value: Any) -> bool:
    """Whether an answer holds anything but nulls, counts of nothing and empty pages."""
    if isinstance(value, dict):
        return any(has_rows(each) for each in value.values())
    return bool(value)


def test_there_are_enough_examples_to_learn_from() -> None:
    assert len(QUESTIONS) >= 15


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_is_asked_in_words_and_has_the_name_of_its_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.fullmatch(r"# [A-Z].*\?", text.splitlines()[0])
    (operation,) = [each for each in parse(text).definitions if isinstance(each, OperationDefinitionNode)]
    assert operation.operation is OperationType.QUERY
    assert operation.name is not None
    assert operation.name.value.lower() == path.stem.replace("-", "")


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_has_an_answer(client: TestClient, path: Path) -> None:
    answer = client.post("/graphql", json={"query": path.read_text("utf-8")}).json()
    assert "errors" not in answer, answer
    assert all(has_rows(value) for value in answer["data"].values())
