"""Generated data of any size, the same at every run, as a database like the build's.

In: a number of companies. Out: an SQLite file: universities with 50 spin-offs each, every company with three
rounds and two facilities, all of one citation. Never: rows in Python, except the texts that search reads:
SQLite counts them out itself, a million companies with six million rows in a minute or two.
"""

import json
from pathlib import Path

from sqlalchemy import Connection, create_engine, event, insert, text

from graph.dataset.layout import data_files
from graph.dataset.searching import create_search
from graph.dataset.storing import create_tables
from graph.dataset.versions import DATASET, version_of
from graph.models import MODELS
from graph.packaged import data_folder

SPINOFFS = 50

# Numbers from 0, and how many universities there are.
NUMBERS = "WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < {})"
COMPANY = "printf('company-%07d', n)"
UNIVERSITY = "printf('university-%05d', {})"
# A million and more, in thousands: a ten-thousandth is the unit in which SQLite keeps decimals.
LOW = "(1000000 + (n * 7919 + i * 104729) % 90000000 / 1000 * 1000)"
DAY = "printf('%04d-%02d-%02d', 2005 + (n + i * 3) % 18, 1 + n % 12, 1 + n % 28)"

ONE_OF_EACH = (
    "INSERT INTO source (id, kind, title) VALUES ('record', 'PUBLIC_RECORD', 'Generated record')",
    "INSERT INTO citation (id, locator, basis, source_id) VALUES ('record-1', 'Line 1', 'STATED', 'record')",
)
OF_UNIVERSITIES = f"""
INSERT INTO organization (id, type, slug, name, citation_id) {NUMBERS}
SELECT {UNIVERSITY.format("n")}, 'UNIVERSITY', {UNIVERSITY.format("n")}, printf('University of Town %d', n), 'record-1'
FROM n
"""
# Every seventh company's name has a letter beyond ASCII, every thirteenth a quotation mark.
OF_COMPANIES = (
    f"""
INSERT INTO organization (id, type, slug, name, citation_id) {NUMBERS}
SELECT {COMPANY}, 'COMPANY', {COMPANY},
    printf('Cell Therapy Company %d', n) || iif(n % 7, '', ' Liège') || iif(n % 13, '', ' "CTC"'), 'record-1'
FROM n
""",
    f"""
INSERT INTO spinoff (university_id, company_id, citation_id) {NUMBERS}
SELECT {UNIVERSITY.format(f"n / {SPINOFFS}")}, {COMPANY}, 'record-1' FROM n
""",
    f"""
INSERT INTO fundinground (
    id, label, ordinal, amount_as_printed, amount_low, amount_high, amount_qualifier, amount_unit, amount_currency,
    closed_as_printed, closed_earliest, closed_latest, closed_precision, company_id, citation_id
) {NUMBERS}, kinds(i, kind) AS (VALUES (0, 'Seed'), (1, 'Series A'), (2, 'Series B'))
SELECT printf('round-%07d-%d', n, i), printf('%s round of %d', kind, n), i + 1, printf('EUR %d', {LOW}),
    {LOW} * 10000, {LOW} * 10000, 'EXACT', 'EUR', 'EUR', {DAY}, {DAY}, {DAY}, 'DAY', {COMPANY}, 'record-1'
FROM n CROSS JOIN kinds
""",
    f"""
INSERT INTO facility (id, name, kind, company_id, citation_id)
{NUMBERS}, kinds(i, kind, name) AS (VALUES (0, 'MANUFACTURING', 'Manufacturing'), (1, 'LABORATORY', 'Laboratory'))
SELECT printf('facility-%07d-%d', n, i), printf('%s building %d of company %d', name, i + 1, n), kind, {COMPANY},
    'record-1'
FROM n CROSS JOIN kinds
""",
)


def generate(path: Path, companies: int) -> None:
    """Write the database; a number of companies that is no multiple of 50 leaves the last university with fewer."""
    engine = create_engine(f"sqlite:///{path}")
    # A file that is thrown away when anything goes wrong needs no journal.
    event.listen(
        engine, "connect", lambda raw, _: raw.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
    )
    with engine.begin() as connection:
        create_tables(connection, list(data_files(MODELS)))
        fill(connection, companies)
        create_search(connection, MODELS)
        describe(connection)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def fill(connection: Connection, companies: int) -> None:
    """Insert every table's rows, those that others point to first."""
    for statement in ONE_OF_EACH:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(OF_UNIVERSITIES.format(-(-companies // SPINOFFS)))
    for statement in OF_COMPANIES:
        connection.exec_driver_sql(statement.format(companies))


def describe(connection: Connection) -> None:
    """Say what a build would say: the shipped data's version, so that `serve` builds nothing in this place."""
    DATASET.create(connection)
    version = version_of(data_folder())
    about = {"version": version, "built_at": "2024-01-01T00:00:00+00:00", "counts": json.dumps({})}
    connection.execute(insert(DATASET), about)
