"""A database that is published: whole or not at all, the same each time, with nothing left lying about."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest
from sqlmodel import Session, create_engine, select

from graph.dataset import DatasetError, InvalidData, build, publishing, version_in, version_of
from graph.models import Company, Figure, Group
from tests.dataset.folders import SHIPPED, change, copy_of_data, set_cell


def dump(database: Path) -> list[str]:
    with sqlite3.connect(database) as connection:
        lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "dataset"')]
    connection.close()
    return lines


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "graph.db"
    build(SHIPPED, path)
    return path


def read(database: Path, sql: str) -> list[Any]:
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(f"file:{database}?mode=ro&immutable=1", flags=flags)
    try:
        return list(connection.execute(sql))
    finally:
        connection.close()


def test_the_database_is_read_without_a_lock_or_a_log(database: Path) -> None:
    assert read(database, "PRAGMA integrity_check") == [("ok",)]
    assert read(database, "PRAGMA foreign_key_check") == []
    assert read(database, "PRAGMA journal_mode") == [("delete",)]
    assert names_in(database.parent) == {"graph.db", ".graph.db.lock"}


def test_the_database_tells_its_version_its_time_and_its_counts(database: Path) -> None:
    ((version, built_at, counts),) = read(database, "SELECT version, built_at, counts FROM dataset")
    assert version == version_of(SHIPPED) == version_in(database)
    assert built_at.endswith("+00:00")
    assert (
        json.loads(counts)["Company"]
        == read(database, "SELECT count(*) FROM organization WHERE type = 'COMPANY'")[0][0]
    )
    assert "Organization" not in json.loads(counts)


def test_every_reference_leads_an_index(database: Path) -> None:
    tables = [name for (name,) in read(database, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        indexes = read(database, f"SELECT name FROM pragma_index_list('{table}') WHERE NOT partial")
        leading = {
            read(database, f"SELECT name FROM pragma_index_info('{index}')")[0] for (index,) in indexes
        }
        references = set(read(database, f"SELECT \"from\" FROM pragma_foreign_key_list('{table}')"))
        assert references <= leading, table


def test_the_planner_knows_the_shape_of_every_table_with_rows(database: Path) -> None:
    assert len(read(database, "SELECT DISTINCT tbl FROM sqlite_stat1")) >= 20


def test_money_is_stored_as_whole_units_of_a_ten_thousandth(database: Path) -> None:
    (row,) = read(
        database, "SELECT quantity_low, typeof(quantity_low) FROM figure WHERE id = 'novadip-funds'"
    )
    assert row == (351500000000, "integer")


def test_the_models_read_what_was_published(database: Path) -> None:
    engine = create_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        celyad = session.exec(select(Company).where(Company.slug == "celyad")).one()
        assert celyad.funds_raised is not None
        assert celyad.funds_raised.quantity.as_printed == "213"
        assert [name.text for name in celyad.names] == ["Cardio3 BioSciences", "Celyad"]
        five = session.exec(select(Group).where(Group.slug == "cell-therapy-companies")).one()
        assert len(five.members) == 6
        open_ended = session.exec(select(Figure).where(Figure.id == "bone-funds")).one()
        assert (str(open_ended.quantity.low), open_ended.quantity.high) == ("90000000", None)
    engine.dispose()


def test_building_twice_gives_the_same_content(tmp_path: Path, database: Path) -> None:
    build(SHIPPED, tmp_path / "graph.db")
    assert dump(tmp_path / "graph.db") == dump(database)


def test_the_order_of_lines_in_a_file_changes_nothing(tmp_path: Path, database: Path) -> None:
    data = copy_of_data(tmp_path)
    for path in data.glob("*.csv"):
        change(path, lambda table: table.__setitem__(slice(1, None), table[:0:-1]))
    build(data, tmp_path / "graph.db")
    assert dump(tmp_path / "graph.db") == dump(database)


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    published = build(SHIPPED, tmp_path / "a" / "b" / "graph.db")
    assert published.database.exists()
    assert published.report.ok


def test_data_with_faults_leaves_the_old_database(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    build(data, tmp_path / "graph.db")
    before = (tmp_path / "graph.db").read_bytes()
    set_cell(data / "places.csv", "boston", "kind", "TOWN")
    with pytest.raises(InvalidData, match=r"places\.csv, row \d, kind: 'TOWN' is none of") as raised:
        build(data, tmp_path / "graph.db")
    assert [fault.column for fault in raised.value.report.faults] == ["kind"]
    assert (tmp_path / "graph.db").read_bytes() == before


def test_a_missing_folder_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="cannot be read as a data folder: No such file"):
        build(tmp_path / "nowhere", tmp_path / "graph.db")


def test_a_place_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match=r"graph\.db cannot be written: (Not a directory|File exists)"):
        build(SHIPPED, tmp_path / "file" / "graph.db")


def fail_with(message: str) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(28, message)

    return fail


@pytest.mark.parametrize("stage", ["fill", "verify", "sync"])
def test_a_stage_that_fails_leaves_the_old_database_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    data = copy_of_data(tmp_path)
    build(data, tmp_path / "db" / "graph.db")
    before = (tmp_path / "db" / "graph.db").read_bytes()
    set_cell(data / "places.csv", "boston", "name", "Boston, again")
    monkeypatch.setattr(publishing, stage, fail_with("No space left on device"))
    with pytest.raises(DatasetError, match="cannot be written: No space left on device"):
        build(data, tmp_path / "db" / "graph.db")
    assert (tmp_path / "db" / "graph.db").read_bytes() == before
    assert names_in(tmp_path / "db") == {"graph.db", ".graph.db.lock"}


def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from graph.dataset import build, DatasetError\n"
        "try: build(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except DatasetError as error: sys.exit(f'told: {error}')"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(SHIPPED), str(tmp_path / "graph.db")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    assert "told: " in run.stderr
    assert "graph.db cannot be written" in run.stderr
    assert names_in(tmp_path) == {".graph.db.lock"}


def test_the_leftovers_of_killed_builds_are_removed(tmp_path: Path) -> None:
    for name in (".graph.db.new-1", ".graph.db.new-1-journal", "other.db.new-1"):
        (tmp_path / name).write_text("half")
    build(SHIPPED, tmp_path / "graph.db")
    assert names_in(tmp_path) == {"graph.db", ".graph.db.lock", "other.db.new-1"}


def test_builds_at_the_same_time_take_turns(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def build_once() -> None:
        try:
            build(SHIPPED, tmp_path / "graph.db")
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=build_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert version_in(tmp_path / "graph.db") == version_of(SHIPPED)
    assert names_in(tmp_path) == {"graph.db", ".graph.db.lock"}


# Builds two data folders in turn, each time in a process that is killed after a while or at a stage.
KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from graph.dataset import build, publishing, version_in

first, second, database = map(Path, sys.argv[1:4])
stages = ["create_tables", "insert_rows", "verify", "sync"]

def kill_at(stage, count):
    real, left = getattr(publishing, stage), [count]
    def die(*arguments):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    setattr(publishing, stage, die)

plans = [(stage, count) for stage in stages for count in (1, 2, 9)] + [None] * 24
for number, plan in enumerate(plans):
    child = os.fork()
    if child == 0:
        if plan:
            kill_at(*plan)
        build((first, second)[number % 2], database)
        os._exit(0)
    if plan is None:
        time.sleep(random.Random(number).uniform(0, 0.35))
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print(version_in(database), flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_database_or_the_new_one(tmp_path: Path) -> None:
    first, second = copy_of_data(tmp_path / "first"), copy_of_data(tmp_path / "second")
    set_cell(second / "places.csv", "boston", "name", "Boston, again")
    database = tmp_path / "db" / "graph.db"
    build(first, database)
    versions = {version_of(first), version_of(second)}
    command = [sys.executable, "-c", KILLER, str(first), str(second), str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killer:
        assert killer.stdout is not None
        seen = [line.strip() for line in killer.stdout]
    assert killer.returncode == 0
    assert len(seen) == 36
    assert set(seen) == versions, "a killed build left something else than the old or the new data"
    assert read(database, "PRAGMA integrity_check") == [("ok",)]
    build(first, database)
    assert names_in(database.parent) == {"graph.db", ".graph.db.lock"}


def test_a_killed_build_holds_no_lock(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from graph.dataset.publishing import only_build\n"
        "with only_build(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "graph.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        os.kill(holder.pid, signal.SIGKILL)
    build(SHIPPED, tmp_path / "graph.db")
    assert version_in(tmp_path / "graph.db") == version_of(SHIPPED)


def test_a_build_never_takes_the_place_of_a_file_that_is_not_its_own(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("keep me")
    other = tmp_path / "shop.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE article (name TEXT)")
    connection.close()
    for path in (notes, other):
        before = path.read_bytes()
        with pytest.raises(DatasetError, match="no database of this project's"):
            build(SHIPPED, path)
        assert path.read_bytes() == before
    assert names_in(tmp_path) == {"notes.txt", "shop.db", ".notes.txt.lock", ".shop.db.lock"}


def test_a_build_takes_the_place_of_its_own_of_an_empty_and_of_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    path.touch()
    build(SHIPPED, path)
    build(SHIPPED, path)
    path.write_bytes(path.read_bytes()[:3000])
    build(SHIPPED, path)
    assert version_in(path) == version_of(SHIPPED)
