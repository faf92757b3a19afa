"""Generated data of any size, the same at every run, as a database like the build's.

In: a number of companies. Out: an SQLite file: universities with 50 spin-offs each, every company with three
rounds and two facilities, all of one citation. Never: more than a batch of rows in memory.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert, text

from graph.dataset.layout import data_files
from graph.dataset.publishing import DATASET
from graph.dataset.searching import create_search
from graph.dataset.storing import create_tables
from graph.dataset.versions import version_of
from graph.models import MODELS
from graph.packaged import data_folder

Row = dict[str, Any]

SPINOFFS = 50
ROUNDS = ("Seed", "Series A", "Series B")
FACILITIES = ("MANUFACTURING", "LABORATORY")
BATCH = 10_000
SEARCHED = 100_000
"""The most companies that the search index is made for: the build gathers its texts in memory."""


def generate(path: Path, companies: int) -> None:
    """Write the database; a number of companies that is no multiple of 50 leaves the last university with fewer."""
    engine = create_engine(f"sqlite:///{path}")
    files = list(data_files(MODELS))
    tables = {file.table.name: file.table for file in files}
    with engine.begin() as connection:
        create_tables(connection, files)
        for name, rows in all_rows(companies):
            fill(connection, tables[name], rows)
        if companies <= SEARCHED:
            create_search(connection, MODELS)
        DATASET.create(connection)
        # The shipped data's version: `serve` builds nothing in the place of a database that has it.
        version = version_of(data_folder())
        about = {"version": version, "built_at": "2024-01-01T00:00:00+00:00", "counts": json.dumps({})}
        connection.execute(insert(DATASET), about)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def fill(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows, a batch at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        connection.execute(insert(table), batch)


def all_rows(companies: int) -> Iterator[tuple[str, Iterable[Row]]]:
    """Every table's rows, those that others point to first."""
    universities = -(-companies // SPINOFFS)
    yield "source", [{"id": "record", "kind": "PUBLIC_RECORD", "title": "Generated record"}]
    yield "citation", [{"id": "record-1", "locator": "Line 1", "basis": "STATED", "source_id": "record"}]
    yield "organization", map(university, range(universities))
    yield "organization", map(company, range(companies))
    yield "spinoff", map(spinoff, range(companies))
    yield "fundinground", each(companies, funding_round, len(ROUNDS))
    yield "facility", each(companies, facility, len(FACILITIES))


def each(companies: int, make: Callable[[int, int], Row], count: int) -> Iterator[Row]:
    """So many rows of each company."""
    return chain.from_iterable((make(number, index) for index in range(count)) for number in range(companies))


def slug_of(number: int) -> str:
    """The slug of a company, which is its key."""
    return f"company-{number:07}"


def university(number: int) -> Row:
    """One university."""
    key = f"university-{number:05}"
    return {
        "id": key,
        "type": "UNIVERSITY",
        "slug": key,
        "name": f"University of Town {number}",
        "citation_id": "record-1",
    }


def company(number: int) -> Row:
    """One company: every seventh name has a letter beyond ASCII, every thirteenth a quotation mark."""
    name = f"Cell Therapy Company {number}"
    if number % 7 == 0:
        name += " Liège"
    if number % 13 == 0:
        name += ' "CTC"'
    key = slug_of(number)
    return {"id": key, "type": "COMPANY", "slug": key, "name": name, "citation_id": "record-1"}


def spinoff(number: int) -> Row:
    """The link between a company and its university."""
    return {
        "university_id": f"university-{number // SPINOFFS:05}",
        "company_id": slug_of(number),
        "citation_id": "record-1",
    }


def funding_round(number: int, index: int) -> Row:
    """One of a company's rounds: a million and more."""
    low = Decimal(1_000_000 + (number * 7919 + index * 104_729) % 90_000_000 // 1000 * 1000)
    day = date(2005 + (number + index * 3) % 18, 1 + number % 12, 1 + number % 28)
    return {
        "id": f"round-{number:07}-{index}",
        "label": f"{ROUNDS[index]} round of {number}",
        "ordinal": index + 1,
        "amount_as_printed": f"EUR {low}",
        "amount_low": low,
        "amount_high": low,
        "amount_qualifier": "EXACT",
        "amount_unit": "EUR",
        "amount_currency": "EUR",
        "closed_as_printed": day.isoformat(),
        "closed_earliest": day,
        "closed_latest": day,
        "closed_precision": "DAY",
        "company_id": slug_of(number),
        "citation_id": "record-1",
    }


def facility(number: int, index: int) -> Row:
    """One of a company's facilities."""
    return {
        "id": f"facility-{number:07}-{index}",
        "name": f"{FACILITIES[index].capitalize()} building {index + 1} of company {number}",
        "kind": FACILITIES[index],
        "company_id": slug_of(number),
        "citation_id": "record-1",
    }
