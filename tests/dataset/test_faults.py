"""Every kind of fault, each found at its place: file, row as a spreadsheet counts, column, reason."""

# ruff: noqa: E501 - each case is one line of a table

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.dataset import Fault, check
from tests.dataset.folders import change, copy_of_data, row_of, set_cell

Break = Callable[[Path], object]


def cell(file: str, key: str, column: str, value: str) -> Break:
    return lambda data: set_cell(data / file, key, column, value)


def every_row(altered: Callable[[list[str]], list[str]]) -> Break:
    return lambda data: change(
        data / "places.csv", lambda table: table.__setitem__(slice(None), [altered(row) for row in table])
    )


def folder_in_place_of_file(data: Path) -> None:
    (data / "places.csv").unlink()
    (data / "places.csv").mkdir()


# (what is wrong, how it is broken, file, key of the row or its number, column, part of the reason)
CASES: list[tuple[str, Break, str, str | int | None, str | None, str]] = [
    ("an empty required cell", cell("figures.csv", "bone-funds", "citation_id", ""), "figures.csv", "bone-funds", "citation_id", "is required"),
    ("a word for a number", cell("figures.csv", "bone-jobs", "quantity_low", "many"), "figures.csv", "bone-jobs", "quantity_low", "no decimal number"),
    ("a decimal comma", cell("figures.csv", "bone-jobs", "quantity_low", "110,5"), "figures.csv", "bone-jobs", "quantity_low", "no decimal number"),
    ("an exponent", cell("figures.csv", "bone-jobs", "quantity_low", "11e1"), "figures.csv", "bone-jobs", "quantity_low", "no decimal number"),
    ("more digits than the column keeps", cell("figures.csv", "bone-jobs", "quantity_low", "109.12345"), "figures.csv", "bone-jobs", "quantity_low", "does not fit"),
    ("a number beyond the column", cell("figures.csv", "celyad-funds", "quantity_high", "9" * 19), "figures.csv", "celyad-funds", "quantity_high", "does not fit"),
    ("a fraction for a whole number", cell("funding-rounds.csv", "promethera-c", "ordinal", "3.5"), "funding-rounds.csv", "promethera-c", "ordinal", "no whole number"),
    ("a whole number out of range", cell("funding-rounds.csv", "promethera-c", "ordinal", "3000000000"), "funding-rounds.csv", "promethera-c", "ordinal", "out of range"),
    ("yes for true", cell("figures.csv", "bone-funds", "inferred", "yes"), "figures.csv", "bone-funds", "inferred", "no true or false"),
    ("a day that does not exist", cell("claims.csv", "promethera-c-date", "date_earliest", "2014-11-31"), "claims.csv", "promethera-c-date", "date_earliest", "no date"),
    ("a date in local form", cell("claims.csv", "promethera-c-date", "date_earliest", "25/11/2014"), "claims.csv", "promethera-c-date", "date_earliest", "no date"),
    ("text that is no JSON", cell("organizations.csv", "celyad", "activities", "cells"), "organizations.csv", "celyad", "activities", "no JSON"),
    ("JSON of another type than declared", cell("organizations.csv", "celyad", "activities", '{"a": 1}'), "organizations.csv", "celyad", "activities", "does not fit its declaration"),
    ("a word outside the enumeration", cell("figures.csv", "bone-area", "status", "BUILT"), "figures.csv", "bone-area", "status", "'BUILT' is none of REPORTED, PLANNED"),
    ("spaces around a cell", cell("places.csv", "boston", "name", " Boston"), "places.csv", "boston", "name", "begins or ends with a space"),
    ("a control character", cell("places.csv", "boston", "name", "Bos\x07ton"), "places.csv", "boston", "name", "control character"),
    ("a null character", cell("places.csv", "boston", "name", "Bos\x00ton"), "places.csv", "boston", "name", "control character"),
    ("the same key twice", cell("places.csv", "durham", "id", "boston"), "places.csv", 7, "id", "boston stands in row"),
    ("the same slug twice", cell("places.csv", "durham", "slug", "boston"), "places.csv", 7, "slug", "boston stands in row"),
    ("a reference to nothing", cell("facilities.csv", "bone-boston", "place_id", "bostno"), "facilities.csv", "bone-boston", "place_id", "bostno is not in places.csv"),
    ("a company's place taken by a university", cell("facilities.csv", "bone-boston", "company_id", "ulb"), "facilities.csv", "bone-boston", "company_id", "ulb is UNIVERSITY where COMPANY is needed"),
    ("an exchange that is a company", cell("listings.csv", "celyad-nasdaq", "exchange_id", "celyad"), "listings.csv", "celyad-nasdaq", "exchange_id", "celyad is COMPANY where INSTITUTION is needed"),
    ("a spin-off from a company", cell("spinoffs.csv", "ulb", "university_id", "celyad"), "spinoffs.csv", 2, "university_id", "celyad is COMPANY where UNIVERSITY is needed"),
    ("a university with a founding year", cell("organizations.csv", "ulb", "founded_as_printed", "1834"), "organizations.csv", "ulb", "founded_as_printed", "a UNIVERSITY has none"),
    ("an institution without a kind", cell("organizations.csv", "nasdaq", "kind", ""), "organizations.csv", "nasdaq", None, "an INSTITUTION needs a kind"),
    ("a date that ends before it begins", cell("figures.csv", "health-smes-funds", "period_latest", "2004-12-31"), "figures.csv", "health-smes-funds", "period_latest", "is before earliest"),
    ("a month that ends on another day", cell("listings.csv", "bone-euronext-paris", "listed_latest", "2015-02-27"), "listings.csv", "bone-euronext-paris", "listed_latest", "ends on 2015-02-28"),
    ("an open date with both ends", cell("programmes.csv", "bone-table", "market_year_latest", "2030-12-31"), "programmes.csv", "bone-table", "market_year_precision", "exactly one"),
    ("a date without its precision", cell("listings.csv", "celyad-nasdaq", "listed_precision", ""), "listings.csv", "celyad-nasdaq", "listed_precision", "is required beside"),
    ("bounds in the wrong order", cell("claims.csv", "bone-ipo-price", "quantity_high", "14"), "claims.csv", "bone-ipo-price", "quantity_high", "14 is below low, 14.5"),
    ("an upper bound on more than", cell("figures.csv", "bone-funds", "quantity_high", "90000000"), "figures.csv", "bone-funds", "quantity_high", "MORE_THAN needs no high"),
    ("an exact number without a bound", cell("figures.csv", "celyad-funds", "quantity_high", ""), "figures.csv", "celyad-funds", "quantity_high", "EXACT needs a high"),
    ("a quantity without its unit", cell("claims.csv", "bone-ipo-price", "quantity_unit", ""), "claims.csv", "bone-ipo-price", "quantity_unit", "is required beside"),
    ("a currency that is not the unit", cell("figures.csv", "celyad-funds", "quantity_currency", "USD"), "figures.csv", "celyad-funds", "quantity_currency", "USD is not the unit, EUR"),
    ("a figure with two owners", cell("figures.csv", "bone-funds", "place_id", "wallonia"), "figures.csv", "bone-funds", None, "needs exactly one of organization_id, facility_id, group_id, place_id"),
    ("a figure without an owner", cell("figures.csv", "bone-funds", "organization_id", ""), "figures.csv", "bone-funds", None, "needs exactly one of"),
    ("a claim with two owners", cell("claims.csv", "belgium-phase-1", "organization_id", "ulb"), "claims.csv", "belgium-phase-1", None, "needs exactly one of"),
    ("two preferred figures of one measure", cell("figures.csv", "novadip-people", "measure", "JOBS_FTE"), "figures.csv", "novadip-people", None, "another row has the same organization_id, measure"),
    ("a missing file", lambda data: (data / "places.csv").unlink(), "places.csv", None, None, "is missing"),
    ("a folder in place of a file", folder_in_place_of_file, "places.csv", None, None, "cannot be read"),
    ("a file of no table", lambda data: (data / "people.csv").write_text("id\n"), "people.csv", None, None, "belongs to no table"),
    ("an empty file", lambda data: (data / "places.csv").write_text(""), "places.csv", None, None, "has no header"),
    ("bytes that are not UTF-8", lambda data: (data / "places.csv").write_bytes(b"id,slug\nli\xe8ge,x\n"), "places.csv", 2, None, "is not UTF-8"),
    ("a byte order mark", lambda data: (data / "places.csv").write_text("\ufeffid\n", "utf-8"), "places.csv", 1, None, "byte order mark"),
    ("an unknown column", every_row(lambda row: [*row, "height"]), "places.csv", 1, "height", "is no column"),
    ("a missing column", every_row(lambda row: row[:-1]), "places.csv", 1, "citation_id", "is missing from the header"),
    ("a column twice", every_row(lambda row: [*row, row[2]]), "places.csv", 1, "name", "more than once"),
    ("a row that is too short", lambda data: change(data / "places.csv", lambda table: table[3].pop()), "places.csv", 4, None, "has 6 cells, the header 7"),
    ("an empty row", lambda data: change(data / "places.csv", lambda table: table.insert(5, [])), "places.csv", 6, None, "has 0 cells, the header 7"),
    ("an unfinished quote", lambda data: (data / "places.csv").write_text('id,slug\n"x'), "places.csv", 2, None, "is no CSV"),
    ("a comparison that is no JSON", lambda data: (data / "comparisons.json").write_text("{"), "comparisons.json", None, None, "Invalid JSON"),
    ("a comparison with an unknown figure", lambda data: replace(data / "comparisons.json", '"orgenesis-jobs"', '"orgnesis-jobs"'), "comparisons.json", None, "4.figures", "orgnesis-jobs is no figure"),
    ("a comparison without its discrepancy", lambda data: replace(data / "comparisons.json", '"health-people"', '"wealth"'), "comparisons.json", None, "5.discrepancy", "wealth is no discrepancy"),
    ("a comparison of an unknown kind", lambda data: replace(data / "comparisons.json", '"MEAN_YEARLY"', '"MEAN"'), "comparisons.json", None, "7.operation", "Input should be"),
]  # fmt: skip


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    "how, file, row, column, reason", [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_fault_is_reported_at_its_place(
    tmp_path: Path, how: Break, file: str, row: str | int | None, column: str | None, reason: str
) -> None:
    data = copy_of_data(tmp_path)
    number = row_of(data / file, row) if isinstance(row, str) else row
    how(data)
    faults = check(data).faults
    at_place = [fault for fault in faults if (fault.file, fault.row, fault.column) == (file, number, column)]
    assert any(reason in fault.reason for fault in at_place), "\n".join(map(str, faults))


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    set_cell(data / "figures.csv", "bone-funds", "quantity_low", "many")
    set_cell(data / "figures.csv", "bone-funds", "citation_id", "nowhere")
    set_cell(data / "places.csv", "boston", "kind", "TOWN")
    set_cell(data / "claims.csv", "belgium-phase-1", "place_id", "")
    (data / "names.csv").unlink()
    assert [(fault.file, fault.column) for fault in check(data).faults] == [
        ("claims.csv", None),
        ("figures.csv", "citation_id"),
        ("figures.csv", "quantity_low"),
        ("names.csv", None),
        ("places.csv", "kind"),
    ]


def test_a_file_that_cannot_be_read_does_not_make_every_reference_to_it_a_fault(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    (data / "citations.csv").unlink()
    assert check(data).faults == (Fault("citations.csv", None, None, "is missing"),)


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    (fault,) = check(tmp_path / "nowhere").faults
    assert "cannot be read as a data folder" in fault.reason
    assert fault.file == str(tmp_path / "nowhere")


def test_a_fault_is_printed_with_its_place() -> None:
    assert str(Fault("figures.csv", 12, "quantity_low", "is required")) == (
        "figures.csv, row 12, quantity_low: is required"
    )
    assert str(Fault("figures.csv", None, None, "is missing")) == "figures.csv: is missing"


def test_rows_in_another_order_are_the_same_data(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    for path in data.glob("*.csv"):
        change(path, lambda table: table.__setitem__(slice(1, None), table[:0:-1]))
    assert check(data).faults == ()


def test_line_ends_of_spreadsheets_are_read_too(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    for path in data.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check(data).faults == ()
