"""Each example operation, with its plan, its SQL and its answer beside each other.

`pytest --refresh` writes them anew. A change of a plan, of SQL or of an answer is a diff to read.
"""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from graphql import ExecutionResult, parse

from graph.dataset import build
from graph.engine import Engine, Request
from graph.engine.databases.sqlite import SQLiteDatabase
from graph.packaged import data_folder
from tests.operations.asking import DIALECTS, operations, stages, written_answer, written_plans, written_sql
from tests.oracle.rows import rows_in
from tests.refresh import Expected

HERE = Path(__file__).parent
OPERATIONS = operations(HERE.parents[1] / "schema" / "operations")

each_operation = pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    database = tmp_path_factory.mktemp("operations") / "graph.sqlite"
    build(data_folder(), database)
    source = SQLiteDatabase(database, 1)
    yield Engine(stages().catalogue, stages().schema, DIALECTS["sqlite"], source, nothing_else)
    asyncio.run(source.close())


async def nothing_else(*_: object) -> ExecutionResult:
    raise AssertionError("an example asks for what the database does not answer")


@each_operation
def test_the_plan_is_as_it_was_read(path: Path, expected: Expected) -> None:
    expected(HERE / path.stem / "plan.txt", written_plans(path.read_text()))


@each_operation
@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_the_sql_is_as_it_was_read(path: Path, dialect: str, expected: Expected) -> None:
    expected(HERE / path.stem / f"{dialect}.sql", written_sql(path.read_text(), dialect))


@each_operation
def test_the_answer_is_as_it_was_read(path: Path, engine: Engine, expected: Expected) -> None:
    expected(HERE / path.stem / "answer.json", written_answer(path.read_text(), engine))


@each_operation
def test_the_rows_of_the_answer_are_counted(path: Path, engine: Engine) -> None:
    request = Request(path.read_text())
    request.timings.counting = True
    answer = asyncio.run(engine.answer(request))
    data = orjson.loads(answer.body)["data"]
    # In a column of JSON anything may stand that looks like a row.
    known = "activities" not in request.query
    assert request.timings.rows == (
        rows_in(stages().schema, parse(request.query), None, data) if known else None
    )


def test_nothing_is_kept_of_operations_that_are_gone(refresh: bool) -> None:
    kept = {each for each in HERE.iterdir() if each.is_dir() and not each.name.startswith("__")}
    gone = {each for each in kept if each.name not in {path.stem for path in OPERATIONS}}
    if refresh:
        for each in gone:
            shutil.rmtree(each)
    else:
        assert not gone
