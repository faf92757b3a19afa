"""The built distribution: what it carries, and that it serves from any folder where nothing else is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen
from zipfile import ZipFile

import pytest

from tests.browser.server import serving

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).parents[1]
SHIPPED = [
    *sorted(path for path in (ROOT / "data").rglob("*") if path.is_file()),
    *sorted((ROOT / "schema").rglob("*.graphql")),
]


@pytest.fixture(scope="module")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, made by the build backend itself."""
    folder = tmp_path_factory.mktemp("distribution")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(distribution: Path) -> Path:
    return next(distribution.glob("*.whl"))


@pytest.fixture(scope="module")
def served(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the installed command, started in a folder that is not ours."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], check=True
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GRAPH_"))
    }
    with serving([python.with_name("spinoff-graph"), "serve"], folder, environment) as address:
        yield address


def fetch(address: str, body: object = None) -> bytes:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(address, data, headers if data else {}), timeout=30) as response:
        content: bytes = response.read()
        return content


def test_the_wheel_carries_the_data_the_schema_and_the_explorer_and_no_sources_of_it(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    assert SHIPPED
    assert {f"graph/_shipped/{path.relative_to(ROOT).as_posix()}" for path in SHIPPED} <= names
    assert {"graph/explorer/dist/graphiql.html", "graph/explorer/dist/licenses.md"} <= names
    assert [
        name for name in names if "node_modules" in name or re.search(r"explorer/(src|build|.*\.ts)", name)
    ] == []


def test_the_sdist_carries_the_built_explorer_so_that_no_node_is_needed(distribution: Path) -> None:
    with tarfile.open(next(distribution.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"src/graph/explorer/dist/graphiql.html", "src/graph/explorer/dist/.built-from"} <= names
    assert [name for name in names if "node_modules" in name] == []


def test_the_installed_server_answers_a_query(served: str) -> None:
    query = "{ universities { nodes { name spinoffs { totalCount } } } }"
    answer = json.loads(fetch(f"{served}/graphql", {"query": query}))
    assert "errors" not in answer
    assert len(answer["data"]["universities"]["nodes"]) > 0


def test_the_installed_server_has_graphiql_complete(served: str) -> None:
    html = fetch(f"{served}/graphiql").decode()
    assets = re.findall(r'(?:src|href)="\./(graphiql/[^"]+)"', html)
    assert len(assets) > 3
    assert all(fetch(f"{served}/{asset}") for asset in assets)
    assert len(json.loads(fetch(f"{served}/graphiql/operations.json"))) == len(
        list((ROOT / "schema" / "operations").glob("*.graphql"))
    )
