"""README.md is true: what it shows is run, and what there is to describe is described.

Its rules, by which the blocks are found:

- a ```` ```graphql ```` block is followed by the ```` ```json ```` block that is its whole answer, from the shipped
  data; ```` ```graphql models=NAME ```` is asked of the `spinoff-graph serve` line that has `--models NAME`;
- a ```` ```python ```` block is written to the file that the paragraph before it names last (`` `shop.py` ``); where
  it names none, the block is run as it stands, beside those files;
- a ```` ```bash ```` block is run as a whole against a server that trusts `schema/operations`, by its address instead
  of 127.0.0.1:8000, and prints what the ```` ```text ```` block after it says;
- a block with `from=PATH` is some lines of that file, which other tests run;
- a line of a ```` ```sh ```` block begins with `make`, `spinoff-graph` or `python`. Make's targets must exist, all
  else is run in a folder that has a copy of `data/` and the files of the Python blocks; a URL of PostgreSQL is
  replaced by that of a server of the tests;
- a table row that begins with `` `spinoff-graph COMMAND …` `` describes a command with each of its options and
  arguments; one that begins with `` `GRAPH_NAME` `` describes a setting in its own words, with its default.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import typer
from starlette.testclient import TestClient

from graph import cli
from graph.settings import Settings
from tests import readme
from tests.browser.server import serving
from tests.differential.postgresql import PostgreSQLServer
from tests.readme import README, Block
from tests.serving.apps import serving as in_process

ROOT = README.parent
BLOCKS = readme.blocks()
EXCERPTS = [block for block in BLOCKS if block.source]
QUERIES = [block for block in BLOCKS if block.language == "graphql"]
PYTHON = [block for block in BLOCKS if block.language == "python" and not block.source]
BASH = [block for block in BLOCKS if block.language == "bash"]
COMMANDS = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
POSTGRESQL = re.compile(r"postgresql://\S+")
ON_POSTGRESQL = [line for line in readme.commands("spinoff-graph") if POSTGRESQL.search(line)]
ON_SQLITE = [line for line in readme.commands("spinoff-graph") if not POSTGRESQL.search(line)]
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def answer_of(block: Block) -> str:
    """The JSON that follows a query, written in one way."""
    following = BLOCKS[BLOCKS.index(block) + 1]
    assert following.language == "json", f"no answer follows the query on line {block.line}"
    return json.dumps(json.loads(following.text), indent=2, ensure_ascii=False)


def written(body: bytes) -> str:
    """An answer, written in the same way."""
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False)


def environment(folder: Path) -> dict[str, str]:
    """The environment of what is run: nothing in it reaches the user's own cache."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPH_")}
    return {**kept, "PATH": PATH, "XDG_CACHE_HOME": str(folder / "cache")}


def run(words: list[str], folder: Path) -> None:
    """Run a command to its end."""
    command = [shutil.which(words[0], path=PATH) or words[0], *words[1:]]
    ran = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, f"{shlex.join(words)} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"


def follow(line: str, folder: Path) -> None:
    """Run a line of `spinoff-graph`; a server until it is ready."""
    words = shlex.split(line)
    if words[1] != "serve":
        run(words, folder)
        return
    with serving(
        [str(shutil.which(words[0], path=PATH)), *words[1:]], folder, environment(folder), "/health/ready"
    ):
        pass


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with in_process() as client:
        yield client


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader would have it: the data, the files that are shown, and what those that are run make."""
    made = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "data", made / "data")
    for block in PYTHON:
        if block.file:
            (made / block.file).write_text(block.text, encoding="utf-8")
    for line in readme.commands("python"):
        run(shlex.split(line), made)
    return made


# --- what is shown -------------------------------------------------------------------------------------------------


def test_every_block_is_of_a_kind_that_is_held() -> None:
    assert {block.language for block in BLOCKS if not block.source} <= {
        "bash",
        "graphql",
        "json",
        "python",
        "sh",
        "text",
    }
    lines = [line for block in BLOCKS if block.language == "sh" for line in block.text.splitlines()]
    known = [*readme.commands("make"), *readme.commands("spinoff-graph"), *readme.commands("python")]
    assert not [line for line in lines if line.strip() and line.strip() not in known]


def test_there_are_five_queries_to_try() -> None:
    assert len([block for block in QUERIES if block.models is None]) >= 5


@pytest.mark.parametrize("block", [block for block in QUERIES if block.models is None], ids=str)
def test_a_query_has_the_answer_that_is_shown(block: Block, client: TestClient) -> None:
    response = client.post("/graphql", json={"query": block.text})
    assert written(response.content) == answer_of(block)


@pytest.mark.parametrize("block", [block for block in QUERIES if block.models], ids=str)
def test_a_query_to_other_classes_has_the_answer_that_is_shown(block: Block, folder: Path) -> None:
    [line] = [line for line in ON_SQLITE if f"--models {block.models}" in line and " serve " in line]
    words = [str(shutil.which("spinoff-graph", path=PATH)), *shlex.split(line)[1:]]
    with serving(words, folder, environment(folder), "/health/ready") as address:
        body = json.dumps({"query": block.text}).encode()
        with urlopen(
            Request(f"{address}/graphql", body, {"Content-Type": "application/json"}), timeout=20
        ) as answer:
            assert written(answer.read()) == answer_of(block)


@pytest.mark.parametrize("block", [block for block in PYTHON if not block.file], ids=str)
def test_python_that_is_shown_runs(block: Block, folder: Path) -> None:
    run(["python", "-c", block.text], folder)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that trusts the example operations, without its scheme."""
    words = [
        str(shutil.which("spinoff-graph", path=PATH)),
        "serve",
        "--documents",
        str(ROOT / "schema/operations"),
    ]
    made = tmp_path_factory.mktemp("served")
    with serving(words, made, environment(made), "/health/ready") as address:
        yield address.removeprefix("http://")


@pytest.mark.parametrize("block", BASH, ids=str)
def test_what_is_asked_with_curl_has_the_answer_that_is_shown(
    block: Block, served: str, tmp_path: Path
) -> None:
    following = BLOCKS[BLOCKS.index(block) + 1]
    assert following.language == "text", f"no output follows the commands on line {block.line}"
    text = block.text.replace("127.0.0.1:8000", served)
    ran = subprocess.run(
        ["bash", "-u", "-c", text], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.strip() == following.text.strip(), ran.stderr


@pytest.mark.parametrize("block", EXCERPTS, ids=str)
def test_code_of_a_client_is_that_which_the_tests_run(block: Block) -> None:
    assert block.source is not None
    assert block.source.is_relative_to(ROOT / "tests")
    assert f"\n{block.text}" in f"\n{block.source.read_text(encoding='utf-8')}"


@pytest.mark.parametrize("line", ON_SQLITE)
def test_a_command_that_is_shown_runs(line: str, folder: Path) -> None:
    follow(line, folder)


@pytest.mark.postgresql
def test_the_commands_for_postgresql_run(folder: Path) -> None:
    server = PostgreSQLServer()
    try:
        for line in ON_POSTGRESQL:
            follow(POSTGRESQL.sub(shlex.quote(server.server.get_uri()), line), folder)
    finally:
        server.stop()


@pytest.mark.parametrize("line", readme.commands("make"))
def test_what_is_to_be_made_can_be_made(line: str) -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(shlex.split(line)[1:]) <= set(targets)


# --- what there is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_described_with_its_options(name: str) -> None:
    described = [row for row in readme.rows() if re.match(rf"`spinoff-graph {name}\b", row[0])]
    assert len(described) == 1, f"{len(described)} rows describe `spinoff-graph {name}`"
    text = " ".join(described[0])
    for parameter in COMMANDS[name].params:
        shown = parameter.opts[0] if parameter.param_type_name == "option" else parameter.name.upper()
        assert re.search(rf"{re.escape(shown)}\b", text), f"`spinoff-graph {name}` takes {shown}"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_is_described_with_its_default(name: str) -> None:
    setting = Settings.model_fields[name]
    default = f"`{setting.default}`" if setting.default not in (None, "") else ""
    row = [f"`GRAPH_{name.upper()}`", str(setting.description), default]
    assert row in list(readme.rows()), f"no row | {' | '.join(row)} |"


def test_only_what_there_is_is_named() -> None:
    whole = readme.text()
    assert set(re.findall(r"\bGRAPH_([A-Z_]+)", whole)) <= {name.upper() for name in Settings.model_fields}
    options = {option for command in COMMANDS.values() for each in command.params for option in each.opts}
    others = {option for block in BASH for option in re.findall(r"(?<!\S)(--[a-z-]+)", block.text)}
    assert set(re.findall(r"(?<!\S)`?(--[a-z-]+)", whole)) <= options | others
    commands = set(re.findall(r"`spinoff-graph ([a-z]+)", whole))
    assert commands <= set(COMMANDS)


def test_every_file_and_folder_that_is_named_is_there() -> None:
    linked = [each for each in re.findall(r"\]\(([^)]+)\)", readme.prose()) if "://" not in each]
    shown = re.findall(r"`((?:src|tests|schema|data)/[\w./-]*)`", readme.prose())
    assert not [each for each in (*linked, *shown) if not (ROOT / each).exists()]
