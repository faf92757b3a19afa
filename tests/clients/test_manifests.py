"""Manifests that Apollo's tool and graphql-codegen write, read by `serve --documents`."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.browser.server import SERVE, serving
from tests.clients.scripts import run_script, run_tool
from tests.clients.typed import make_program

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]
OPERATIONS = Path(__file__).parents[2] / "schema" / "operations"
LISTED = "who-listed-where.graphql"


@pytest.fixture(scope="module")
def manifests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the manifests `apollo.json` and `codegen.json`, of what the two tools find."""
    folder = tmp_path_factory.mktemp("manifests")
    shutil.copytree(OPERATIONS, folder / "src")
    (folder / "documents").mkdir()
    settings = {"documents": "src/*.graphql", "output": "documents/apollo.json"}
    (folder / "persisted-query-manifest.config.json").write_text(json.dumps(settings))
    ran = run_tool("generate-persisted-query-manifest", folder=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    program = make_program(folder)
    shutil.copy(program / "src/gql/persisted-documents.json", folder / "documents/codegen.json")
    return folder / "documents"


@pytest.fixture(scope="module")
def trusting(manifests: Path) -> Iterator[str]:
    command: list[str | Path] = [*SERVE, "--documents", manifests, "--only-trusted"]
    with serving(command, manifests.parent, ready="/health/ready") as address:
        yield address


def test_apollo_client_asks_by_the_ids_of_apollos_manifest_and_no_other_document_is_answered(
    manifests: Path, trusting: str
) -> None:
    told = run_script("apollo-trusted.mjs", trusting, manifests / "apollo.json", OPERATIONS / LISTED)
    exchanges = told["data"]["institutions"]["nodes"]
    listed = {
        each["name"]: {row["company"]["name"] for row in each["listings"]["nodes"]} for each in exchanges
    }
    assert listed["Euronext Brussels"] == {"Bone Therapeutics", "Celyad"}
    assert listed["Nasdaq"] == {"Celyad"}
    assert told["codes"] == ["DOCUMENT_NOT_TRUSTED"]
    assert told["sent"] == [
        {"method": "POST", "sent": "hash", "status": 200},
        {"method": "POST", "sent": "text", "status": 403},
    ]


def test_documents_of_graphql_codegen_are_answered_by_their_ids(manifests: Path, trusting: str) -> None:
    [name] = json.loads((manifests / "codegen.json").read_text())
    body = {"documentId": name, "variables": {"slug": "novadip-biosciences"}}
    answer = httpx.post(f"{trusting}/graphql", json=body).json()
    assert answer["data"]["company"]["fundingRounds"]["nodes"][0]["amount"]["low"] == "28000000"
