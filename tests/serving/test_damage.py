"""A database that is damaged, missing or may not be written: said clearly, and never a wrong answer."""

import logging
import resource
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest

from tests.browser.server import SERVE, free_port
from tests.engine.test_files import DAMAGES
from tests.serving.apps import ask, code, database, serving

QUERY = '{ company(slug: "celyad") { name } dataset { version } }'
OTHER = '{ university(slug: "ulb") { name } }'


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_server_whose_database_is_damaged_is_not_ready_and_answers_nothing(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = Path(copy(database(), tmp_path / "data.sqlite"))
    with serving(path) as client:
        whole = ask(client, QUERY)
        assert whole.json()["data"]["company"] == {"name": "Celyad"}
        assert client.get("/health/ready").status_code == 200
        DAMAGES[damage](path)
        for query in (QUERY, OTHER):
            answer = ask(client, query)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            codes = {each["extensions"]["code"] for each in answer.json()["errors"]}
            assert codes == {"SERVICE_UNAVAILABLE"}
            assert not any((answer.json().get("data") or {}).values())
            assert str(tmp_path) not in answer.text
        kept = ask(client, QUERY, headers={"If-None-Match": whole.headers["etag"]})
        assert kept.status_code != 304
        ready = client.get("/health/ready")
        assert (ready.status_code, str(tmp_path) in ready.text) == (503, False)
        assert client.get("/health/live").status_code == 200
        said = [
            each
            for each in caplog.records
            if each.levelno == logging.ERROR and str(path) in each.getMessage()
        ]
        assert len(said) == 1
        copy(database(), path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
        assert client.get("/health/ready").status_code == 200
        assert ask(client, QUERY).json() == whole.json()


def test_a_database_that_may_only_be_read_is_served(tmp_path: Path) -> None:
    path = Path(copy(database(), tmp_path / "data.sqlite"))
    path.chmod(0o444)
    with serving(path) as client:
        assert ask(client, QUERY).json()["data"]["company"] == {"name": "Celyad"}
    assert [each.name for each in tmp_path.iterdir()] == ["data.sqlite"]


def served(folder: Path, bytes_of_a_file: int, *options: str) -> "subprocess.CompletedProcess[str]":
    """What becomes of `serve` where files can have only so many bytes: as on a disk that is full."""
    return subprocess.run(
        [*SERVE, "--port", str(free_port()), *options],
        cwd=folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_of_a_file, bytes_of_a_file)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_on_a_full_disk_the_server_says_so_in_one_line_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    ended = served(tmp_path, 100_000, "--database", f"sqlite:///{path}")
    assert ended.returncode == 1
    assert "spinoff-graph: " in ended.stderr
    assert "cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not path.exists()


def test_where_nothing_can_be_written_the_server_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = served(tmp_path, resource.RLIM_INFINITY, "--database", f"sqlite:///{tmp_path}/file/data.sqlite")
    assert ended.returncode == 1
    assert "cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_begins_without_its_database_and_is_ready_when_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    with serving(path) as client:
        assert client.get("/health/ready").status_code == 503
        assert code(ask(client, QUERY)) == "SERVICE_UNAVAILABLE"
        copy(database(), path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
        assert client.get("/health/ready").status_code == 200
        assert ask(client, QUERY).json()["data"]["company"] == {"name": "Celyad"}


def test_a_server_of_a_database_of_other_classes_is_not_ready_and_says_why_to_nobody_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "theirs.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE dataset (version TEXT, owner TEXT)")
    with serving(path) as client:
        for _ in range(2):
            ready, answer = client.get("/health/ready"), ask(client, QUERY)
            assert (ready.status_code, answer.status_code) == (503, 503)
            assert "table" not in ready.text + answer.text
    told = [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR]
    assert len(told) == 1
    assert "it has no table " in told[0]
