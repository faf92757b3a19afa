"""Documents typed by graphql-codegen's client preset, and asked with graphql-request."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.clients.scripts import run_node, run_tool
from tests.clients.typed import make_program

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]


@pytest.fixture(scope="module")
def program(server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_program(tmp_path_factory.mktemp("codegen"), f"{server}/schema.graphql")


@pytest.fixture(scope="module")
def told(server: str, program: Path) -> Any:
    ran = run_tool("tsc", "--project", ".", folder=program)
    assert ran.returncode == 0, ran.stdout
    asked = run_node(program / "built/main.js", server)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


def test_types_are_made_from_the_servers_own_schema_and_hold_what_the_program_reads(told: Any) -> None:
    # The program expects errors where it misuses the types: it compiles only if each is one.
    assert told["lows"] == ["17000000", "20300000"]


def test_the_answer_has_what_the_types_say(told: Any) -> None:
    company = told["company"]
    assert company["name"] == "Promethera Biosciences"
    [second, third] = company["fundingRounds"]["nodes"]
    assert second["closed"] == {"earliest": "2012-03-01", "precision": "MONTH"}
    assert third["amount"] == {"low": "20300000", "currency": "EUR"}
    assert third["investors"]["totalCount"] == 7
    first, _ = third["investors"]["nodes"]
    assert first == {
        "__typename": "Institution",
        "name": "Boehringer Ingelheim Venture Fund",
        "kind": "INVESTOR",
    }


def test_a_variable_of_a_wrong_value_is_an_error_with_its_code(told: Any) -> None:
    assert told["refused"] == ["BAD_USER_INPUT"]


def test_a_program_that_misreads_a_type_does_not_compile(program: Path) -> None:
    wrong = program / "src" / "wrong.ts"
    wrong.write_text(
        "import type { RoundsQuery } from './gql/graphql.js';\n"
        "export const name = (answer: RoundsQuery): string => answer.company.name;\n"
    )
    ran = run_tool("tsc", "--project", ".", "--noEmit", folder=program)
    wrong.unlink()
    assert "wrong.ts(2,54): error TS18047: 'answer.company' is possibly 'null'" in ran.stdout
