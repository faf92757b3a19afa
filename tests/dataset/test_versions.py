"""The version of data: it changes with the content and with the tables, and with nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Field

from graph.dataset import DatasetError, build, version_in, version_of
from graph.models import Place, Source
from graph.models.entity import Entity
from tests.dataset.folders import SHIPPED, copy_of_data, set_cell


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    assert version_of(data) == version_of(SHIPPED)
    set_cell(data / "places.csv", "boston", "name", "Boston, again")
    assert version_of(data) != version_of(SHIPPED)


def test_the_version_does_not_follow_the_time_of_the_files(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    for path in data.iterdir():
        os.utime(path, (0, 0))
    assert version_of(data) == version_of(SHIPPED)


def test_the_version_follows_the_tables() -> None:
    assert version_of(SHIPPED, [Place]) != version_of(SHIPPED, [Place, Source])


def test_a_folder_without_its_files_has_no_version(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"organizations\.csv cannot be read: No such file"):
        version_of(tmp_path)


def test_a_file_that_is_no_published_database_has_no_version(tmp_path: Path) -> None:
    assert version_in(tmp_path / "nowhere.db") is None
    (tmp_path / "text.db").write_text("no database")
    assert version_in(tmp_path / "text.db") is None
    (tmp_path / "empty.db").write_bytes(b"")
    assert version_in(tmp_path / "empty.db") is None


def test_the_version_of_a_new_process_is_fast_and_the_same() -> None:
    script = (
        "import sys, time; from pathlib import Path; from graph.dataset import version_of\n"
        "start = time.perf_counter(); version = version_of(Path(sys.argv[1]))\n"
        "print(version, time.perf_counter() - start)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(SHIPPED)], capture_output=True, text=True, check=True, timeout=60
    )
    version, seconds = run.stdout.split()
    assert version == version_of(SHIPPED)
    assert float(seconds) < 0.25, "measured at 0.013 s on an idle machine"


class Bridge(Entity, table=True):
    """A class of another dataset, with a key of its own name."""

    code: str = Field(primary_key=True)
    length: int


def test_any_models_are_built_from_their_own_folder(tmp_path: Path) -> None:
    (tmp_path / "bridges.csv").write_text("code,length\nb,20\na,10\n")
    published = build(tmp_path, tmp_path / "bridges.db", [Bridge])
    assert published.counts == {"Bridge": 2}
    assert version_in(tmp_path / "bridges.db") == version_of(tmp_path, [Bridge])
