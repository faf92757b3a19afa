"""The data that the project ships: whole, described as it is, and kept in one form."""

import json
import re
from decimal import Decimal

import pytest

from graph.dataset import Report, check
from graph.dataset.layout import data_files
from graph.dataset.package import describe, written
from graph.models import MODELS
from tests.dataset.folders import SHIPPED, read_table

FILES = data_files(MODELS)


@pytest.fixture(scope="module")
def report() -> Report:
    return check(SHIPPED)


def test_the_shipped_data_has_no_fault(report: Report) -> None:
    assert [str(fault) for fault in report.faults] == []


def test_the_folder_holds_one_file_for_each_table_and_nothing_else() -> None:
    tables = {file.name for file in FILES}
    assert {path.name for path in SHIPPED.iterdir()} == tables | {"datapackage.json", "comparisons.json"}


def test_the_description_of_the_package_is_what_the_models_say() -> None:
    shipped = (SHIPPED / "datapackage.json").read_text("utf-8")
    assert shipped == written(describe(SHIPPED)), "run: python -m graph.dataset.package data"


def test_the_description_names_every_file_and_describes_every_column() -> None:
    package = json.loads((SHIPPED / "datapackage.json").read_text("utf-8"))
    assert {each["path"] for each in package["resources"]} == {
        *(file.name for file in FILES),
        "comparisons.json",
    }
    fields = [
        field for each in package["resources"] for field in each.get("schema", {"fields": []})["fields"]
    ]
    assert [field["name"] for field in fields if not field.get("description")] == []
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_utf_8_with_unix_line_ends_and_the_columns_of_its_table(file: object) -> None:
    name = getattr(file, "name", "")
    content = (SHIPPED / name).read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert read_table(SHIPPED / name)[0] == list(getattr(file, "columns", {}))


def test_keys_are_readable_words() -> None:
    for file in FILES:
        for row in read_table(SHIPPED / file.name)[1:]:
            for key in row[: len(file.key)]:
                assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key), f"{file.name}: {key}"


def test_the_slug_of_a_row_is_its_key() -> None:
    for file in FILES:
        if "slug" not in file.columns:
            continue
        header, *rows = read_table(SHIPPED / file.name)
        assert [row[header.index("slug")] for row in rows] == [row[header.index("id")] for row in rows]


def test_every_table_of_facts_must_name_a_citation() -> None:
    without = {file.name for file in FILES if "citation_id" not in file.columns}
    assert without == {"sources.csv", "citations.csv", "discrepancy-figures.csv"}
    assert all(not file.columns["citation_id"].nullable for file in FILES if "citation_id" in file.columns)


def test_every_source_and_every_citation_is_used() -> None:
    used = {
        row[read_table(SHIPPED / file.name)[0].index(f"{what}_id")]
        for what in ("citation", "source")
        for file in FILES
        if f"{what}_id" in file.columns
        for row in read_table(SHIPPED / file.name)[1:]
    }
    for name in ("citations.csv", "sources.csv"):
        assert [row[0] for row in read_table(SHIPPED / name)[1:] if row[0] not in used] == []


def test_a_citation_holds_a_place_and_a_value_but_no_sentence() -> None:
    header, *rows = read_table(SHIPPED / "citations.csv")
    printed = header.index("as_printed")
    assert [row[0] for row in rows if len(row[printed].split()) > 12] == []


def test_the_totals_that_disagree_are_told_apart_from_those_that_agree(report: Report) -> None:
    found = {each.title: (each.printed, each.computed, each.agrees) for each in report.comparisons}
    assert found == {
        "funds of the five companies": ("409.55", Decimal("409.55"), False),
        "present areas of the five companies": ("1970", Decimal(1970), True),
        "present and planned areas of the five companies": ("1970", Decimal(3770), False),
        "jobs of the five companies, without the 5 of 5/81": ("340", Decimal(340), True),
        "jobs of the five companies, with the 5 of 5/81": ("340", Decimal(345), False),
        "people employed by the health sector": ("more than 48,000", Decimal(48000), False),
        "yearly growth of employment, compounded": ("more than 8%", Decimal("6.28"), False),
        "yearly growth of employment, as the simple mean": ("more than 8%", Decimal("8.11"), True),
        "capacity of MaSTherCell, by its area": ("double", Decimal(3), False),
    }


def test_a_sum_with_an_open_term_is_told_as_a_lower_bound(report: Report) -> None:
    lines = report.lines()
    assert "  ≠ funds of the five companies: printed 409.55, computed at least 409.55 EUR m" in "\n".join(
        lines
    )


def test_the_discrepancies_tell_the_numbers_that_are_computed(report: Report) -> None:
    described = json.loads((SHIPPED / "comparisons.json").read_text("utf-8"))
    header, *rows = read_table(SHIPPED / "discrepancies.csv")
    text = {row[0]: row[header.index("computed")] for row in rows}
    for each, found in zip(described, report.comparisons, strict=True):
        assert str(found.computed) in text[each["discrepancy"]], found
