"""How a server begins, or says in one line why it cannot: never a stack, a secret, nor a start again and again."""

import json
import os
import resource
import shutil
import socket
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph import dataset
from graph.app import check_settings
from graph.packaged import data_folder
from graph.settings import OPTIONS, Settings, SettingsError, read_settings, unknown_variables
from tests.browser.server import ROOT, SERVE
from tests.dataset.folders import copy_of_data, set_cell
from tests.serving.apps import database
from tests.serving.running import Running, everything, opened, post, run
from tests.test_documentation import COMMANDS

SECRET = "hunter2"


def ends(folder: Path, *options: str, files: int | None = None, **variables: str) -> tuple[int, list[str]]:
    """What becomes of `serve` where it cannot begin: its exit code, and the lines that it says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPH_")}

    def bound() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    ended = subprocess.run(
        [*SERVE, "--port", "0", *options],
        cwd=folder,
        env={**kept, "GRAPH_DATABASE": f"sqlite:///{database()}", "XDG_CACHE_HOME": str(folder), **variables},
        preexec_fn=bound,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, (ended.stdout + ended.stderr).splitlines()


def said(running: Running) -> list[dict[str, Any]]:
    """The lines of a server's log, each of which is JSON."""
    return [json.loads(line) for line in running.log.read_text().splitlines()]


def versions_served(running: Running) -> bytes:
    with opened(running) as connection:
        connection.sendall(post("{ dataset { version } }", Connection="close"))
        return everything(connection)


# --- settings that cannot be used ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("port", "abc", "GRAPH_PORT (--port): Input should be a valid integer"),
        ("port", "70000", "GRAPH_PORT (--port): Input should be less than or equal to 65535"),
        ("preset", "closed", "GRAPH_PRESET (--preset): Input should be 'open' or 'production'"),
        ("max_cost", SECRET, "GRAPH_MAX_COST: Input should be a valid integer"),
        ("rate", SECRET, "GRAPH_RATE: write it as `1000000/minute`, or `off`"),
        (
            "rate_store",
            "memory://",
            "GRAPH_RATE_STORE: the store of rates memory://… cannot be used: write async+",
        ),
        (
            "rate_store",
            f"nonsense://:{SECRET}@host",
            "GRAPH_RATE_STORE: the store of rates nonsense://… cannot be",
        ),
        (
            "rate_store",
            f"async+redis://:{SECRET}/x@host:1",
            "GRAPH_RATE_STORE: the store of rates async+redis://…",
        ),
        (
            "rate_store",
            f"redis://:{SECRET}@host:1",
            "GRAPH_RATE_STORE: the store of rates redis://… cannot be used",
        ),
        ("tokens", "sha256:zz", "GRAPH_TOKENS: a token given as sha256: has 64 hexadecimal digits"),
        ("tokens", ",", "GRAPH_TOKENS: has no token in it"),
        ("tokens", " ", "GRAPH_TOKENS: has no token in it"),
        ("origins", "friend.example", "GRAPH_ORIGINS: an origin is written like `https://pages.example`"),
        ("origins", "https://a.example, https://b.example/page", "GRAPH_ORIGINS: an origin is written like"),
        ("sql_seconds", "inf", "GRAPH_SQL_SECONDS: Input should be a finite number"),
        ("wait_seconds", "nan", "GRAPH_WAIT_SECONDS: Input should be a finite number"),
        ("metrics_tokens", " , ", "GRAPH_METRICS_TOKENS: has no token in it"),
        (
            "documents",
            "/nonexistent",
            "GRAPH_DOCUMENTS (--documents): trusted documents cannot be read: /nonexistent does not exist",
        ),
        ("database", SECRET, "GRAPH_DATABASE (--database): no URL of a database"),
        ("database", f"postgresql://u:{SECRET}@h:x/d", "GRAPH_DATABASE (--database): no URL of a database"),
        ("database", f"mysql://u:{SECRET}@h/d", "GRAPH_DATABASE (--database): mysql://… cannot be served"),
        (
            "database",
            f"postgresql://u:{SECRET}@127.0.0.1:1/d",
            "GRAPH_DATABASE (--database): cannot be reached",
        ),
        ("models", "nowhere", "the module 'nowhere' of --models cannot be imported"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_before_anything_begins_and_no_secret_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv("GRAPH_DATABASE", f"sqlite:///{database()}")
    monkeypatch.setenv("GRAPH_RATE", "1/minute")
    monkeypatch.setenv(f"GRAPH_{name.upper()}", value)
    with pytest.raises(SettingsError) as told:
        check_settings(read_settings())
    assert str(told.value).startswith(words)
    assert SECRET not in str(told.value)
    assert "\n" not in str(told.value)


def test_classes_to_serve_need_a_database_that_is_named() -> None:
    with pytest.raises(SettingsError, match=r"GRAPH_MODELS \(--models\) needs GRAPH_DATABASE \(--database\)"):
        check_settings(read_settings(models="tests.models.chinook"))


def test_an_option_is_named_with_its_variable() -> None:
    options = {each.name for each in COMMANDS["serve"].params}
    assert options == OPTIONS


def test_a_variable_that_is_empty_chooses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"GRAPH_{name.upper()}", "")
    assert read_settings() == Settings.model_construct()


def test_the_rate_of_the_production_preset_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings(preset="production").rate == "20000000/minute"
    monkeypatch.setenv("GRAPH_RATE", "off")
    assert read_settings(preset="production").rate == "off"


def test_a_variable_that_is_no_setting_is_named_with_the_setting_it_looks_like() -> None:
    told = list(unknown_variables(["GRAPH_TOKEN", "GRAPH_PORT", "graph_host", "PATH", "GRAPH_QQQQQQQQ"]))
    assert told == ["GRAPH_QQQQQQQQ is no setting", "GRAPH_TOKEN is no setting: did you mean GRAPH_TOKENS?"]


def test_nothing_that_is_printed_of_the_settings_tells_a_secret() -> None:
    made = Settings(
        tokens=SECRET,
        metrics_tokens=SECRET,
        rate_store=f"async+redis://:{SECRET}@h",
        database=f"postgresql://u:{SECRET}@h/d",
    )
    assert SECRET not in repr(made)


# --- one line, and an end ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_that_cannot_begin_says_so_in_one_line_and_ends(tmp_path: Path, workers: str) -> None:
    code, lines = ends(tmp_path, "--workers", workers, GRAPH_RATE="abc")
    assert (code, [json.loads(line)["message"] for line in lines]) == (
        1,
        ["spinoff-graph: GRAPH_RATE: write it as `1000000/minute`, or `off`"],
    )


@pytest.mark.slow
def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, lines = ends(tmp_path, "--port", str(port))
    assert (code, len(lines)) == (1, 1)
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in lines[0]


@pytest.mark.slow
def test_workers_that_cannot_begin_end_the_server(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(
        "import multiprocessing\n"
        "if multiprocessing.parent_process(): raise ZeroDivisionError('in a worker alone')\n"
        "from tests.models.chinook import *\n"
    )
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH"), str(ROOT)]))
    code, lines = ends(tmp_path, "--workers", "2", "--models", "broken", PYTHONPATH=path)
    told = [json.loads(line) for line in lines]
    assert code != 0
    assert any("in a worker alone" in line.get("exception", "") for line in told)
    assert "no worker can begin: the server ends" in [line["message"] for line in told]


@pytest.mark.slow
def test_where_too_few_files_may_be_open_that_is_told(tmp_path: Path) -> None:
    code, lines = ends(tmp_path, files=40)
    assert (code, len(lines)) == (1, 1)
    assert "40 files may be open at once: a server needs more than 100 (ulimit -n)" in lines[0]
    code, lines = ends(tmp_path, "--host", "no.host.invalid", files=300)
    told = [json.loads(line)["message"] for line in lines]
    assert told[0] == (
        "GRAPH_MAX_CONNECTIONS asks for 4096 connections, but 300 files may be open at once (ulimit -n): "
        "there will be 200"
    )
    assert "cannot listen on no.host.invalid:0" in told[1]


# --- which database is served --------------------------------------------------------------------------------------


def other_data(folder: Path) -> Path:
    """A data folder that is not the one that ships."""
    data = copy_of_data(folder)
    set_cell(data / "places.csv", "boston", "name", "Boston, again")
    return data


@pytest.mark.slow
def test_a_database_that_is_named_alone_is_served_as_it_is(tmp_path: Path) -> None:
    data, path = other_data(tmp_path), tmp_path / "other.sqlite"
    built = dataset.build(data, path)
    with run(tmp_path, path, {"toking": "x"}) as running:
        assert built.version.encode() in versions_served(running)
    assert dataset.version_in(path) == built.version
    told = [line["message"] for line in said(running)]
    (line,) = [line for line in told if "is served as it is" in line]
    assert f"spinoff-graph build --database sqlite:///{path}" in line
    assert "GRAPH_TOKING is no setting: did you mean GRAPH_TOKENS?" in told


@pytest.mark.slow
def test_a_database_that_is_named_with_its_data_is_built_where_it_is_older_or_damaged(tmp_path: Path) -> None:
    data, path = other_data(tmp_path), tmp_path / "other.sqlite"
    shutil.copy(database(), path)
    for _ in range(2):
        with run(tmp_path, path, {"data": data}) as running:
            assert dataset.version_of(data).encode() in versions_served(running)
        assert [line["message"] for line in said(running) if "building" in line["message"]]
        # The version can be read, but not the rows of one table.
        content = path.read_bytes()
        path.write_bytes(content[: 30 * 4096] + b"\0" * 4096 + content[31 * 4096 :])
        assert dataset.version_in(path) == dataset.version_of(data)


@pytest.mark.slow
@pytest.mark.parametrize("content", [None, b""], ids=["missing", "empty"])
def test_a_database_that_is_missing_or_empty_is_built(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "data.sqlite"
    if content is not None:
        path.write_bytes(content)
    with run(tmp_path, path, {}) as running:
        assert dataset.version_of(data_folder()).encode() in versions_served(running)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [3_000, 300_000], ids=["its head", "some of its tables"])
def test_a_database_that_is_named_alone_and_damaged_is_neither_replaced_nor_answered_from(
    tmp_path: Path, kept: int
) -> None:
    path = tmp_path / "other.sqlite"
    dataset.build(other_data(tmp_path), path)
    damaged = path.read_bytes()[:kept]
    path.write_bytes(damaged)
    with run(tmp_path, path, {}, begun="/health/live") as running, opened(running) as connection:
        connection.sendall(b"GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 503 ")
    assert path.read_bytes() == damaged
    (line,) = [line for line in said(running) if "is served as it is" in line["message"]]
    assert "it is damaged" in line["message"]


def test_a_table_of_the_same_name_makes_no_build_of_another_database(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE dataset (version TEXT, rows TEXT)")
    before = path.read_bytes()
    with pytest.raises(dataset.DatasetError, match="no database of this project's"):
        dataset.build(data_folder(), path)
    assert path.read_bytes() == before
    assert dataset.look_at(path) == dataset.Standing(readable=True, whole=True)


def test_what_is_no_file_is_neither_opened_nor_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert dataset.look_at(path) == dataset.Standing()
    assert dataset.version_in(path) is None
    with pytest.raises(dataset.DatasetError, match="no database of this project's"):
        dataset.build(data_folder(), path)
    assert path.is_fifo()
