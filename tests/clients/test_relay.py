"""Relay 21: its compiler on the committed schema, its runtime on a server that answers what it compiled and no more."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import publishing
from tests.clients.ecosystem import COMPANIES
from tests.clients.scripts import SCRIPTS, run_script, run_tool

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]
SCHEMA = Path(__file__).parents[2] / "schema" / "schema.graphql"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program's folder: its sources, the schema, the place for a manifest, which the compiler wants to find."""
    folder = tmp_path_factory.mktemp("relay") / "program"
    shutil.copytree(SCRIPTS / "relay", folder)
    shutil.copy(SCHEMA, folder)
    (folder / "generated").mkdir()
    (folder / "persisted.json").write_text("{}")
    return folder


@pytest.fixture(scope="module")
def compiled(program: Path) -> Path:
    """The same, compiled."""
    ran = run_tool("relay-compiler", "relay.config.json", folder=program)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "WARN" not in ran.stdout + ran.stderr
    return program


@pytest.fixture(scope="module")
def told(compiled: Path) -> Any:
    options = ("--documents", compiled / "persisted.json", "--only-trusted")
    with publishing(compiled.parent, *options) as publisher:
        server = (publisher.address, publisher.database, publisher.following)
        return run_script("relay.mjs", *server, compiled / "generated")


def test_the_compiler_takes_the_schema_for_connections_and_refetchable_fragments(compiled: Path) -> None:
    manifest = json.loads((compiled / "persisted.json").read_text())
    assert len(manifest) == 7
    [members] = [text for text in manifest.values() if text.startswith("query EcosystemMoreMembersQuery")]
    assert "node(id: $id)" in members
    [companies] = [text for text in manifest.values() if text.startswith("query EcosystemMoreCompaniesQuery")]
    assert "endCursor" in companies
    assert "startCursor" in companies


def test_the_compiler_refuses_a_field_that_the_schema_has_not(program: Path, tmp_path: Path) -> None:
    folder = tmp_path / "wrong"
    shutil.copytree(program, folder)
    source = folder / "src" / "Ecosystem.js"
    source.write_text(source.read_text().replace("label\n", "headquarters\n"))
    ran = run_tool("relay-compiler", "relay.config.json", folder=folder)
    assert ran.returncode != 0
    assert "headquarters" in ran.stdout + ran.stderr


def test_pages_are_appended_forward_and_put_before_backward(told: Any) -> None:
    pages = told["pages"]
    assert pages["forward"] == [COMPANIES[:5], COMPANIES[:10], COMPANIES[:15], COMPANIES[:20], COMPANIES]
    assert pages["backward"] == [COMPANIES[-5:], COMPANIES[-10:], COMPANIES[-15:], COMPANIES[-20:], COMPANIES]


def test_a_list_that_begins_in_the_middle_grows_both_ways(told: Any) -> None:
    ways = told["pages"]["bothWays"]
    assert ways[0] == COMPANIES[5:8]
    assert ways[3] == ways[4] == COMPANIES[5:]
    assert ways[-1] == COMPANIES


def test_a_list_inside_a_row_is_continued_by_the_rows_id(told: Any) -> None:
    found = told["normalised"]
    names = [each["name"] for each in found["all"]]
    assert names == sorted(names)
    assert len(names) == 7
    assert found["all"][:3] == found["first"]


def test_a_row_in_two_lists_is_one_record_and_needs_no_request_when_it_is_asked_by_id(told: Any) -> None:
    found = told["normalised"]
    [masthercell] = [each for each in found["all"] if each["name"] == "MaSTherCell"]
    assert found["other"][0] == masthercell
    assert masthercell["founded"] == {"asPrinted": "2011"}
    assert len(found["records"]) == len(set(found["records"])) == 8
    assert (found["knownById"], found["read"]) == ("available", found["first"][0])
    assert found["requests"] == 3


def test_documents_are_named_and_never_sent_and_others_are_not_found(told: Any) -> None:
    trusted = told["trusted"]
    assert trusted["name"] == "Celyad"
    assert trusted["sent"] == [
        {"method": "POST", "sent": "id", "status": 200},
        {"method": "POST", "sent": "id", "status": 400},
    ]
    assert "PersistedQueryNotFound" in trusted["refused"]


def test_a_live_query_by_its_id_changes_what_other_queries_show_when_a_build_is_published(told: Any) -> None:
    assert told["live"] == ["Celyad", "Celyad Oncology"]


def test_the_runtime_warns_of_nothing(told: Any) -> None:
    assert told["warnings"] == []
