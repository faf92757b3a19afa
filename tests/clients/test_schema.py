"""The schema as linters of schemas see it: the Relay rules of @graphql-eslint, the diff of @graphql-inspector."""

import re
import sys
from pathlib import Path
from subprocess import run

import pytest

from tests.clients.scripts import run_script, run_tool

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]
SCHEMA = Path(__file__).parents[2] / "schema" / "schema.graphql"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema that the code makes."""
    path = tmp_path_factory.mktemp("schema") / "made.graphql"
    command = [sys.executable, "-m", "graph", "schema"]
    path.write_text(run(command, capture_output=True, text=True, check=True).stdout)
    return path


def changed(made: Path, old: str, new: str) -> Path:
    """A schema beside it, in which the first of one is the other."""
    path = made.with_name("changed.graphql")
    text = made.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return path


def test_every_connection_keeps_the_rules_of_relay_and_all_but_search_page_both_ways(made: Path) -> None:
    # The best of a search come first: it has no last page to begin at.
    assert [each["message"] for each in run_script("relay-rules.mjs", made)] == [
        "Field `search` must contain an argument `last`, that return Int.",
        "Field `search` must contain an argument `before`, that return String or Scalar.",
    ]


def test_the_rules_of_relay_would_name_a_connection_that_breaks_them(made: Path) -> None:
    broken = changed(made, "pageInfo: PageInfo!", "pageInfo: PageInfo")
    rules = {each["rule"] for each in run_script("relay-rules.mjs", broken)}
    assert "@graphql-eslint/relay-connection-types" in rules


def test_the_inspector_finds_nothing_between_the_committed_schema_and_that_of_the_code(made: Path) -> None:
    ran = run_tool("graphql-inspector", "diff", SCHEMA, made, folder=made.parent)
    assert (ran.returncode, "No changes detected" in ran.stdout) == (0, True), ran.stdout + ran.stderr


def test_the_inspector_would_report_a_field_that_is_gone_as_breaking(made: Path) -> None:
    ran = run_tool(
        "graphql-inspector",
        "diff",
        SCHEMA,
        changed(made, "  builtAt: DateTime\n", "  publishedAt: DateTime\n"),
        folder=made.parent,
    )
    assert ran.returncode == 1
    assert re.search("Field .*builtAt.* was removed from object type .*Dataset", ran.stdout)
    assert "1 breaking change" in ran.stdout + ran.stderr
