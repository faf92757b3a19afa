"""Data that nobody thought of: whatever stands in the files, it is reported, and never breaks the check."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.dataset import check
from tests.dataset.folders import SHIPPED, change, copy_of_data, read_table

NAMES = sorted(path.name for path in SHIPPED.glob("*.csv"))
NASTY = [
    "",
    " ",
    "null",
    "NaN",
    "inf",
    "-0",
    "1e400",
    "9" * 400,
    "٣",
    "true",
    "2014-02-30",
    "0000-00-00",
    "[]",
]
NASTY += [
    "[" * 2000,
    '"\\ud800"',
    "\x00",
    "\r",
    "\n",
    "\u2028",
    "\ufeff",
    "😀" * 50,
    "'; DROP TABLE figure; --",
]
TEXT = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.integers(0, 400), st.integers(0, 30), TEXT),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_in_any_cell_is_read_or_reported(cells: list[tuple[str, int, int, str]]) -> None:
    with TemporaryDirectory() as folder:
        data = copy_of_data(Path(folder))
        for name, row, column, text in cells:
            change(data / name, partial(put, row, column, text))
        check(data).lines()


def put(row: int, column: int, text: str, table: list[list[str]]) -> None:
    cells = table[row % len(table)]
    cells[column % len(cells)] = text


@relaxed
@given(st.sampled_from(NAMES), st.data())
def test_any_bytes_in_any_file_are_read_or_reported(name: str, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        copy = copy_of_data(Path(folder))
        content = (copy / name).read_bytes()
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 200))
        (copy / name).write_bytes(
            content[:start] + data.draw(st.binary(max_size=20)) + content[start + length :]
        )
        check(copy).lines()


@relaxed
@given(st.binary(max_size=300))
def test_any_description_of_comparisons_is_read_or_reported(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        data = copy_of_data(Path(folder))
        (data / "comparisons.json").write_bytes(content)
        check(data).lines()


@relaxed
@given(st.sampled_from(NAMES), st.data())
def test_a_row_taken_away_is_missed_by_those_that_refer_to_it(name: str, data: st.DataObject) -> None:
    rows = read_table(SHIPPED / name)
    number = data.draw(st.integers(1, len(rows) - 1))
    key = rows[number][0]
    with TemporaryDirectory() as folder:
        copy = copy_of_data(Path(folder))
        change(copy / name, lambda table: table.pop(number))
        missed = [fault for fault in check(copy).faults if not fault.file.endswith(".json")]
        assert all(fault.reason == f"{key} is not in {name}" for fault in missed)
